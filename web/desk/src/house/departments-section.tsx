import { Button, Modal, Select, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type DepartmentInHouse, type FourTexts, languages } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'
import { formatRoute } from '../shell/route.ts'

const code = /^[a-z][a-z0-9_]{0,39}$/
const stale = ['departments', 'directory', 'calendars'] as const

/** The departments with what leads to each; one is switched off only when nothing does. */
export function DepartmentsSection() {
  const { t } = useI18n()
  const [editing, setEditing] = useState<DepartmentInHouse | 'new' | null>(null)
  const list = useQuery({ queryKey: ['departments'], queryFn: () => getJson<DepartmentInHouse[]>('/api/departments') })
  if (list.isError) return <FaultScreen error={list.error} retry={() => list.refetch()} />
  if (!list.data) return <PanelSkeleton />
  const close = () => setEditing(null)
  // Those that work first; what was switched off is history.
  const sorted = [...list.data].sort((a, b) => Number(b.isActive) - Number(a.isActive))
  return (
    <section className="panel">
      <div className="house-bar">
        <p className="soft">{t.house.departmentsLead}</p>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEditing('new')}>
          {t.house.newDepartment}
        </Button>
      </div>
      <div className="table-place scroll">
        <table className="table house-table">
          <thead>
            <tr>
              <th scope="col">{t.facts.department}</th>
              <th scope="col" className="left">
                {t.house.calendar}
              </th>
              <th scope="col">{t.house.people}</th>
              <th scope="col" className="left">
                {t.house.topics}
              </th>
              <th scope="col">{t.house.openRequests}</th>
              <th scope="col">
                <span className="visually-hidden">{t.settings.edit}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((one) => (
              <DepartmentRow key={one.id} department={one} edit={() => setEditing(one)} />
            ))}
          </tbody>
        </table>
      </div>
      <Modal
        opened={editing !== null}
        onClose={close}
        title={<b>{editing === 'new' ? t.house.newDepartment : t.settings.edit}</b>}
        closeButtonProps={{ 'aria-label': t.common.close }}
      >
        {editing && <DepartmentForm department={editing === 'new' ? null : editing} close={close} />}
      </Modal>
    </section>
  )
}

function DepartmentRow({ department, edit }: { department: DepartmentInHouse; edit: () => void }) {
  const { t, language, format } = useI18n()
  const { directory, topicName } = useConsole()
  const send = useSend()
  const { id, names, isActive, calendarId, people, topics, openRequests } = department
  const name = names[language]
  const calendar = directory.calendars.find((one) => one.id === calendarId)?.name ?? t.common.none
  const put = () => {
    const done = isActive ? t.house.departmentClosed(name) : t.house.departmentOpened(name)
    void send({ method: 'PATCH', path: `/api/departments/${id}`, body: { isActive: !isActive }, done, stale })
  }
  return (
    <tr data-off={!isActive || undefined}>
      <th scope="row">
        <span className="person-cell">
          <b>{name}</b>
          <span className="soft">{isActive ? department.code : t.house.off}</span>
        </span>
      </th>
      <td className="left">
        <a href={formatRoute({ page: 'calendars', calendarId })}>{calendar}</a>
      </td>
      <td>{format.number(people)}</td>
      <td className="left wrap">{topics.map(topicName).join(', ') || <span className="soft">{t.common.none}</span>}</td>
      <td>{format.number(openRequests)}</td>
      <td className="order-cell">
        <Button size="compact-xs" variant="subtle" aria-label={`${t.settings.edit}: ${name}`} onClick={edit}>
          {t.settings.edit}
        </Button>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-label={`${isActive ? t.house.close : t.house.open}: ${name}`}
          onClick={put}
        >
          {isActive ? t.house.close : t.house.open}
        </Button>
      </td>
    </tr>
  )
}

const noNames: FourTexts = { 'uz-Latn': '', 'uz-Cyrl': '', ru: '', en: '' }

/** @param department null for a new one. */
function DepartmentForm({ department, close }: { department: DepartmentInHouse | null; close: () => void }) {
  const { t } = useI18n()
  const { directory } = useConsole()
  const send = useSend()
  const [draft, setDraft] = useState({
    code: department?.code ?? '',
    names: department?.names ?? noNames,
    calendarId: department?.calendarId ?? directory.calendars[0]?.id ?? '',
  })
  const { isBusy, submit } = useSubmit(close, () =>
    department === null
      ? send({ path: '/api/departments', body: draft, done: t.house.departmentSaved, stale })
      : send({
          method: 'PATCH',
          path: `/api/departments/${department.id}`,
          body: { names: draft.names },
          done: t.house.departmentSaved,
          stale,
        }),
  )
  const isNamed = languages.every((language) => draft.names[language].trim() !== '')
  return (
    <form onSubmit={submit}>
      {languages.map((language) => (
        <TextInput
          key={language}
          mb="xs"
          lang={language}
          label={t.words.languages[language]}
          required
          maxLength={120}
          value={draft.names[language]}
          onChange={(event) => setDraft({ ...draft, names: { ...draft.names, [language]: event.currentTarget.value } })}
        />
      ))}
      {department === null && (
        <>
          <TextInput
            mb="xs"
            label={t.routingMore.topicCode}
            description={t.routingMore.topicCodeHint}
            required
            maxLength={40}
            value={draft.code}
            onChange={(event) => setDraft({ ...draft, code: event.currentTarget.value })}
          />
          <Select
            label={t.house.calendar}
            required
            allowDeselect={false}
            data={directory.calendars.map(({ id, name }) => ({ value: id, label: name }))}
            value={draft.calendarId}
            onChange={(calendarId) => calendarId && setDraft({ ...draft, calendarId })}
          />
        </>
      )}
      <FormButtons close={close} submit={t.settings.save} isReady={isNamed && code.test(draft.code)} isBusy={isBusy} />
    </form>
  )
}
