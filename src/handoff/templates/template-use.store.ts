/** What was offered, what was sent, and what was changed in it: one row of each kind per message. */
import type { Language } from '#contracts'
import type { MessageId, OperatorId, RequestId } from '#kernel'
import { type Db, Prisma, type Tx } from '#platform'

export type TemplateUse = {
  readonly messageId: MessageId
  readonly templateId: string
  readonly versionId: string
  readonly requestId: RequestId
  readonly operatorId: OperatorId
  readonly language: Language
  readonly isEdited: boolean
  readonly isBeyond: boolean
  readonly at: Date
}

/** False where this message was written down before: a reply pressed twice is one. */
export async function insertUse(tx: Tx, use: TemplateUse): Promise<boolean> {
  return (await tx.templateUse.createMany({ data: [use], skipDuplicates: true })).count === 1
}

export type StoredEdit = { rendered: string; sent: string; share: number; isBeyond: boolean }

export async function insertEdit(
  tx: Tx,
  edit: StoredEdit & { messageId: MessageId; versionId: string; at: Date },
): Promise<void> {
  await tx.templateEdit.createMany({ data: [edit], skipDuplicates: true })
}

/** Ids that are no version are left out. The template of each is looked up here, so that a report needs no join. */
export async function insertOffers(
  tx: Tx,
  offers: { messageId: MessageId; offered: readonly string[]; inserted: readonly string[]; sent: string | null; at: Date },
): Promise<void> {
  const { messageId, at, sent } = offers
  await tx.$executeRaw(Prisma.sql`INSERT INTO template_offer (message_id, version_id, template_id, position, was_inserted, was_sent, at)
    SELECT ${messageId}::uuid, v.id, v.template_id, o.position, v.id = ANY(${[...offers.inserted]}::uuid[]),
      coalesce(v.id = ${sent}::uuid, false), ${at}
    FROM unnest(${[...offers.offered]}::uuid[]) WITH ORDINALITY AS o(id, position) JOIN template_version v ON v.id = o.id
    ON CONFLICT (message_id, version_id) DO NOTHING`)
}

export type Acceptance = { readonly offered: number; readonly sent: number }

/** By template, over the newest offers only: the cost does not grow with the years. */
export async function selectAcceptance(db: Db, newest: number): Promise<ReadonlyMap<string, Acceptance>> {
  const rows = await db.query<Acceptance & { templateId: string }>({
    name: 'template-acceptance',
    text: `SELECT template_id AS "templateId", count(*)::int AS offered, count(*) FILTER (WHERE was_sent)::int AS sent
      FROM (SELECT template_id, was_sent FROM template_offer ORDER BY at DESC LIMIT $1) o GROUP BY 1`,
    values: [newest],
  })
  return new Map(rows.map(({ templateId, offered, sent }) => [templateId, { offered, sent }]))
}

export async function selectUse(db: Db, messageId: MessageId): Promise<{ language: Language; edit: StoredEdit | null } | null> {
  const rows = await db.query<{ language: Language; edit: StoredEdit | null }>({
    text: `SELECT u.language, CASE WHEN e.message_id IS NULL THEN NULL ELSE
        json_build_object('rendered', e.rendered, 'sent', e.sent, 'share', e.share, 'isBeyond', e.is_beyond) END AS edit
      FROM template_use u LEFT JOIN template_edit e ON e.message_id = u.message_id WHERE u.message_id = $1`,
    values: [messageId],
  })
  return rows[0] ?? null
}

/** The rendered and the sent text of these replies are taken out; that a template was used, and how much was edited, stays. */
export async function emptyEdits(tx: Tx, messageIds: readonly MessageId[]): Promise<void> {
  await tx.$executeRaw`UPDATE template_edit SET rendered = '', sent = '' WHERE message_id = ANY(${[...messageIds]}::uuid[])`
}
