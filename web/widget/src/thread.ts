/**
 * What the window shows, as a value: what the server has (by sequence) and what this browser still has to send.
 * Applying the same message twice or in another order gives the same thread.
 */
import type { WidgetMessage } from '#contracts'

export type Outgoing = {
  readonly clientMessageId: string
  readonly text: string
  readonly pressed?: string
  readonly attachmentIds?: readonly string[]
  readonly fileName?: string
  readonly writtenAt: string
  /** The server refused it for good; the person decides what to do. */
  readonly refused?: string
}

export type Thread = {
  readonly messages: readonly WidgetMessage[]
  readonly outbox: readonly Outgoing[]
  /** The highest sequence up to which every message is here: where to resume from. */
  readonly lastSeq: number
  /** A person read the client's messages up to here. */
  readonly readUpTo: number
}

export const emptyThread: Thread = { messages: [], outbox: [], lastSeq: 0, readUpTo: 0 }

/** Takes messages of the server in: new ones are added in their order, known ones replaced, and sent ones leave the outbox. */
export function receive(thread: Thread, incoming: readonly WidgetMessage[]): Thread {
  if (incoming.length === 0) return thread
  const bySeq = new Map(thread.messages.map((message) => [message.seq, message]))
  for (const message of incoming) bySeq.set(message.seq, message)
  const messages = [...bySeq.values()].sort((a, b) => a.seq - b.seq)
  const arrived = new Set(incoming.map((message) => message.clientMessageId))
  return {
    ...thread,
    messages,
    outbox: thread.outbox.filter((one) => !arrived.has(one.clientMessageId)),
    lastSeq: messages.at(-1)?.seq ?? 0,
  }
}

export function put(thread: Thread, outgoing: Outgoing): Thread {
  if (thread.outbox.some((one) => one.clientMessageId === outgoing.clientMessageId)) return thread
  return { ...thread, outbox: [...thread.outbox, outgoing] }
}

/** The server has it under this sequence; shown as sent until its own line comes. */
export function accepted(thread: Thread, clientMessageId: string, seq: number, messageId: string): Thread {
  const outgoing = thread.outbox.find((one) => one.clientMessageId === clientMessageId)
  if (!outgoing) return thread
  const message: WidgetMessage = {
    id: messageId,
    clientMessageId,
    seq,
    authorKind: 'client',
    authorName: null,
    kind: outgoing.pressed ? 'button' : outgoing.fileName ? 'document' : 'text',
    text: outgoing.text,
    content: outgoing.pressed ? { pressed: outgoing.pressed } : {},
    attachments: [],
    at: outgoing.writtenAt,
    editedAt: null,
    state: null,
  }
  const known = thread.messages.some((one) => one.seq === seq)
  return known
    ? { ...thread, outbox: thread.outbox.filter((one) => one !== outgoing) }
    : withoutJump(receive(thread, [message]), thread, seq)
}

/** A line of ours may come before an older one of theirs: resuming must still start at the gap. */
function withoutJump(next: Thread, before: Thread, seq: number): Thread {
  return seq === before.lastSeq + 1 ? next : { ...next, lastSeq: before.lastSeq }
}

export function refused(thread: Thread, clientMessageId: string, code: string): Thread {
  return {
    ...thread,
    outbox: thread.outbox.map((one) => (one.clientMessageId === clientMessageId ? { ...one, refused: code } : one)),
  }
}

export function again(thread: Thread, clientMessageId: string): Thread {
  return {
    ...thread,
    outbox: thread.outbox.map((one) => {
      if (one.clientMessageId !== clientMessageId) return one
      const { refused: _, ...rest } = one
      return rest
    }),
  }
}

/** Buttons can be pressed while they are the newest word of the bank and nothing was answered since. */
export function openButtonsSeq(thread: Thread): number | null {
  const last = thread.messages.at(-1)
  return last && last.authorKind !== 'client' && last.content.buttons?.length && thread.outbox.length === 0 ? last.seq : null
}
