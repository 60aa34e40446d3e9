/** What others read of requests and conversations, one row at a time; lists are in summary.store.ts and queue.store.ts. */
import type {
  ChannelKind,
  HolderKind,
  Outcome,
  PauseReason,
  Priority,
  RequestStatus,
  RequestType,
  Visibility,
} from '#contracts'
import type { ChannelAccountId, ContactId, ConversationId, DepartmentId, IdentityId, OperatorId, RequestId } from '#kernel'
import { type Db, Prisma, type Tx } from '#platform'

export type RequestView = {
  readonly id: RequestId
  readonly number: string
  readonly contactId: ContactId
  readonly channel: ChannelKind
  readonly visibility: Visibility
  readonly status: RequestStatus
  readonly type: RequestType
  readonly priority: Priority
  readonly topic: string
  readonly language: string
  readonly needsIdentity: boolean
  /** Urgent, and a rule named the danger: a card lost, a code told, money going. Without it the model alone thinks so. */
  readonly isDangerNamed: boolean
  readonly departmentId: DepartmentId
  readonly holderKind: HolderKind
  readonly holderOperatorId: OperatorId | null
  readonly holderVersion: number
  readonly holderSince: Date
  readonly isConfirmed: boolean
  readonly openedAt: Date
  readonly closedAt: Date | null
  readonly outcome: Outcome | null
  readonly pauseReason: PauseReason | null
  readonly reopenCount: number
  readonly previousRequestId: RequestId | null
  /** The house opened it itself, to follow that one up. */
  readonly followUpOfId: RequestId | null
  readonly firstResponseAt: Date | null
  readonly lastClientMessageAt: Date | null
  readonly waitingSince: Date | null
  readonly nextDueAt: Date | null
  readonly conversationIds: readonly ConversationId[]
}

const requestView = `SELECT r.id, r.number, r.contact_id AS "contactId", r.channel_kind AS channel, r.visibility, r.status, r.type,
  r.priority, r.topic, r.language, r.needs_identity AS "needsIdentity",
  r.priority = 'urgent' AND EXISTS (SELECT FROM classification_record o
    WHERE o.request_id = r.id AND o.reasons @> '[{"kind": "danger"}]') AS "isDangerNamed", r.department_id AS "departmentId",
  r.holder_kind AS "holderKind", r.holder_operator_id AS "holderOperatorId", r.holder_version AS "holderVersion",
  r.holder_since AS "holderSince", r.confirmed_by_id IS NOT NULL AS "isConfirmed", r.opened_at AS "openedAt",
  r.closed_at AS "closedAt", r.outcome, r.pause_reason AS "pauseReason", r.reopen_count AS "reopenCount",
  r.previous_request_id AS "previousRequestId", r.follow_up_of_id AS "followUpOfId", r.first_response_at AS "firstResponseAt",
  r.last_client_message_at AS "lastClientMessageAt", r.waiting_since AS "waitingSince", r.next_due_at AS "nextDueAt",
  (SELECT coalesce(array_agg(c.conversation_id ORDER BY c.conversation_id), '{}') FROM request_conversation c
    WHERE c.request_id = r.id) AS "conversationIds"
  FROM request r WHERE r.id = `

export async function selectRequest(db: Db, id: RequestId, tx?: Tx): Promise<RequestView | null> {
  const rows = tx
    ? await tx.$queryRaw<RequestView[]>(Prisma.sql`${Prisma.raw(requestView)} ${id}::uuid`)
    : await db.query<RequestView>({ name: 'request-view', text: `${requestView} $1`, values: [id], isByKey: true })
  return rows[0] ?? null
}

/** Several at once, in the order of their ids. */
export function selectRequests(db: Db, ids: readonly RequestId[]): Promise<RequestView[]> {
  const text = `${requestView} ANY ($1::uuid[]) ORDER BY r.id`
  return db.query<RequestView>({ name: 'request-views', text, values: [ids], isByKey: true })
}

export type ConversationView = {
  readonly id: ConversationId
  readonly channelAccountId: ChannelAccountId
  readonly channel: ChannelKind
  readonly externalId: string
  readonly visibility: Visibility
  readonly identityId: IdentityId
  readonly identityExternalId: string
  readonly isReachable: boolean
  readonly assurance: 'channel' | 'signed'
  readonly contactId: ContactId
  readonly contactName: string
  readonly contactLanguage: string | null
  readonly isLanguageChosen: boolean
  readonly lastSeq: number
  readonly openRequestId: RequestId | null
  readonly lastRequestId: RequestId | null
  readonly lastMessageAt: Date | null
  readonly clientDeliveredSeq: number
  readonly clientReadSeq: number
}

const conversationView = `SELECT c.id, c.channel_account_id AS "channelAccountId", a.kind AS channel,
  c.external_id AS "externalId", c.visibility, c.identity_id AS "identityId", i.external_id AS "identityExternalId",
  i.is_reachable AS "isReachable", i.assurance, k.id AS "contactId", k.display_name AS "contactName",
  k.language AS "contactLanguage", k.is_language_chosen AS "isLanguageChosen", c.last_seq AS "lastSeq",
  c.open_request_id AS "openRequestId", c.last_request_id AS "lastRequestId", c.last_message_at AS "lastMessageAt",
  c.client_delivered_seq AS "clientDeliveredSeq", c.client_read_seq AS "clientReadSeq"
  FROM conversation c JOIN channel_account a ON a.id = c.channel_account_id JOIN identity i ON i.id = c.identity_id
  JOIN contact k ON k.id = i.contact_id WHERE `

export async function selectConversation(db: Db, id: ConversationId, tx?: Tx): Promise<ConversationView | null> {
  const rows = tx
    ? await tx.$queryRaw<ConversationView[]>(Prisma.sql`${Prisma.raw(conversationView)} c.id = ${id}::uuid`)
    : await db.query<ConversationView>({
        name: 'conversation',
        text: `${conversationView} c.id = $1`,
        values: [id],
        isByKey: true,
      })
  return rows[0] ?? null
}

export function selectConversations(db: Db, ids: readonly ConversationId[]): Promise<ConversationView[]> {
  const text = `${conversationView} c.id = ANY ($1::uuid[])`
  return db.query<ConversationView>({ name: 'conversations', text, values: [ids], isByKey: true })
}

export async function selectConversationByKey(
  db: Db,
  key: { channelAccountId: ChannelAccountId; externalId: string },
): Promise<ConversationView | null> {
  const rows = await db.query<ConversationView>({
    name: 'conversation-by-key',
    text: `${conversationView} c.channel_account_id = $1 AND c.external_id = $2`,
    values: [key.channelAccountId, key.externalId],
  })
  return rows[0] ?? null
}

/** Numbers of requests by id; those that are none are left out. */
export async function selectRequestNumbers(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; number: string }>({
    text: 'SELECT id, number FROM request WHERE id = ANY($1::uuid[])',
    values: [ids],
  })
  return new Map(rows.map(({ id, number }) => [id, number]))
}

export async function selectRequestIdByNumber(db: Db, number: string): Promise<RequestId | null> {
  const [row] = await db.query<{ id: RequestId }>({ text: 'SELECT id FROM request WHERE number = $1', values: [number] })
  return row?.id ?? null
}
