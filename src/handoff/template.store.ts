/** Templates and their versions. */
import type { ChannelKind, FourTexts, TemplateVariable, TemplateView, Visibility } from '#contracts'
import type { OperatorId, TemplateId, TemplateVersionId } from '#kernel'
import type { Db, Tx } from '#platform'

export type TemplateState = 'draft' | 'review' | 'published' | 'withdrawn'
export type TemplateRecord = TemplateView & {
  readonly state: TemplateState
  readonly authorId: string | null
  readonly approverId: string | null
  readonly publishedAt: Date | null
  readonly validFrom: Date | null
  readonly validUntil: Date | null
}

type Row = {
  id: string
  shortcut: string
  title: FourTexts
  topic: string | null
  channel_kinds: ChannelKind[]
  visibility: Visibility
  bot_may_answer: boolean
  version_id: string
  version: number
  state: TemplateState
  texts: FourTexts
  variables: TemplateVariable[]
  author_id: string | null
  approver_id: string | null
  published_at: Date | null
  valid_from: Date | null
  valid_until: Date | null
}
const columns = `t.id, t.shortcut, t.title, t.topic, t.channel_kinds, t.visibility, t.bot_may_answer, v.id AS version_id, v.version,
  v.state, v.texts, v.variables, v.author_id, v.approver_id, v.published_at, v.valid_from, v.valid_until`

const toRecord = (row: Row): TemplateRecord => ({
  id: row.id,
  shortcut: row.shortcut,
  title: row.title,
  topic: row.topic,
  channels: row.channel_kinds,
  visibility: row.visibility,
  botMayAnswer: row.bot_may_answer,
  versionId: row.version_id,
  version: row.version,
  texts: row.texts,
  variables: row.variables,
  state: row.state,
  authorId: row.author_id,
  approverId: row.approver_id,
  publishedAt: row.published_at,
  validFrom: row.valid_from,
  validUntil: row.valid_until,
})

/** The newest published version of each template that is in its validity dates. */
export async function selectPublished(db: Db, now: Date): Promise<TemplateRecord[]> {
  const rows = await db.query<Row>({
    name: 'templates-published',
    text: `SELECT DISTINCT ON (t.id) ${columns} FROM template t JOIN template_version v ON v.template_id = t.id
      WHERE NOT t.is_archived AND v.state = 'published'
        AND (v.valid_from IS NULL OR v.valid_from <= $1) AND (v.valid_until IS NULL OR v.valid_until > $1)
      ORDER BY t.id, v.version DESC`,
    values: [now],
  })
  return rows.map(toRecord)
}

export async function selectVersion(db: Db, id: TemplateVersionId): Promise<TemplateRecord | null> {
  const rows = await db.query<Row>({
    name: 'template-version',
    text: `SELECT ${columns} FROM template t JOIN template_version v ON v.template_id = t.id WHERE v.id = $1`,
    values: [id],
  })
  return rows[0] === undefined ? null : toRecord(rows[0])
}

/** Every version of every template, newest first within each; for whoever edits and approves. */
export async function selectAllVersions(db: Db): Promise<TemplateRecord[]> {
  const rows = await db.query<Row>({
    text: `SELECT ${columns} FROM template t JOIN template_version v ON v.template_id = t.id
      WHERE NOT t.is_archived ORDER BY t.shortcut, v.version DESC LIMIT 5000`,
  })
  return rows.map(toRecord)
}

export type TemplateFields = {
  shortcut: string
  title: FourTexts
  topic: string | null
  channelKinds: ChannelKind[]
  visibility: Visibility
  botMayAnswer: boolean
}

export async function insertTemplate(tx: Tx, id: TemplateId, fields: TemplateFields, createdAt: Date): Promise<void> {
  await tx.template.create({ data: { id, ...fields, createdAt } })
}

export async function countTemplates(tx: Tx): Promise<number> {
  return tx.template.count()
}

export async function insertVersion(
  tx: Tx,
  row: {
    id: TemplateVersionId
    templateId: TemplateId
    version: number
    state: TemplateState
    texts: FourTexts
    variables: readonly TemplateVariable[]
    authorId: OperatorId | null
    approverId?: OperatorId | null
    publishedAt?: Date | null
    validFrom: Date | null
    validUntil: Date | null
  },
): Promise<void> {
  await tx.templateVersion.create({ data: { ...row, variables: [...row.variables] } })
}

/** The template's row lock puts its versions in order: two drafts at once get two numbers. */
export async function lockTemplate(tx: Tx, id: TemplateId): Promise<boolean> {
  return (await tx.$queryRaw<unknown[]>`SELECT 1 FROM template WHERE id = ${id}::uuid FOR UPDATE`).length === 1
}

export async function selectLastVersion(tx: Tx, templateId: TemplateId): Promise<number> {
  const last = await tx.templateVersion.aggregate({ where: { templateId }, _max: { version: true } })
  return last._max.version ?? 0
}

/** Compare-and-set on the state; false where it was not in `from`. */
export async function moveVersion(
  tx: Tx,
  id: TemplateVersionId,
  from: readonly TemplateState[],
  to: { state: TemplateState; approverId?: OperatorId; publishedAt?: Date },
): Promise<boolean> {
  const { count } = await tx.templateVersion.updateMany({ where: { id, state: { in: [...from] } }, data: to })
  return count === 1
}

/** A template speaks with one voice: publishing a version withdraws the one before. */
export async function withdrawOthers(tx: Tx, templateId: TemplateId, except: TemplateVersionId): Promise<void> {
  await tx.templateVersion.updateMany({
    where: { templateId, state: 'published', id: { not: except } },
    data: { state: 'withdrawn' },
  })
}
