/** The facts this room states. Ids and closed words only; the subject of each is the request where there is one. */

import { z } from 'zod'
import { defineEvent } from '#platform'

const id = z.string()
const requestId = id
const message = { messageId: id, conversationId: id, requestId: id.nullable() }
const delivery = { messageId: id, deliveryId: id, conversationId: id, requestId: id.nullable() }
const clock = z.object({ clockId: id, requestId: id, kind: z.string() })

export const messageReceived = defineEvent(
  'message.received',
  1,
  z.object({
    ...message,
    channel: z.string(),
    seq: z.number(),
    opened: z.boolean(),
    /** Absent in facts of before. `isQuiet`: a press, or what the channel says by itself. `isMasked`: something in it is hidden. */
    kind: z.string().optional(),
    isQuiet: z.boolean().optional(),
    isMasked: z.boolean().optional(),
    hasFiles: z.boolean().optional(),
  }),
)
export const messageEdited = defineEvent('message.edited', 1, z.object({ ...message, revision: z.number() }))
export const messageDeleted = defineEvent('message.deleted', 1, z.object(message))

export const requestOpened = defineEvent(
  'request.opened',
  1,
  z.object({
    requestId,
    conversationId: id,
    channel: z.string(),
    type: z.string(),
    priority: z.string(),
    topic: z.string(),
    departmentId: id,
    holderKind: z.string(),
    holderVersion: z.number(),
  }),
)
/**
 * `by`: intake (a later message said more), model (a burst was read as one matter), operator, or a rule (a repeat, an escalation).
 * `fromDepartmentId`: where it was; left out by the intake, whose old topic says it.
 */
export const requestReclassified = defineEvent(
  'request.reclassified',
  1,
  z.object({
    requestId,
    by: z.enum(['intake', 'model', 'operator', 'rule']),
    type: z.string(),
    priority: z.string(),
    topic: z.string(),
    previousType: z.string(),
    previousPriority: z.string(),
    previousTopic: z.string(),
    fromDepartmentId: id.optional(),
  }),
)
export const requestClosed = defineEvent('request.closed', 1, z.object({ requestId, outcome: z.string() }))
export const requestReopened = defineEvent(
  'request.reopened',
  1,
  z.object({ requestId, reopenCount: z.number(), holderKind: z.string(), holderVersion: z.number(), departmentId: id }),
)
export const requestPaused = defineEvent('request.paused', 1, z.object({ requestId, reason: z.string() }))
/** `because`: the client wrote, or a person decided. */
export const requestResumed = defineEvent(
  'request.resumed',
  1,
  z.object({ requestId, because: z.enum(['client_wrote', 'operator']) }),
)

/** `operatorId` and `departmentId` are those of the new holder; `fromOperatorId` and `fromDepartmentId` who held it before, and where. */
export const holderChanged = defineEvent(
  'holder.changed',
  1,
  z.object({
    requestId,
    from: z.string(),
    to: z.string(),
    operatorId: id.nullable(),
    fromOperatorId: id.nullable(),
    fromDepartmentId: id.optional(),
    departmentId: id,
    version: z.number(),
    reason: z.string(),
  }),
)

export const replyQueued = defineEvent(
  'reply.queued',
  1,
  z.object({ ...delivery, author: z.string(), seq: z.number(), channelAccountId: id.optional() }),
)
/** A colleague wrote to the client in the vendor's own app: it is there already and nothing is sent. */
export const replyWrittenElsewhere = defineEvent(
  'reply.written_elsewhere',
  1,
  z.object({ ...message, seq: z.number(), channelAccountId: id }),
)
export const replySent = defineEvent('reply.sent', 1, z.object(delivery))
export const replyFailed = defineEvent('reply.failed', 1, z.object({ ...delivery, reason: z.string() }))
export const replyUnconfirmed = defineEvent('reply.unconfirmed', 1, z.object(delivery))
/** A person dealt with what did not arrive. `resentMessageId`: what was sent in its place. */
export const deliveryHandled = defineEvent(
  'delivery.handled',
  1,
  z.object({ ...delivery, how: z.string(), resentMessageId: id.nullable() }),
)
/** An account of a channel fell silent, and speaks again. The subject is the account. */
export const channelPaused = defineEvent('channel.paused', 1, z.object({ channelAccountId: id, reason: z.string() }))
export const channelResumed = defineEvent('channel.resumed', 1, z.object({ channelAccountId: id }))
/** A request goes on in private; both conversations belong to it. */
export const requestMovedToPrivate = defineEvent(
  'request.moved_to_private',
  1,
  z.object({ requestId, publicConversationId: id, privateConversationId: id, messageId: id }),
)
/** A public comment was hidden, shown again, or one of our own deleted. */
export const commentModerated = defineEvent(
  'comment.moderated',
  1,
  z.object({ ...message, what: z.enum(['hidden', 'shown', 'deleted']) }),
)
/** The client's side received or read our messages up to these sequences. */
export const replySeen = defineEvent(
  'reply.seen',
  1,
  z.object({ conversationId: id, requestId: id.nullable(), deliveredSeq: z.number(), readSeq: z.number() }),
)
export const noteAdded = defineEvent('note.added', 1, z.object({ noteId: id, requestId }))

export const clockStarted = defineEvent('clock.started', 1, clock)
export const clockMet = defineEvent('clock.met', 1, clock)
export const clockWarned = defineEvent('clock.warned', 1, clock)
export const clockBreached = defineEvent('clock.breached', 1, clock)
export const clockPaused = defineEvent('clock.paused', 1, clock)
export const clockResumed = defineEvent('clock.resumed', 1, clock)
export const clockRetargeted = defineEvent('clock.retargeted', 1, clock)
export const clockCancelled = defineEvent('clock.cancelled', 1, clock)

export const contactUnreachable = defineEvent('contact.unreachable', 1, z.object({ contactId: id, identityId: id }))
export const contactReachable = defineEvent('contact.reachable', 1, z.object({ contactId: id, identityId: id }))
export const identityLinked = defineEvent('identity.linked', 1, z.object({ contactId: id, identityId: id }))

/** `mergeId` undoes it. The subject is the contact that remains. */
export const contactMerged = defineEvent(
  'contact.merged',
  1,
  z.object({ contactId: id, fromContactId: id, mergeId: id, proof: z.string() }),
)
export const contactUnmerged = defineEvent('contact.unmerged', 1, z.object({ contactId: id, fromContactId: id, mergeId: id }))
/** The client goes on with the request in another conversation of theirs; both edges. */
export const requestContinued = defineEvent(
  'request.continued',
  1,
  z.object({ requestId, fromConversationId: id, toConversationId: id, from: z.string(), to: z.string() }),
)

const satisfaction = z.object({ requestId, kind: z.enum(['csat', 'nps']), score: z.number() })
export const satisfactionAsked = defineEvent('satisfaction.asked', 1, satisfaction.omit({ score: true }))
export const satisfactionGiven = defineEvent('satisfaction.given', 1, satisfaction)
/** A client was let down by this request: 1 or 2 of 5. */
export const satisfactionLow = defineEvent('satisfaction.low', 1, satisfaction)

/** The moment of an escalation step has come; the waker that wrote it down does it at once. */
export const clockStepDue = defineEvent('clock.step_due', 1, clock.extend({ code: id }))
/** What came of the step, in closed words. */
export const clockEscalated = defineEvent(
  'clock.escalated',
  1,
  clock.extend({ code: id, action: z.string().nullable(), outcome: z.string() }),
)
/** The last message needs no reply; nobody waits for one any more. */
export const requestNeedsNoReply = defineEvent('request.needs_no_reply', 1, z.object({ requestId }))
/** The same contact came again on the same topic. */
export const requestRepeated = defineEvent('request.repeated', 1, z.object({ requestId, repeatOfId: id }))

/** The house opened a request of its own to write to a client who gave a low mark on this one. */
export const requestFollowedUp = defineEvent('request.followed_up', 1, z.object({ requestId, followUpId: id }))

const innerWait = z.object({ requestId, waitId: id, departmentId: id })
export const innerWaitStarted = defineEvent('inner_wait.started', 1, innerWait)
export const innerWaitEnded = defineEvent('inner_wait.ended', 1, innerWait)
export const innerWaitOverdue = defineEvent('inner_wait.overdue', 1, innerWait)

const appeal = z.object({ requestId, appealId: id })
export const appealRegistered = defineEvent('appeal.registered', 1, appeal)
export const appealWithdrawn = defineEvent('appeal.withdrawn', 1, appeal)
export const statutoryExtended = defineEvent(
  'statutory.extended',
  1,
  z.object({ requestId, clockId: id, extensionId: id, toDays: z.number() }),
)
