import { Button } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { ClassificationReason, ClassificationView, RequestSummary } from '#contracts'
import { OutgoingMessages } from '../composer/outbox.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { useMinute } from '../inbox/use-now.ts'
import type { Timeline as TimelineState } from '../live/live-state.ts'
import { useLive, useLiveClient } from '../live/use-live.tsx'
import { MessageBubble } from './message-bubble.tsx'
import { NoteCard } from './note-card.tsx'
import { SystemLine } from './system-line.tsx'
import { type TimelineItem, timelineItems } from './timeline-items.ts'
import { useWindow } from './use-window.ts'

/** Nearer to the end than this counts as being there: a new message then scrolls into sight. */
const nearEndPx = 120

function useItems(timeline: TimelineState): TimelineItem[] {
  const { messages, notes, facts, hasEarlier } = timeline
  return useMemo(
    () =>
      timelineItems(
        [...messages.values()].map((known) => known.value),
        [...notes.values()].map((known) => known.value),
        facts?.value.history ?? [],
        hasEarlier,
      ),
    [messages, notes, facts, hasEarlier],
  )
}

/** The conversation over all channels, oldest first, kept at its end while one is there. */
export function Timeline({ request, timeline }: { request: RequestSummary; timeline: TimelineState }) {
  const { t } = useI18n()
  const items = useItems(timeline)
  const { from, more, rest } = useWindow(items.length)
  const frame = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const [missed, setMissed] = useState(0)
  const count = timeline.messages.size
  const lastCount = useRef(count)
  const isTyping = useLive((state) => state.typingClients.has(request.id))
  const toEnd = () => {
    const element = frame.current
    if (element) element.scrollTop = element.scrollHeight
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs after anything was added below.
  useLayoutEffect(() => {
    if (isAtEnd.current) toEnd()
    else if (count > lastCount.current) setMissed((n) => n + count - lastCount.current)
    lastCount.current = count
  }, [items, isTyping])
  // Pictures come later than their messages and push the end down.
  useEffect(() => {
    const inner = frame.current?.firstElementChild
    if (!inner) return
    const watcher = new ResizeObserver(() => {
      if (isAtEnd.current && frame.current) frame.current.scrollTop = frame.current.scrollHeight
    })
    watcher.observe(inner)
    // A growing composer takes height from the timeline.
    if (frame.current) watcher.observe(frame.current)
    return () => watcher.disconnect()
  }, [])
  const scrolled = () => {
    const element = frame.current
    if (!element) return
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx
    if (!isAtEnd.current) return
    setMissed(0)
    rest()
  }
  return (
    <div className="timeline-place">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1). */}
      <section ref={frame} className="timeline scroll" aria-label={t.timeline.label} onScroll={scrolled} tabIndex={0}>
        <div className="timeline-inner">
          <Earlier {...{ request, timeline, frame, isAtEnd }} isDrawn={from === 0} more={more} />
          {items.slice(from).map((item) => (
            <ItemView key={item.key} item={item} classification={timeline.facts?.value.classification ?? null} />
          ))}
          <OutgoingMessages known={timeline.messages} grown={toEnd} />
          {isTyping && <TypingDots />}
        </div>
      </section>
      {missed > 0 && (
        <Button className="to-end" size="compact-sm" radius="xl" leftSection={<IconArrowDown size={14} />} onClick={toEnd}>
          {t.timeline.newBelow(missed)}
        </Button>
      )}
    </div>
  )
}

const noReasons: readonly ClassificationReason[] = []

function ItemView({ item, classification }: { item: TimelineItem; classification: ClassificationView | null }) {
  if (item.kind === 'day') return <DaySeparator at={item.at} />
  if (item.kind === 'note') return <NoteCard note={item.note} />
  if (item.kind === 'history') return <SystemLine entry={item.entry} />
  const reasons = classification?.messageId === item.message.id ? classification.reasons : noReasons
  return <MessageBubble message={item.message} isFirst={item.isFirst} reasons={reasons} />
}

function DaySeparator({ at }: { at: string }) {
  const { format } = useI18n()
  const now = useMinute()
  return (
    <h3 className="day-line">
      <span>{[format.day(at, now), format.weekday(at)].join(', ')}</span>
    </h3>
  )
}

function TypingDots() {
  const { t } = useI18n()
  return (
    <div className="typing" role="status">
      <span className="typing-dots" aria-hidden>
        <i />
        <i />
        <i />
      </span>
      {t.timeline.typing}
    </div>
  )
}

type EarlierProps = {
  request: RequestSummary
  timeline: TimelineState
  frame: { readonly current: HTMLDivElement | null }
  isAtEnd: { current: boolean }
  /** Every line that was read is drawn, so that more must be read. */
  isDrawn: boolean
  more: () => void
}

/** Looking back: a press, or coming near the beginning, draws more of what was read and reads more of what was not. */
function Earlier({ request, timeline, frame, isAtEnd, isDrawn, more }: EarlierProps) {
  const { t } = useI18n()
  const live = useLiveClient()
  const [isBusy, setBusy] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const look = useRef<() => void>(() => undefined)
  const isThere = timeline.hasEarlier || !isDrawn
  useEffect(() => {
    if (!isThere || !place.current) return
    const watcher = new IntersectionObserver(
      (seen) => {
        // On opening one stands at the end, whose beginning may be in sight too.
        if (seen.some((one) => one.isIntersecting) && !isAtEnd.current) look.current()
      },
      { root: frame.current, rootMargin: '600px 0px 0px' },
    )
    watcher.observe(place.current)
    return () => watcher.disconnect()
  }, [isThere, frame, isAtEnd])
  if (!isThere) return null
  const read = () => {
    if (isBusy) return
    if (!isDrawn) {
      isAtEnd.current = false
      const before = fromEnd(frame.current)
      more()
      requestAnimationFrame(() => keepPlace(frame.current, before))
      return
    }
    const oldest = [...timeline.messages.values()].map((known) => known.value).sort((a, b) => (a.sentAt < b.sentAt ? -1 : 1))[0]
    if (!oldest) return
    setBusy(true)
    isAtEnd.current = false
    const before = fromEnd(frame.current)
    live
      .readEarlier(request.id, oldest)
      .then(() => {
        more()
        requestAnimationFrame(() => keepPlace(frame.current, before))
      })
      .catch(() => undefined)
      .finally(() => setBusy(false))
  }
  look.current = read
  return (
    <div ref={place} className="earlier">
      <Button size="xs" variant="default" loading={isBusy} onClick={read}>
        {t.timeline.earlier}
      </Button>
    </div>
  )
}

const fromEnd = (element: HTMLDivElement | null) => (element ? element.scrollHeight - element.scrollTop : 0)

/** What was being read stays where it was; the earlier page grows above it. */
function keepPlace(element: HTMLDivElement | null, fromEndPx: number): void {
  if (element) element.scrollTop = element.scrollHeight - fromEndPx
}
