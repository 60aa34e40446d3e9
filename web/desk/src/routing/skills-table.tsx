import { Button, Modal, MultiSelect, NumberInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { channelKinds, languages, type OperatorSkills, requestTypes } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole, useOperators } from '../shell/console-context.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'

const mostCapacity = 1000

/** What each person may be given: languages, channels, types, and how much at a time. */
export function SkillsTable() {
  const { t } = useI18n()
  const operators = useOperators()
  const [editing, setEditing] = useState<OperatorSkills | null>(null)
  const skills = useQuery({ queryKey: ['skills'], queryFn: () => getJson<OperatorSkills[]>('/api/routing/skills') })
  if (skills.isError) return <FaultScreen error={skills.error} retry={() => skills.refetch()} />
  if (!skills.data) return <PanelSkeleton />
  const nameOf = (id: string) => operators.find((one) => one.id === id)?.displayName ?? t.common.none
  const close = () => setEditing(null)
  const heads = [t.routingMore.languages, t.routingMore.channels, t.routingMore.types]
  return (
    <section className="panel">
      <p className="soft form-hint">{t.routingMore.skillsHint}</p>
      <div className="table-place scroll">
        <table className="table skill-table">
          <thead>
            <tr>
              <th scope="col">{t.routingMore.person}</th>
              {heads.map((head) => (
                <th key={head} scope="col" className="left">
                  {head}
                </th>
              ))}
              <th scope="col">{t.routingMore.capacity}</th>
              <th scope="col">
                <span className="visually-hidden">{t.settings.edit}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {skills.data.map((one) => (
              <SkillRow key={one.operatorId} skills={one} name={nameOf(one.operatorId)} edit={() => setEditing(one)} />
            ))}
          </tbody>
        </table>
      </div>
      <Modal
        opened={editing !== null}
        onClose={close}
        title={editing && <b>{t.routingMore.editSkills(nameOf(editing.operatorId))}</b>}
        closeButtonProps={{ 'aria-label': t.common.close }}
      >
        {editing && <SkillForm skills={editing} name={nameOf(editing.operatorId)} close={close} />}
      </Modal>
    </section>
  )
}

function SkillRow({ skills, name, edit }: { skills: OperatorSkills; name: string; edit: () => void }) {
  const { t, format } = useI18n()
  const { may } = useConsole()
  const words: Readonly<Record<string, string>> = t.words.detected
  const cells: readonly (readonly string[])[] = [
    skills.languages.map((one) => words[one] ?? one),
    skills.channels.map((one) => t.words.channels[one]),
    skills.types.map((one) => t.words.types[one]),
  ]
  return (
    <tr>
      <th scope="row">{name}</th>
      {cells.map((names, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the cells of a row keep their places.
        <td key={index} className="left">
          {names.length === 0 ? <span className="soft">{t.routingMore.all}</span> : <Chips names={names} />}
        </td>
      ))}
      <td>{format.number(skills.capacity)}</td>
      <td className="order-cell">
        {may('staff.edit') && (
          <Button size="compact-xs" variant="subtle" aria-label={`${t.settings.edit}: ${name}`} onClick={edit}>
            {t.settings.edit}
          </Button>
        )}
      </td>
    </tr>
  )
}

function Chips({ names }: { names: readonly string[] }) {
  return (
    <span className="chips">
      {names.map((name) => (
        <span key={name} className="standing">
          {name}
        </span>
      ))}
    </span>
  )
}

function SkillForm({ skills, name, close }: { skills: OperatorSkills; name: string; close: () => void }) {
  const { t } = useI18n()
  const send = useSend()
  const [draft, setDraft] = useState(skills)
  const { languages: spoken, channels, types, capacity } = draft
  const { isBusy, submit } = useSubmit(close, () =>
    send({
      method: 'PATCH',
      path: `/api/routing/skills/${skills.operatorId}`,
      body: { languages: spoken, channels, types, capacity },
      done: t.routingMore.skillsSaved(name),
      stale: ['skills', 'directory'],
    }),
  )
  const empty = { clearable: true, mt: 'sm' } as const
  const placeholderOf = (list: readonly string[]) => (list.length === 0 ? t.routingMore.all : '')
  return (
    <form onSubmit={submit}>
      <MultiSelect
        label={t.routingMore.languages}
        clearable
        data-autofocus
        placeholder={placeholderOf(spoken)}
        data={languages.map((value) => ({ value, label: t.words.detected[value] ?? value }))}
        value={spoken}
        onChange={(value) => setDraft({ ...draft, languages: value })}
      />
      <MultiSelect
        {...empty}
        label={t.routingMore.channels}
        placeholder={placeholderOf(channels)}
        data={channelKinds.map((value) => ({ value, label: t.words.channels[value] }))}
        value={channels}
        onChange={(value) => setDraft({ ...draft, channels: channelKinds.filter((one) => value.includes(one)) })}
      />
      <MultiSelect
        {...empty}
        label={t.routingMore.types}
        placeholder={placeholderOf(types)}
        data={requestTypes.map((value) => ({ value, label: t.words.types[value] }))}
        value={types}
        onChange={(value) => setDraft({ ...draft, types: requestTypes.filter((one) => value.includes(one)) })}
      />
      <NumberInput
        mt="sm"
        label={t.routingMore.capacity}
        min={0}
        max={mostCapacity}
        allowDecimal={false}
        value={capacity}
        onChange={(value) => setDraft({ ...draft, capacity: Number(value) || 0 })}
      />
      <FormButtons close={close} submit={t.settings.save} isReady isBusy={isBusy} />
    </form>
  )
}
