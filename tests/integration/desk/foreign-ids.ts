/** What an id in the console's addresses names, and whether one may know that it exists. */
import { queueReply } from '#inbox'
import { newId, type RequestId } from '#kernel'
import { inTransaction, withActor } from '#platform'
import type { TestCtx } from '../../support/index.ts'

/**
 * Of a department: whoever sees neither it nor the whole bank is told 404, as of an id that was never given. Of a person: so is
 * everybody else. Of the house: the bank's own, known to all who have the right, and 403 to the others.
 */
export const secrecyOf = {
  requestId: { of: 'department' },
  messageId: { of: 'department' },
  clockId: { of: 'department' },
  waitId: { of: 'department' },
  deliveryId: { of: 'department' },
  attachmentId: { of: 'department' },
  askedReplyId: { of: 'department' },
  viewId: { of: 'person' },
  sessionId: { of: 'person' },
  // Only those who answer for the whole bank may ask about these at all.
  contactId: { of: 'house' },
  mergeId: { of: 'house' },
  operatorId: { of: 'house' },
  departmentId: { of: 'house' },
  calendarId: { of: 'house' },
  accountId: { of: 'house' },
  channelAccountId: { of: 'house' },
  incidentId: { of: 'house' },
  alertId: { of: 'house' },
  scheduleId: { of: 'house' },
  holdId: { of: 'house' },
  webhookId: { of: 'house' },
  templateId: { of: 'house' },
  versionId: { of: 'house' },
  fileId: { of: 'house' },
  // Who scores answers for the whole bank; of a score, only whose work it is learns anything.
  sampleId: { of: 'house' },
  taskId: { of: 'house' },
  scoreId: { of: 'house' },
} as const satisfies Readonly<Record<string, { readonly of: 'department' | 'person' | 'house' }>>

type IdName = keyof typeof secrecyOf
export type ForeignIds = Readonly<Partial<Record<IdName, string>>>
export const neverGiven = '01a200a7-3b44-7657-be57-24f5148584dd'

/** What the ids in an address name. */
export const namedIn = (path: string): IdName[] => [...path.matchAll(/:(\w+)/g)].map((match) => match[1] as IdName)

/** Whether somebody of another department may not even know of it. */
export const isHidden = (path: string, seesWholeBank: boolean): boolean =>
  namedIn(path).some((name) => isPersonal(path, name) || (secrecyOf[name].of === 'department' && !seesWholeBank))
/** An administrator ends whose session they will, by another address. */
const isPersonal = (path: string, name: IdName) => secrecyOf[name].of === 'person' && path.startsWith('/api/me/')

/** One real thing of each kind: of this request, and of somebody who is nobody of those who ask. */
export async function foreignIds(ctx: TestCtx, requestId: RequestId): Promise<ForeignIds> {
  const one = async <T>(text: string, values: readonly unknown[] = []): Promise<T> =>
    (await ctx.db.pool.query(text, [...values])).rows[0] as T
  const system = withActor(ctx, { kind: 'system', name: 'test' })
  await inTransaction(system, (tx) => queueReply(system, tx, { requestId, author: { kind: 'system' }, text: 'Salom' }))
  const found = await one<{
    messageId: string
    clockId: string
    deliveryId: string
    conversationId: string
    ownerId: string
    sessionId: string
  }>(
    `SELECT (SELECT id FROM message WHERE request_id = $1 AND author_kind = 'client' LIMIT 1) AS "messageId",
      (SELECT id FROM sla_clock WHERE request_id = $1 LIMIT 1) AS "clockId",
      (SELECT d.id FROM delivery d JOIN message m ON m.id = d.message_id WHERE m.request_id = $1 LIMIT 1) AS "deliveryId",
      (SELECT conversation_id FROM message WHERE request_id = $1 LIMIT 1) AS "conversationId",
      (SELECT id FROM operator WHERE login = 'nodira') AS "ownerId", gen_random_uuid() AS "sessionId"`,
    [requestId],
  )
  const [attachmentId, askedReplyId, waitId, viewId] = [newId(), newId(), newId(), newId()]
  await ctx.files.put('foreign/a', Buffer.from('a'))
  const insert = (text: string, values: readonly unknown[]) => ctx.db.pool.query(text, [...values])
  await insert(
    `INSERT INTO attachment (id, message_id, kind, state, storage_key, mime_type, size_bytes) VALUES ($1, $2, 'photo', 'stored', 'foreign/a', 'image/png', 1)`,
    [attachmentId, found.messageId],
  )
  await insert(
    `INSERT INTO public_reply (id, request_id, conversation_id, text, reply_key, asked_by_id, asked_at) VALUES ($1, $2, $3, 'Salom', $5, $4, now())`,
    [askedReplyId, requestId, found.conversationId, found.ownerId, `key-${askedReplyId}`],
  )
  await insert(
    `INSERT INTO inner_wait (id, request_id, department_id, asked_by_id, started_at, target_ms, due_at)
      SELECT $1::uuid, $2::uuid, r.department_id, $3::uuid, now(), 60000, now() + interval '1 hour' FROM request r WHERE r.id = $2`,
    [waitId, requestId, found.ownerId],
  )
  await insert(`INSERT INTO saved_view (id, operator_id, name, filter, created_at) VALUES ($1, $2, 'ozimniki', '{}', now())`, [
    viewId,
    found.ownerId,
  ])
  await insert(
    `INSERT INTO staff_session (id, token_hash, operator_id, csrf_token, created_at, last_seen_at, expires_at)
      VALUES ($1, $2, $3, 'c', now(), now(), now() + interval '1 day')`,
    [found.sessionId, `hash-${found.sessionId}`, found.ownerId],
  )
  const { messageId, clockId, deliveryId, sessionId } = found
  return { requestId, messageId, clockId, waitId, deliveryId, attachmentId, askedReplyId, viewId, sessionId }
}
