import type { ContactId } from '#kernel'
import type { Db } from '#platform'

type Row = Readonly<Record<string, unknown>>

/** The contact and those merged into it: one person. */
const people = `SELECT id FROM contact WHERE id = $1 OR merged_into_id = $1`

export async function selectPerson(db: Db, contactId: ContactId): Promise<{ contacts: Row[]; identities: Row[] }> {
  const values = [contactId]
  const [contacts, identities] = await Promise.all([
    db.query<Row>({
      text: `SELECT id, display_name AS "displayName", language, phone, created_at AS "createdAt", erased_at AS "erasedAt"
        FROM contact WHERE id IN (${people}) ORDER BY created_at`,
      values,
    }),
    db.query<Row>({
      text: `SELECT i.id, a.kind AS channel, a.name AS "channelAccount", i.external_id AS "accountId",
          i.display_name AS "displayName", i.username, i.assurance, i.created_at AS "createdAt"
        FROM identity i JOIN channel_account a ON a.id = i.channel_account_id WHERE i.contact_id IN (${people}) ORDER BY i.id`,
      values,
    }),
  ])
  return { contacts, identities }
}

/** Of each request what the client said and was promised; what staff noted among themselves is not the client's. */
export function selectRequestsOf(db: Db, contactId: ContactId): Promise<Row[]> {
  return db.query<Row>({
    text: `SELECT r.number, r.channel_kind AS channel, r.status, r.type, r.priority, r.topic, r.language,
        r.opened_at AS "openedAt", r.closed_at AS "closedAt", r.outcome, r.first_response_at AS "firstResponseAt",
        r.erased_at AS "erasedAt",
        (SELECT coalesce(json_agg(json_build_object('kind', k.kind, 'state', k.state, 'startedAt', k.started_at,
          'dueAt', k.due_at, 'metAt', k.met_at, 'breachedAt', k.breached_at) ORDER BY k.started_at), '[]')
          FROM sla_clock k WHERE k.request_id = r.id) AS clocks,
        (SELECT coalesce(json_agg(json_build_object('number', a.number, 'receivedAt', a.received_at, 'fullName', a.full_name,
          'address', a.address, 'phone', a.phone, 'essence', a.essence, 'withdrawnAt', a.withdrawn_at)), '[]')
          FROM appeal a WHERE a.request_id = r.id) AS appeals,
        (SELECT coalesce(json_agg(json_build_object('kind', s.kind, 'askedAt', s.asked_at, 'score', s.score, 'at', s.at)), '[]')
          FROM satisfaction s WHERE s.request_id = r.id) AS satisfaction
      FROM request r WHERE r.contact_id IN (${people}) ORDER BY r.opened_at`,
    values: [contactId],
  })
}

export type ExportedMessage = Row & { readonly id: string; readonly receivedAt: Date }

/** Messages of the person's conversations after a place, oldest first. */
export function selectMessagesOf(
  db: Db,
  contactId: ContactId,
  after: { receivedAt: Date; id: string },
  most: number,
): Promise<ExportedMessage[]> {
  return db.query<ExportedMessage>({
    text: `SELECT m.id, r.number AS request, v.id AS conversation, m.author_kind AS author, m.kind, m.text, m.content,
        m.masked_kinds AS "maskedKinds", m.sent_at AS "sentAt", m.received_at AS "receivedAt", m.edited_at AS "editedAt",
        m.deleted_at AS "deletedAt", d.state AS delivery
      FROM message m JOIN conversation v ON v.id = m.conversation_id JOIN identity i ON i.id = v.identity_id
      LEFT JOIN request r ON r.id = m.request_id LEFT JOIN delivery d ON d.message_id = m.id
      WHERE i.contact_id IN (${people}) AND (m.received_at, m.id) > ($2::timestamptz, $3::uuid)
      ORDER BY m.received_at, m.id LIMIT $4`,
    values: [contactId, after.receivedAt, after.id, most],
  })
}

export type ExportedFile = {
  readonly id: string
  readonly messageId: string
  readonly fileName: string | null
  readonly storageKey: string
}

export function selectFilesOf(db: Db, contactId: ContactId, most: number): Promise<ExportedFile[]> {
  return db.query<ExportedFile>({
    text: `SELECT a.id, a.message_id AS "messageId", a.file_name AS "fileName", a.storage_key AS "storageKey"
      FROM attachment a JOIN message m ON m.id = a.message_id JOIN conversation v ON v.id = m.conversation_id
      JOIN identity i ON i.id = v.identity_id
      WHERE i.contact_id IN (${people}) AND a.state = 'stored' AND a.storage_key IS NOT NULL ORDER BY a.id LIMIT $2`,
    values: [contactId, most],
  })
}
