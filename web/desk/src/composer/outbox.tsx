import { Button } from '@mantine/core'
import { IconAlertTriangle, IconClock } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useLayoutEffect, useState } from 'react'
import type { MessageView, ReplyInput, ReplyResult, RequestSummary } from '#contracts'
import { sendJson } from '../api/http.ts'
import { ProblemError } from '../api/problem.ts'
import { useI18n } from '../i18n/i18n.tsx'
import type { AsOf } from '../live/live-state.ts'

type Outgoing = {
  readonly input: ReplyInput
  readonly text: string
  readonly state: 'saving' | 'not_saved'
  /** Known once the hub has stored it; its frame then takes over. */
  readonly messageId: string | null
}
type Outbox = {
  readonly items: readonly Outgoing[]
  /** Resolves to the refusal, or null when stored (or lost on the way and kept for another try). */
  send(input: ReplyInput, text: string): Promise<ProblemError | null>
}

const OutboxContext = createContext<Outbox | null>(null)

/** Replies on their way to the hub: shown at once, kept when the connection fails, repeated with the same id. */
export function OutboxProvider({ request, children }: { request: RequestSummary; children: ReactNode }) {
  const [items, setItems] = useState<readonly Outgoing[]>([])
  const client = useQueryClient()
  const without = (id: string) => (list: readonly Outgoing[]) => list.filter((one) => one.input.clientReplyId !== id)
  const change = (id: string, part: Partial<Outgoing>) =>
    setItems((list) => list.map((one) => (one.input.clientReplyId === id ? { ...one, ...part } : one)))
  const send = async (input: ReplyInput, text: string) => {
    const id = input.clientReplyId
    setItems((list) => [...without(id)(list), { input, text, state: 'saving', messageId: null }])
    try {
      const stored = await sendJson<ReplyResult>('POST', `/api/requests/${request.id}/replies`, input)
      if ('askedReplyId' in stored) {
        // It stands above the composer from now on, with whoever reads it first.
        await client.invalidateQueries({ queryKey: ['places', request.id] })
        setItems(without(id))
      } else change(id, { messageId: stored.messageId })
      return null
    } catch (error) {
      if (error instanceof ProblemError && error.status < 500) {
        setItems(without(id))
        return error
      }
      change(id, { state: 'not_saved' })
      return null
    }
  }
  return <OutboxContext value={{ items, send }}>{children}</OutboxContext>
}

export function useOutbox(): Outbox {
  const value = useContext(OutboxContext)
  if (!value) throw new Error('useOutbox is used outside OutboxProvider')
  return value
}

/** The replies the timeline does not have yet. */
export function OutgoingMessages(props: { known: ReadonlyMap<string, AsOf<MessageView>>; grown: () => void }) {
  const { t } = useI18n()
  const { items, send } = useOutbox()
  const shown = items.filter((one) => one.messageId === null || !props.known.has(one.messageId))
  const { grown } = props
  // biome-ignore lint/correctness/useExhaustiveDependencies: a reply just written is always brought into sight.
  useLayoutEffect(grown, [items.length])
  return shown.map((one) => (
    <article key={one.input.clientReplyId} className="message" data-author="operator" data-ours data-first>
      <div className="bubble" data-outgoing={one.state}>
        <p className="message-text">{one.text}</p>
        <span className="bubble-foot" role="status">
          {one.state === 'saving' ? <IconClock size={14} aria-hidden /> : <IconAlertTriangle size={14} aria-hidden />}
          {one.state === 'saving' ? t.timeline.sending : t.timeline.notSaved}
          {one.state === 'not_saved' && (
            <Button size="compact-xs" variant="light" onClick={() => send(one.input, one.text)}>
              {t.common.retry}
            </Button>
          )}
        </span>
      </div>
    </article>
  ))
}
