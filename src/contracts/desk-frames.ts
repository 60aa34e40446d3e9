/**
 * The frames of the console's websocket, GET /desk/live.
 *
 * The client opens with `hello { after }`; the server backfills every change since that feed number, sends `live` and
 * streams. A frame that carries state carries all of it (a whole summary), so that applying frames to a snapshot gives
 * what a fresh load would: the screen law. Each frame of state names the feed number it is true as of; the client keeps
 * the highest and resumes from it.
 */
import { z } from 'zod'
import { BoardView } from './board-api.ts'
import { escalationKinds } from './clock-api.ts'
import { OperatorView, RequestSummary } from './desk-api.ts'
import { MessageView, NoteView } from './messages.ts'
import { ClockKind, PresenceState } from './vocabulary.ts'

export const DeskClientFrame = z.discriminatedUnion('kind', [
  /** First frame, within 10 s. `csrfToken` proves the page is ours; `after` is null for "from now on". */
  z.object({ kind: z.literal('hello'), csrfToken: z.string().max(200), after: z.number().int().nonnegative().nullable() }),
  z.object({ kind: z.literal('ping'), at: z.number() }),
  /** Which request is on the screen (null: none): drives "who is viewing" and full timelines. */
  z.object({ kind: z.literal('open'), requestId: z.string().max(64).nullable() }),
  z.object({ kind: z.literal('typing'), requestId: z.string().max(64), isTyping: z.boolean() }),
  z.object({ kind: z.literal('presence'), state: PresenceState }),
  /** Whether the supervisor's board is on the screen: while it is, `board` frames come. */
  z.object({ kind: z.literal('board'), isOn: z.boolean() }),
])
export type DeskClientFrame = z.infer<typeof DeskClientFrame>

export const DeskServerFrame = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('live'), feedNo: z.number(), connectionId: z.string() }),
  z.object({ kind: z.literal('pong'), at: z.number() }),
  /** The whole truth about one request this operator may see. */
  z.object({ kind: z.literal('request'), feedNo: z.number(), request: RequestSummary, cause: z.string() }),
  /** It left what this operator may see. */
  z.object({ kind: z.literal('request.gone'), feedNo: z.number(), requestId: z.string() }),
  /** A message was added or changed (edit, delivery state) in a request of the audience. */
  z.object({ kind: z.literal('message'), feedNo: z.number(), requestId: z.string(), message: MessageView }),
  z.object({ kind: z.literal('note'), feedNo: z.number(), note: NoteView }),
  z.object({ kind: z.literal('operator'), feedNo: z.number(), operator: OperatorView }),
  z.object({
    kind: z.literal('clock.alert'),
    feedNo: z.number(),
    requestId: z.string(),
    number: z.string(),
    clock: ClockKind,
    what: z.enum(['warned', 'breached']),
    dueAt: z.string(),
  }),
  /** A step of escalation was done: `notify` is for the holder, `tell_supervisor` for who directs others, the rest for both. */
  z.object({
    kind: z.literal('clock.escalated'),
    feedNo: z.number(),
    requestId: z.string(),
    number: z.string(),
    clock: ClockKind,
    action: z.enum(escalationKinds),
    outcome: z.string(),
  }),
  /** Another department has let its moment pass. */
  z.object({
    kind: z.literal('inner_wait.overdue'),
    feedNo: z.number(),
    requestId: z.string(),
    number: z.string(),
    departmentId: z.string(),
  }),
  /**
   * A template's version went to another state, or the template was renamed, archived or restored: `state` says to what. What
   * is open in a composer is looked at again; `draft` and `review` go to those who write and approve only.
   */
  z.object({
    kind: z.literal('template'),
    feedNo: z.number(),
    templateId: z.string(),
    versionId: z.string(),
    state: z.enum(['draft', 'review', 'published', 'withdrawn', 'renamed', 'archived', 'restored']),
  }),
  /** An incident began or ended. */
  z.object({ kind: z.literal('incident'), feedNo: z.number(), incidentId: z.string(), what: z.enum(['started', 'ended']) }),
  /** NPS fell or recovered, in a department or (null) the bank. */
  z.object({
    kind: z.literal('nps'),
    feedNo: z.number(),
    alertId: z.string(),
    departmentId: z.string().nullable(),
    what: z.enum(['fell', 'recovered']),
  }),
  /** The board as it stands; comes after every change, and now and then because time makes requests late. Never resumed. */
  z.object({ kind: z.literal('board'), board: BoardView }),
  /** A word of a supervisor or mentor to the holder while they work: a note, shown to the holder at once. */
  z.object({ kind: z.literal('whisper'), requestId: z.string(), number: z.string(), note: NoteView }),
  z.object({ kind: z.literal('client.typing'), requestId: z.string(), isTyping: z.boolean() }),
  z.object({
    kind: z.literal('colleague'),
    requestId: z.string(),
    operatorId: z.string(),
    name: z.string(),
    what: z.enum(['viewing', 'typing', 'left']),
  }),
  /** The frames between could not be kept (too far behind): load afresh, then go on from `feedNo`. */
  z.object({ kind: z.literal('reload'), feedNo: z.number() }),
  z.object({ kind: z.literal('refused'), code: z.string() }),
])
export type DeskServerFrame = z.infer<typeof DeskServerFrame>

/** Close codes of our websockets (RFC 6455 private range) and what the client does next. */
export const closeCodes = {
  protocol: 4400,
  unauthenticated: 4401,
  forbiddenOrigin: 4403,
  tooSlow: 4408,
  /** Roles or departments changed: the page begins anew as what the person is now. */
  changed: 4409,
  frameTooLarge: 4413,
  shuttingDown: 4503,
} as const
