import type { ChannelKind, Visibility } from '#contracts'
import type {
  AttachmentId,
  ChannelAccountId,
  ConversationId,
  DeliveryId,
  DepartmentId,
  MessageId,
  OperatorId,
  RequestId,
  TemplateVersionId,
} from '#kernel'
import { type Db, Prisma, type Tx } from '#platform'

export type OtherWay = {
  conversationId: ConversationId
  channel: ChannelKind
  accountName: string
  visibility: Visibility
  /** ISO 8601, as JSON has it. */
  lastMessageAt: string | null
  clientWroteAt: string | null
  openRequestId: RequestId | null
}

export type NotReceivedRow = {
  deliveryId: DeliveryId
  messageId: MessageId
  requestId: RequestId
  number: string
  contactName: string
  departmentId: DepartmentId
  holderOperatorId: OperatorId | null
  conversationId: ConversationId
  channel: ChannelKind
  authorKind: string
  text: string
  state: 'failed' | 'unconfirmed'
  reason: string | null
  attempts: number
  queuedAt: Date
  /** Whether the client has written since: then they are there, whatever became of this one. */
  wroteSince: boolean
  ways: OtherWay[]
}

export type NotReceivedScope = {
  departmentIds: readonly DepartmentId[] | 'all'
  operatorId: OperatorId
  before: { at: Date; id: string } | null
  limit: number
}

/** Where else the client can be written to, the latest used first; the same conversation too where it is reachable. */
const ways = `(SELECT coalesce(jsonb_agg(jsonb_build_object('conversationId', x.id, 'channel', xa.kind, 'accountName', xa.name,
    'visibility', x.visibility, 'lastMessageAt', x.last_message_at, 'openRequestId', x.open_request_id,
    'clientWroteAt', (SELECT max(w.sent_at) FROM message w WHERE w.conversation_id = x.id AND w.author_kind = 'client' AND w.kind <> 'service'))
    ORDER BY x.last_message_at DESC NULLS LAST), '[]')
  FROM identity xi JOIN conversation x ON x.identity_id = xi.id JOIN channel_account xa ON xa.id = x.channel_account_id
  WHERE xi.contact_id = r.contact_id AND xi.is_reachable AND xa.is_enabled AND x.visibility = 'private'
    AND x.external_id NOT LIKE 'comment:%')`

export function selectNotReceived(db: Db, scope: NotReceivedScope): Promise<NotReceivedRow[]> {
  const isAll = scope.departmentIds === 'all'
  return db.query<NotReceivedRow>({
    name: 'deliveries-not-received',
    text: `SELECT d.id AS "deliveryId", d.message_id AS "messageId", r.id AS "requestId", r.number, k.display_name AS "contactName",
        r.department_id AS "departmentId", r.holder_operator_id AS "holderOperatorId", d.conversation_id AS "conversationId",
        a.kind AS channel, m.author_kind AS "authorKind", m.text, d.state, d.failure_reason AS reason, d.attempts,
        d.queued_at AS "queuedAt", EXISTS (SELECT 1 FROM message n WHERE n.conversation_id = d.conversation_id
          AND n.author_kind = 'client' AND n.seq > d.seq) AS "wroteSince", ${ways} AS ways
      FROM delivery d JOIN message m ON m.id = d.message_id JOIN request r ON r.id = d.request_id
      JOIN contact k ON k.id = r.contact_id JOIN channel_account a ON a.id = d.channel_account_id
      WHERE d.state IN ('failed', 'unconfirmed') AND d.handled_at IS NULL
        AND ($1 OR r.holder_operator_id = $2 OR r.department_id = ANY ($3::uuid[]))
        AND ($4::timestamptz IS NULL OR (d.queued_at, d.id) < ($4, $5::uuid))
      ORDER BY d.queued_at DESC, d.id DESC LIMIT $6`,
    values: [
      isAll,
      scope.operatorId,
      isAll ? [] : scope.departmentIds,
      scope.before?.at ?? null,
      scope.before?.id ?? null,
      scope.limit,
    ],
  })
}

export type OpenEnd = {
  deliveryId: DeliveryId
  messageId: MessageId
  conversationId: ConversationId
  channelAccountId: ChannelAccountId
  requestId: RequestId | null
  state: string
  isHandled: boolean
  text: string
  templateVersionId: TemplateVersionId | null
  isTemplateEdited: boolean
}

const openEnd = (lock: Prisma.Sql, id: DeliveryId) => Prisma.sql`
  SELECT d.id AS "deliveryId", d.message_id AS "messageId", d.conversation_id AS "conversationId",
    d.channel_account_id AS "channelAccountId", d.request_id AS "requestId", d.state, d.handled_at IS NOT NULL AS "isHandled",
    m.text, m.template_version_id AS "templateVersionId", m.is_template_edited AS "isTemplateEdited"
  FROM delivery d JOIN message m ON m.id = d.message_id WHERE d.id = ${id}::uuid ${lock}`

export async function selectOpenEnd(tx: Tx, id: DeliveryId): Promise<OpenEnd | null> {
  const rows = await tx.$queryRaw<OpenEnd[]>(openEnd(Prisma.empty, id))
  return rows[0] ?? null
}

/** Of two who deal with it at once one does. */
export async function writeHandled(
  tx: Tx,
  id: DeliveryId,
  handled: { at: Date; byId: OperatorId; how: string; resentMessageId: MessageId | null },
): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE delivery SET handled_at = ${handled.at}, handled_by_id = ${handled.byId}::uuid, handled_how = ${handled.how},
      resent_message_id = ${handled.resentMessageId}::uuid
    WHERE id = ${id}::uuid AND handled_at IS NULL AND state IN ('failed', 'unconfirmed')`
  return changed > 0
}

/** The same files once more, staged for the reply that takes the place of another. */
export async function copyFiles(tx: Tx, from: MessageId, owner: string, makeId: () => AttachmentId): Promise<AttachmentId[]> {
  const files = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM attachment WHERE message_id = ${from}::uuid AND state = 'stored' ORDER BY id`
  const copies = files.map(({ id }) => ({ from: id, to: makeId() }))
  for (const copy of copies) {
    await tx.$executeRaw`
      INSERT INTO attachment (id, staged_by, kind, file_name, mime_type, size_bytes, state, storage_key, width, height, scan, created_at)
      SELECT ${copy.to}::uuid, ${owner}, kind, file_name, mime_type, size_bytes, 'stored', storage_key, width, height, scan, now()
      FROM attachment WHERE id = ${copy.from}::uuid`
  }
  return copies.map(({ to }) => to)
}

/** True where this conversation is one of the contact's own whose request this is. */
export async function isOfContact(tx: Tx, requestId: RequestId, conversationId: ConversationId): Promise<boolean> {
  const rows = await tx.$queryRaw<{ ok: boolean }[]>`
    SELECT true AS ok FROM conversation c JOIN identity i ON i.id = c.identity_id JOIN request r ON r.contact_id = i.contact_id
    WHERE r.id = ${requestId}::uuid AND c.id = ${conversationId}::uuid AND c.visibility = 'private'
      AND c.external_id NOT LIKE 'comment:%'`
  return rows.length > 0
}

/** The request is answered there too; it becomes the open one where no other is. */
export async function linkConversation(tx: Tx, requestId: RequestId, conversationId: ConversationId): Promise<void> {
  await tx.$executeRaw`
    WITH linked AS (
      INSERT INTO request_conversation (request_id, conversation_id) VALUES (${requestId}::uuid, ${conversationId}::uuid)
      ON CONFLICT DO NOTHING)
    UPDATE conversation c SET open_request_id = ${requestId}::uuid, last_request_id = ${requestId}::uuid
    WHERE c.id = ${conversationId}::uuid AND c.open_request_id IS NULL
      AND EXISTS (SELECT 1 FROM request r WHERE r.id = ${requestId}::uuid AND r.status <> 'closed')`
}
