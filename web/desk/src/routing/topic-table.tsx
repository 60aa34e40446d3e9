import { ActionIcon, Button, Modal, Select } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import type { TopicView } from '#contracts'
import { useSend } from '../actions/use-send.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { TopicForm } from './topic-form.tsx'

/** Which department each topic goes to; whoever may edit settings chooses another, and new requests follow at once. */
export function TopicTable() {
  const { t } = useI18n()
  const { directory, may } = useConsole()
  /** 'new', or the topic whose names are edited. */
  const [editing, setEditing] = useState<TopicView | 'new' | null>(null)
  const close = () => setEditing(null)
  const title = editing === 'new' ? t.routingMore.newTopic : t.settings.edit
  return (
    <section className="panel">
      <h2 className="head-with-button">
        {t.routing.topics}
        {may('settings.edit') && (
          <Button size="xs" variant="light" onClick={() => setEditing('new')}>
            {t.routingMore.newTopic}
          </Button>
        )}
      </h2>
      <table className="table topic-table">
        <thead>
          <tr>
            <th scope="col">{t.facts.topic}</th>
            <th scope="col" className="left">
              {t.facts.department}
            </th>
          </tr>
        </thead>
        <tbody>
          {directory.topics.map((topic) => (
            <TopicRow key={topic.code} topic={topic} edit={() => setEditing(topic)} />
          ))}
        </tbody>
      </table>
      <Modal
        opened={editing !== null}
        onClose={close}
        title={<b>{title}</b>}
        closeButtonProps={{ 'aria-label': t.common.close }}
      >
        {editing && <TopicForm topic={editing === 'new' ? null : editing} close={close} />}
      </Modal>
    </section>
  )
}

function TopicRow({ topic, edit }: { topic: TopicView; edit: () => void }) {
  const { t } = useI18n()
  const { directory, departmentName, topicName, may } = useConsole()
  const send = useSend()
  const [isBusy, setBusy] = useState(false)
  const change = (departmentId: string | null) => {
    if (departmentId === null || departmentId === topic.departmentId) return
    setBusy(true)
    const done = t.routing.topicMoved(topicName(topic.code), departmentName(departmentId))
    void send({ path: '/api/routing/topics', body: { ...topic, departmentId }, done, stale: ['directory'] }).then(() =>
      setBusy(false),
    )
  }
  return (
    <tr>
      <th scope="row">
        <span className="topic-name">
          {topicName(topic.code)}
          {may('settings.edit') && (
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={t.routingMore.editNames(topicName(topic.code))}
              onClick={edit}
            >
              <IconPencil size={14} stroke={1.7} />
            </ActionIcon>
          )}
        </span>
      </th>
      <td className="left">
        {may('settings.edit') ? (
          <Select
            size="xs"
            aria-label={t.routing.departmentOf(topicName(topic.code))}
            data={directory.departments.map(({ id }) => ({ value: id, label: departmentName(id) }))}
            value={topic.departmentId}
            allowDeselect={false}
            disabled={isBusy}
            onChange={change}
          />
        ) : (
          departmentName(topic.departmentId)
        )}
      </td>
    </tr>
  )
}
