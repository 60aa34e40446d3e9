import { Badge, Button, Drawer, Skeleton, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useEffect, useState } from 'react'
import type { MessageView, NoteView, RequestSummary } from '#contracts'
import { useSubmit } from '../actions/form-parts.tsx'
import { sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useLive, useLiveClient } from '../live/use-live.tsx'
import { useConsole } from '../shell/console-context.tsx'

/** A conversation as it happens, to read only; that somebody watched is on record. */
export function WatchDrawer({ request, close }: { request: RequestSummary | null; close: () => void }) {
  const { t } = useI18n()
  return (
    <Drawer
      opened={request !== null}
      onClose={close}
      position="right"
      size="lg"
      title={<b>{request && `${request.number} · ${request.contactName}`}</b>}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      {request && <Watched key={request.id} request={request} />}
    </Drawer>
  )
}

function Watched({ request }: { request: RequestSummary }) {
  const { t, explain } = useI18n()
  const { may } = useConsole()
  const live = useLiveClient()
  const timeline = useLive((state) => state.timelines.get(request.id))
  const now = useLive((state) => state.requests.get(request.id)?.value) ?? request
  const isTyping = useLive((state) => state.typingClients.has(request.id))
  const [fault, setFault] = useState<unknown>(null)
  useEffect(() => {
    sendJson('POST', `/api/requests/${request.id}/watch`)
      .then(() => live.open(request.id))
      .catch(setFault)
    return () => void live.open(null)
  }, [live, request.id])
  if (fault !== null) return <p className="rejection">{explain(fault)}</p>
  if (!timeline) return <Skeleton height={360} radius="md" />
  const items = [
    ...[...timeline.messages.values()].map(({ value }) => ({ at: value.sentAt, message: value, note: null })),
    ...[...timeline.notes.values()].map(({ value }) => ({ at: value.at, message: null, note: value })),
  ].sort((a, b) => a.at.localeCompare(b.at))
  return (
    <div className="watched">
      <p className="watched-state">
        <Badge color="gray" variant="light">
          {t.manager.desk.readOnly}
        </Badge>
        <span className="soft">{t.manager.desk.watching}</span>
      </p>
      <ol className="watched-lines" aria-live="polite">
        {items.map(({ message, note }) =>
          message ? <WatchedMessage key={message.id} message={message} /> : <WatchedNote key={note?.id} note={note} />,
        )}
      </ol>
      {isTyping && <p className="soft">{t.people.typing(request.contactName)}</p>}
      {may('request.whisper') && <Whisper request={now} />}
    </div>
  )
}

function WatchedMessage({ message }: { message: MessageView }) {
  const { t, format } = useI18n()
  const who = message.authorKind === 'bot' ? t.words.holders.bot : message.authorName
  return (
    <li data-from={message.authorKind}>
      <span className="soft">{[who, format.moment(message.sentAt, Date.now())].filter(Boolean).join(' · ')}</span>
      <p>{message.text}</p>
    </li>
  )
}

function WatchedNote({ note }: { note: NoteView | null }) {
  const { t, format } = useI18n()
  if (!note) return null
  return (
    <li data-from="note">
      <span className="soft">
        {[note.authorName, t.manager.desk.note, format.moment(note.at, Date.now())].filter(Boolean).join(' · ')}
      </span>
      <p>{note.text}</p>
    </li>
  )
}

/** A note that the holder sees at once; the client never does. */
function Whisper({ request }: { request: RequestSummary }) {
  const { t, explain } = useI18n()
  const words = t.manager.desk
  const [text, setText] = useState('')
  const { isBusy, submit } = useSubmit(
    () => setText(''),
    async () => {
      try {
        await sendJson('POST', `/api/requests/${request.id}/whisper`, { text })
        notifications.show({ color: 'green', message: words.whispered })
        return true
      } catch (error) {
        notifications.show({ color: 'red', title: t.toast.failed, message: explain(error) })
        return false
      }
    },
  )
  if (request.holderKind !== 'operator') return <p className="soft">{words.noHolder}</p>
  return (
    <form onSubmit={submit} className="whisper">
      <Textarea
        label={`${words.whisper}: ${request.holderName ?? ''}`}
        description={words.whisperHint}
        autosize
        minRows={2}
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" disabled={text.trim() === ''} loading={isBusy} mt="xs">
        {words.whisperSend}
      </Button>
    </form>
  )
}
