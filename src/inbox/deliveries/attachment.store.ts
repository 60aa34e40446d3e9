import type { MessageKind } from '#contracts'
import type { AttachmentId, ChannelAccountId, ConversationId, MessageId, RequestId } from '#kernel'
import { type Db, Prisma, type Tx } from '#platform'

export type AttachmentRecord = {
  readonly id: AttachmentId
  readonly messageId: MessageId | null
  readonly conversationId: ConversationId | null
  readonly requestId: RequestId | null
  readonly channelAccountId: ChannelAccountId | null
  /** Who staged it (`operator:<id>`, `visitor:<id>`); null for one that came with a message. */
  readonly stagedBy: string | null
  readonly kind: MessageKind
  readonly fileName: string | null
  readonly mimeType: string | null
  readonly sizeBytes: number | null
  readonly state: 'pending' | 'stored' | 'refused' | 'failed'
  readonly storageKey: string | null
  readonly vendorRef: Record<string, unknown>
  readonly attempts: number
}

export type AttachmentResult =
  | { state: 'stored'; storageKey: string; mimeType: string; sizeBytes: number; fileName?: string }
  | { state: 'refused' | 'failed' }
  /** Tried in vain; stays pending with one more attempt counted. */
  | { state: 'retry' }

const columns = `a.id, a.message_id AS "messageId", m.conversation_id AS "conversationId", m.request_id AS "requestId",
  m.channel_account_id AS "channelAccountId", a.staged_by AS "stagedBy", a.kind, a.file_name AS "fileName",
  a.mime_type AS "mimeType", a.size_bytes AS "sizeBytes", a.state, a.storage_key AS "storageKey", a.vendor_ref AS "vendorRef",
  a.attempts`

export async function insertStaged(
  tx: Tx,
  file: {
    id: AttachmentId
    owner: string
    kind: MessageKind
    fileName: string | null
    mimeType: string
    sizeBytes: number
    storageKey: string
    createdAt: Date
  },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO attachment (id, staged_by, kind, file_name, mime_type, size_bytes, state, storage_key, created_at)
    VALUES (${file.id}::uuid, ${file.owner}, ${file.kind}, ${file.fileName}, ${file.mimeType}, ${file.sizeBytes}::int, 'stored',
      ${file.storageKey}, ${file.createdAt})`
}

type Removed = { readonly key: string }

/** The oldest of this owner's unsent files beyond so many; one that is being sent at this moment stays. Returns where their bytes are. */
export async function deleteUnsentBeyond(tx: Tx, owner: string, most: number): Promise<string[]> {
  const rows = await tx.$queryRaw<Removed[]>`
    DELETE FROM attachment WHERE id IN (SELECT id FROM attachment WHERE staged_by = ${owner} AND message_id IS NULL
      ORDER BY created_at DESC, id DESC OFFSET ${most}::int LIMIT 1000) AND message_id IS NULL RETURNING storage_key AS key`
  return rows.map(({ key }) => key)
}

export async function insertShared(
  tx: Tx,
  messageId: MessageId,
  files: readonly {
    id: AttachmentId
    kind: MessageKind
    fileName: string
    mimeType: string
    sizeBytes: number
    storageKey: string
  }[],
  at: Date,
): Promise<void> {
  await tx.attachment.createMany({ data: files.map((file) => ({ ...file, messageId, state: 'stored', createdAt: at })) })
}

export async function selectAttachment(db: Db, id: AttachmentId): Promise<AttachmentRecord | null> {
  const rows = await db.query<AttachmentRecord>({
    name: 'attachment',
    text: `SELECT ${columns} FROM attachment a LEFT JOIN message m ON m.id = a.message_id WHERE a.id = $1`,
    values: [id],
  })
  return rows[0] ?? null
}

export function selectPending(db: Db, limit: number): Promise<AttachmentRecord[]> {
  return db.query<AttachmentRecord>({
    name: 'attachments-pending',
    text: `SELECT ${columns} FROM attachment a JOIN message m ON m.id = a.message_id
      WHERE a.state = 'pending' ORDER BY a.created_at LIMIT $1`,
    values: [limit],
  })
}

export function selectAttachmentsOf(db: Db, messageIds: readonly MessageId[]): Promise<AttachmentRecord[]> {
  return db.query<AttachmentRecord>({
    name: 'attachments-of',
    text: `SELECT ${columns} FROM attachment a JOIN message m ON m.id = a.message_id WHERE a.message_id = ANY ($1::uuid[])
      ORDER BY a.id`,
    values: [messageIds],
  })
}

export type AttachedMessage = {
  messageId: MessageId
  conversationId: ConversationId
  requestId: RequestId | null
  revision: number
}

export async function updateAttachment(tx: Tx, id: AttachmentId, result: AttachmentResult): Promise<AttachedMessage | null> {
  const stored = result.state === 'stored' ? result : null
  const rows = await tx.$queryRaw<AttachedMessage[]>(Prisma.sql`
    UPDATE attachment a SET state = ${result.state === 'retry' ? 'pending' : result.state}, attempts = a.attempts + 1,
      storage_key = coalesce(${stored?.storageKey ?? null}, a.storage_key),
      mime_type = coalesce(${stored?.mimeType ?? null}, a.mime_type),
      size_bytes = coalesce(${stored?.sizeBytes ?? null}::int, a.size_bytes),
      file_name = coalesce(${stored?.fileName ?? null}, a.file_name)
    FROM message m
    WHERE a.id = ${id}::uuid AND m.id = a.message_id AND a.state = 'pending'
    RETURNING m.id AS "messageId", m.conversation_id AS "conversationId", m.request_id AS "requestId", m.revision`)
  return rows[0] ?? null
}
