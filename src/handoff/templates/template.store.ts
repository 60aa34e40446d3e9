/** Templates and their versions. Where the words may be said belongs to the version: it is approved with them. */
import type { ChannelKind, FourTexts, Language, TemplateFile, TemplateVariable, TemplateView, Visibility } from '#contracts'
import type { OperatorId, TemplateId, TemplateVersionId } from '#kernel'
import { type Db, Prisma, type Tx } from '#platform'

export type TemplateState = 'draft' | 'review' | 'published' | 'withdrawn'
export type TemplateRecord = TemplateView & {
  readonly files: TemplateFile[]
  readonly departmentIds: string[]
  readonly isArchived: boolean
  readonly templateCreatedAt: Date
  readonly state: TemplateState
  /** Published, but a version published later has begun. */
  readonly isReplaced: boolean
  readonly stale: Language[]
  readonly authorId: string | null
  /** Everybody who changed or confirmed a text of it, the author among them. */
  readonly editorIds: string[]
  readonly approverId: string | null
  readonly rejectedById: string | null
  readonly rejectionReason: string | null
  readonly rejectedAt: Date | null
  readonly createdAt: Date | null
  readonly submittedAt: Date | null
  readonly publishedAt: Date | null
  readonly withdrawnAt: Date | null
  readonly validFrom: Date | null
  readonly validUntil: Date | null
}
/** A version without its words: a list of hundreds needs none. */
export type TemplateOutline = Omit<TemplateRecord, 'texts' | 'variables' | 'files'>

const begun = 'n.valid_from IS NULL OR n.valid_from <= $1'
const outline = `t.id, t.shortcut, t.title, t.is_archived AS "isArchived", t.created_at AS "templateCreatedAt", v.topic,
  v.channel_kinds AS channels, v.department_ids::text[] AS "departmentIds", v.visibility, v.bot_may_answer AS "botMayAnswer",
  v.is_topic_only AS "isTopicOnly",
  v.id AS "versionId", v.version, v.state, v.stale, v.author_id AS "authorId", v.editor_ids::text[] AS "editorIds",
  v.approver_id AS "approverId", v.rejected_by_id AS "rejectedById", v.rejection_reason AS "rejectionReason",
  v.rejected_at AS "rejectedAt", v.created_at AS "createdAt", v.submitted_at AS "submittedAt",
  v.published_at AS "publishedAt", v.withdrawn_at AS "withdrawnAt", v.valid_from AS "validFrom", v.valid_until AS "validUntil",
  v.state = 'published' AND EXISTS (SELECT 1 FROM template_version n WHERE n.template_id = v.template_id AND n.state = 'published'
    AND (n.published_at, n.version) > (v.published_at, v.version) AND (${begun})) AS "isReplaced"`
const files = `coalesce((SELECT jsonb_agg(jsonb_build_object('id', f.id, 'kind', f.kind, 'fileName', f.file_name, 'mimeType', f.mime_type,
  'sizeBytes', f.size_bytes) ORDER BY p.place)
  FROM unnest(v.file_ids) WITH ORDINALITY p(id, place) JOIN template_file f ON f.id = p.id), '[]') AS files`
const whole = `${outline}, v.texts, v.variables, ${files}`
const tables = 'template t JOIN template_version v ON v.template_id = t.id'
const inForce = `NOT t.is_archived AND v.state = 'published' AND (v.valid_from IS NULL OR v.valid_from <= $1)
  AND (v.valid_until IS NULL OR v.valid_until > $1)
  AND NOT EXISTS (SELECT 1 FROM template_version n WHERE n.template_id = v.template_id AND n.state = 'published'
    AND (n.published_at, n.version) > (v.published_at, v.version) AND (${begun}))`

/** The one version of each template that is in force: published last of those that have begun, not past its last day. */
export function selectPublished(db: Db, now: Date): Promise<TemplateRecord[]> {
  return db.query({ name: 'templates-in-force', text: `SELECT ${whole} FROM ${tables} WHERE ${inForce}`, values: [now] })
}

export async function selectVersion(db: Db, id: TemplateVersionId, now: Date): Promise<TemplateRecord | null> {
  const rows = await db.query<TemplateRecord>({
    name: 'template-version',
    text: `SELECT ${whole} FROM ${tables} WHERE v.id = $2`,
    values: [now, id],
  })
  return rows[0] ?? null
}

/** Every version of one template, the newest first. */
export function selectVersions(db: Db, id: TemplateId, now: Date): Promise<TemplateRecord[]> {
  return db.query({
    name: 'template-versions',
    text: `SELECT ${whole} FROM ${tables} WHERE t.id = $2 ORDER BY v.version DESC`,
    values: [now, id],
  })
}

/** Every version of every template (or of all that are archived), the newest of each first. */
export function selectOutlines(db: Db, isArchived: boolean, now: Date): Promise<TemplateOutline[]> {
  return db.query({
    name: 'template-outlines',
    text: `SELECT ${outline} FROM ${tables} WHERE t.is_archived = $2 ORDER BY t.id, v.version DESC`,
    values: [now, isArchived],
  })
}

export type TemplateName = { shortcut: string; title: FourTexts }

/** False where the shortcut is taken. */
export async function insertTemplate(tx: Tx, id: TemplateId, name: TemplateName, createdAt: Date): Promise<boolean> {
  const { count } = await tx.template.createMany({ data: [{ id, ...name, createdAt }], skipDuplicates: true })
  return count === 1
}

/** False where another template has the shortcut. */
export async function updateName(tx: Tx, id: TemplateId, name: Partial<TemplateName>): Promise<boolean> {
  const { shortcut } = name
  if (shortcut !== undefined && (await tx.template.count({ where: { shortcut, id: { not: id } } })) > 0) return false
  await tx.template.update({ where: { id }, data: name })
  return true
}

export async function updateArchived(tx: Tx, id: TemplateId, isArchived: boolean): Promise<void> {
  await tx.template.update({ where: { id }, data: { isArchived } })
}

export async function countTemplates(tx: Tx): Promise<number> {
  return tx.template.count()
}

/** What a draft says and where it may be said. */
export type VersionWords = {
  texts: FourTexts
  variables: readonly TemplateVariable[]
  /** Absent: none. */
  fileIds?: string[]
  topic: string | null
  isTopicOnly?: boolean
  channelKinds: ChannelKind[]
  departmentIds: string[]
  visibility: Visibility
  botMayAnswer: boolean
  validFrom: Date | null
  validUntil: Date | null
  stale: Language[]
  editorIds: string[]
}

export async function insertVersion(
  tx: Tx,
  row: VersionWords & {
    id: TemplateVersionId
    templateId: TemplateId
    version: number
    state: TemplateState
    authorId: OperatorId | null
    createdAt: Date
    publishedAt?: Date
  },
): Promise<void> {
  await tx.templateVersion.create({ data: { ...row, variables: [...row.variables] } })
}

export async function updateWords(tx: Tx, id: TemplateVersionId, words: VersionWords): Promise<void> {
  await tx.templateVersion.update({ where: { id }, data: { ...words, variables: [...words.variables] } })
}

export async function updateStale(tx: Tx, id: TemplateVersionId, stale: Language[], editorIds: string[]): Promise<void> {
  await tx.templateVersion.update({ where: { id }, data: { stale, editorIds } })
}

/**
 * The template's row lock puts everything that happens to its versions in order: two drafts at once get two numbers, and a
 * reply that is being written down is before a withdrawal or after it. False where there is no such template.
 */
export async function lockTemplate(tx: Tx, id: TemplateId, strength: 'change' | 'use' = 'change'): Promise<boolean> {
  const lock = Prisma.raw(strength === 'change' ? 'FOR UPDATE' : 'FOR SHARE')
  return (await tx.$queryRaw<unknown[]>`SELECT 1 FROM template WHERE id = ${id}::uuid ${lock}`).length === 1
}

/** As it is inside the transaction; after lockTemplate nobody else changes it. */
export async function readVersion(tx: Tx, id: TemplateVersionId, now: Date): Promise<TemplateRecord | null> {
  const rows = await tx.$queryRawUnsafe<TemplateRecord[]>(`SELECT ${whole} FROM ${tables} WHERE v.id = $2::uuid`, now, id)
  return rows[0] ?? null
}

/** Whether it may be sent at this moment. */
export async function isVersionInForce(tx: Tx, id: TemplateVersionId, now: Date): Promise<boolean> {
  const rows = await tx.$queryRawUnsafe<unknown[]>(`SELECT 1 FROM ${tables} WHERE v.id = $2::uuid AND ${inForce}`, now, id)
  return rows.length === 1
}

export async function selectLastVersion(tx: Tx, templateId: TemplateId): Promise<number> {
  const last = await tx.templateVersion.aggregate({ where: { templateId }, _max: { version: true } })
  return last._max.version ?? 0
}

export async function updateState(
  tx: Tx,
  id: TemplateVersionId,
  to: {
    state: TemplateState
    approverId?: OperatorId
    submittedAt?: Date
    publishedAt?: Date
    withdrawnAt?: Date
    withdrawalReason?: string | null
    rejectedById?: OperatorId | null
    rejectionReason?: string | null
    rejectedAt?: Date | null
  },
): Promise<void> {
  await tx.templateVersion.update({ where: { id }, data: to })
}

/** Taking back what is said now must not bring back what was said before. */
export async function withdrawReplaced(
  tx: Tx,
  by: { templateId: TemplateId; version: number; publishedAt: Date },
  at: Date,
): Promise<void> {
  const { templateId, version, publishedAt } = by
  await tx.templateVersion.updateMany({
    where: {
      templateId,
      state: 'published',
      OR: [{ publishedAt: { lt: publishedAt } }, { publishedAt, version: { lt: version } }],
    },
    data: { state: 'withdrawn', withdrawnAt: at },
  })
}
