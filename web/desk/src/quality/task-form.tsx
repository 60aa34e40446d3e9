import { Select, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { MarkedItem, QualityCardView, QualityItem, QualityMark, QualityTaskDetail } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useQualityWords } from '../i18n/quality/use-quality-words.ts'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'
import { useQualityCard } from './use-quality-card.ts'

/** A closed request as it went, and beside it the card it is scored by. */
export function TaskForm({ taskId, close }: { taskId: string; close: () => void }) {
  const card = useQualityCard()
  const task = useQuery({
    queryKey: ['quality-task', taskId],
    queryFn: () => getJson<QualityTaskDetail>(`/api/quality/tasks/${taskId}`),
  })
  if (task.isError) return <FaultScreen error={task.error} retry={() => task.refetch()} />
  if (!task.data || !card.data) return <PanelSkeleton />
  return (
    <div className="quality-task">
      <Conversation task={task.data} />
      <Marks task={task.data} card={card.data} close={close} />
    </div>
  )
}

function Conversation({ task }: { task: QualityTaskDetail }) {
  const { t, format } = useI18n()
  const words = useQualityWords().task
  return (
    <section aria-label={words.conversation}>
      <h3>{words.conversation}</h3>
      {task.isLong && <p className="soft">{words.longer}</p>}
      <ol className="asked-beside">
        {task.messages.map((message, i) => (
          <li key={message.id} data-author={message.authorKind}>
            <b>
              {`${i + 1}. `}
              {message.authorKind === 'operator' ? words.hidden : (message.authorName ?? t.list.from[message.authorKind])}
            </b>
            <time className="soft tabular" dateTime={message.sentAt}>
              {format.moment(message.sentAt, Date.now())}
            </time>
            <span>{message.text || message.attachments.map(({ fileName, kind }) => fileName ?? kind).join(', ')}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

type MarksProps = { task: QualityTaskDetail; card: QualityCardView; close: () => void }
const unmarked = ({ code }: QualityItem) => ({ item: code, mark: undefined, cause: null, messageId: null, note: '' })
type Draft = Omit<MarkedItem, 'mark'> & { mark: QualityMark | undefined }
const isFault = (mark: QualityMark | undefined) => mark === 0 || mark === 0.5
const isWhole = (one: Draft): one is MarkedItem => one.mark !== undefined && (!isFault(one.mark) || one.cause !== null)

function Marks({ task, card, close }: MarksProps) {
  const words = useQualityWords().task
  const send = useSend()
  const [drafts, setDrafts] = useState<readonly Draft[]>(() => card.items.map(unmarked))
  const [note, setNote] = useState('')
  const put = (code: string, part: Partial<Draft>) =>
    setDrafts((all) => all.map((one) => (one.item === code ? { ...one, ...part } : one)))
  const marks = drafts.filter(isWhole)
  const { isBusy, submit } = useSubmit(close, () =>
    send({
      path: `/api/quality/tasks/${task.id}/score`,
      body: { cardVersion: card.version, marks, note: note.trim() },
      done: words.signed,
      stale: ['quality-tasks', 'quality-samples', 'quality-card'],
    }),
  )
  return (
    <form onSubmit={submit} aria-label={words.marks}>
      <h3>{words.marks}</h3>
      {card.items.map((item, i) => (
        <ItemFields key={item.code} item={item} card={card} task={task} draft={drafts[i] ?? unmarked(item)} put={put} />
      ))}
      <Textarea
        label={words.note}
        autosize
        minRows={2}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <FormButtons close={close} submit={words.sign} isReady={marks.length === card.items.length} isBusy={isBusy} />
    </form>
  )
}

type ItemProps = {
  item: QualityItem
  card: QualityCardView
  task: QualityTaskDetail
  draft: Draft
  put: (code: string, part: Partial<Draft>) => void
}
const choices = { well: 1, half: 0.5, failed: 0, none: null } as const
type Choice = keyof typeof choices

function ItemFields({ item, card, task, draft, put }: ItemProps) {
  const { language } = useI18n()
  const words = useQualityWords()
  const names = Object.keys(choices) as Choice[]
  const mark = (choice: Choice) => {
    const given = choices[choice]
    put(item.code, { mark: given, ...(!isFault(given) && { cause: null, messageId: null }) })
  }
  return (
    <fieldset className="quality-item">
      <legend>
        {item.names[language]}
        <small className="soft">{item.isCritical ? words.task.critical : words.groups[item.group]}</small>
      </legend>
      <div className="quality-marks">
        {names.map((choice) => (
          <label key={choice}>
            <input
              type="radio"
              name={`${task.id}-${item.code}`}
              checked={draft.mark === choices[choice]}
              onChange={() => mark(choice)}
            />
            {words.mark[choice]}
          </label>
        ))}
      </div>
      {isFault(draft.mark) && (
        <div className="quality-fault">
          <Select
            size="xs"
            label={words.task.cause}
            required
            data={card.causes.map(({ code, names: of }) => ({ value: code, label: of[language] }))}
            value={draft.cause}
            onChange={(cause) => put(item.code, { cause })}
          />
          <Select
            size="xs"
            clearable
            label={words.task.message}
            data={task.messages.map(({ id, text }, i) => ({ value: id, label: `${i + 1}. ${text.slice(0, 40)}` }))}
            value={draft.messageId}
            onChange={(messageId) => put(item.code, { messageId })}
          />
          <TextInput
            size="xs"
            label={words.task.itemNote}
            maxLength={500}
            value={draft.note}
            onChange={(event) => put(item.code, { note: event.currentTarget.value })}
          />
        </div>
      )}
    </fieldset>
  )
}
