/** The library of approved words, for whoever writes, approves and checks them. */
import type {
  TemplateDetail,
  TemplateLibrary,
  TemplateLibraryQuery,
  TemplateListItem,
  TemplateScope,
  TemplateVersionView,
} from '#contracts'
import { AppError, type TemplateId } from '#kernel'
import type { Ctx } from '#platform'
import { listOperators } from '#staff'
import { actingOperator } from '../acting/acting-operator.ts'
import { foldTemplateText } from './search-templates.ts'
import { selectOutlines, selectVersions, type TemplateOutline, type TemplateRecord } from './template.store.ts'
import { standingOf } from './template.ts'

/** Members of staff by name, for what is shown to staff. */
export type Names = (id: string | null) => { id: string; name: string } | null

export async function staffNames(ctx: Ctx): Promise<Names> {
  const names = new Map((await listOperators(ctx)).map(({ id, displayName }): [string, string] => [id, displayName]))
  return (id) => (id === null ? null : { id, name: names.get(id) ?? '' })
}

/** One row per template in the order of the shortcuts. @throws permission.missing */
export async function listTemplates(ctx: Ctx, query: TemplateLibraryQuery): Promise<TemplateLibrary> {
  actingOperator(ctx, 'templates.read')
  const now = ctx.clock.now()
  const [outlines, names] = await Promise.all([selectOutlines(ctx.db, query.archived === 'true', now), staffNames(ctx)])
  const found = byTemplate(outlines)
    .filter((versions) => isAskedFor(versions, query, now))
    .sort((a, b) => ((a[0]?.shortcut ?? '') < (b[0]?.shortcut ?? '') ? -1 : 1))
  const rest = found.filter(([first]) => query.cursor === undefined || (first?.shortcut ?? '') > query.cursor)
  const items = rest.slice(0, query.limit).map((versions) => itemOf(versions, names, now))
  return { items, nextCursor: rest.length > query.limit ? (items[items.length - 1]?.shortcut ?? null) : null }
}

/** The versions of one template stand together already. */
function byTemplate(outlines: readonly TemplateOutline[]): TemplateOutline[][] {
  const groups = new Map<string, TemplateOutline[]>()
  for (const outline of outlines) groups.set(outline.id, [...(groups.get(outline.id) ?? []), outline])
  return [...groups.values()]
}

/** The version that is sent stands for the template; while there is none, the newest. */
const faceOf = (versions: readonly TemplateOutline[], now: Date) =>
  versions.find((version) => standingOf(version, now) === 'in_force') ?? versions[0]

function isAskedFor(versions: readonly TemplateOutline[], query: TemplateLibraryQuery, now: Date): boolean {
  const face = faceOf(versions, now)
  if (face === undefined) return false
  const { text, standing, topic, channel, departmentId, visibility } = query
  const holds = (list: readonly string[] | undefined, asked: string | undefined) =>
    asked === undefined || !list?.length || list.includes(asked)
  return (
    (topic === undefined || face.topic === topic) &&
    (visibility === undefined || face.visibility === visibility) &&
    holds(face.channels, channel) &&
    holds(face.departmentIds, departmentId) &&
    (standing === undefined || versions.some((version) => standingOf(version, now) === standing)) &&
    (!text?.trim() || isNamed(face, text))
  )
}

function isNamed({ shortcut, title }: TemplateOutline, text: string): boolean {
  const asked = foldTemplateText(text.replace(/^\//, '').replaceAll('-', ' '))
  return [shortcut.replaceAll('-', ' '), ...Object.values(title)].some((name) => foldTemplateText(name).includes(asked))
}

function itemOf(versions: readonly TemplateOutline[], names: Names, now: Date): TemplateListItem {
  const latest = versions[0]
  const face = faceOf(versions, now)
  if (latest === undefined || face === undefined) throw new AppError('template.not_found')
  const isInForce = standingOf(face, now) === 'in_force'
  return {
    id: latest.id,
    shortcut: latest.shortcut,
    title: latest.title,
    isArchived: latest.isArchived,
    scope: scopeOf(face),
    inForce: isInForce
      ? {
          versionId: face.versionId,
          version: face.version,
          publishedAt: iso(face.publishedAt),
          validUntil: iso(face.validUntil),
        }
      : null,
    latest: {
      versionId: latest.versionId,
      version: latest.version,
      standing: standingOf(latest, now),
      stale: latest.stale,
      author: names(latest.authorId),
      createdAt: iso(latest.createdAt),
    },
  }
}

/** Everything ever written under one shortcut, the newest first. @throws permission.missing, template.not_found */
export async function readTemplate(ctx: Ctx, id: TemplateId): Promise<TemplateDetail> {
  actingOperator(ctx, 'templates.read')
  const now = ctx.clock.now()
  const [versions, names] = await Promise.all([selectVersions(ctx.db, id, now), staffNames(ctx)])
  const latest = versions[0]
  if (latest === undefined) throw new AppError('template.not_found', { templateId: id })
  return {
    id: latest.id,
    shortcut: latest.shortcut,
    title: latest.title,
    isArchived: latest.isArchived,
    createdAt: latest.templateCreatedAt.toISOString(),
    versions: versions.map((version) => versionView(version, names, now)),
  }
}

function versionView(record: TemplateRecord, names: Names, now: Date): TemplateVersionView {
  const { rejectionReason, rejectedAt } = record
  return {
    versionId: record.versionId,
    version: record.version,
    standing: standingOf(record, now),
    texts: record.texts,
    variables: record.variables,
    files: record.files,
    scope: scopeOf(record),
    stale: record.stale,
    author: names(record.authorId),
    approver: names(record.approverId),
    rejection:
      rejectionReason === null || rejectedAt === null
        ? null
        : { by: names(record.rejectedById), reason: rejectionReason, at: rejectedAt.toISOString() },
    createdAt: iso(record.createdAt),
    submittedAt: iso(record.submittedAt),
    publishedAt: iso(record.publishedAt),
    withdrawnAt: iso(record.withdrawnAt),
    validFrom: iso(record.validFrom),
    validUntil: iso(record.validUntil),
  }
}

function scopeOf({
  topic,
  isTopicOnly = false,
  channels,
  departmentIds,
  visibility,
  botMayAnswer,
}: TemplateOutline): TemplateScope {
  return { topic, isTopicOnly, channels, departmentIds, visibility, botMayAnswer }
}

const iso = (at: Date | null) => at?.toISOString() ?? null
