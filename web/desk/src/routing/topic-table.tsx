import { Select } from '@mantine/core'
import { useState } from 'react'
import type { TopicView } from '#contracts'
import { useSend } from '../actions/use-send.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'

/** Which department each topic goes to; whoever may edit settings chooses another, and new requests follow at once. */
export function TopicTable() {
  const { t } = useI18n()
  const { directory } = useConsole()
  return (
    <section className="panel">
      <h2>{t.routing.topics}</h2>
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
            <TopicRow key={topic.code} topic={topic} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function TopicRow({ topic }: { topic: TopicView }) {
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
      <th scope="row">{topicName(topic.code)}</th>
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
