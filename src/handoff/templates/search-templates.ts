import { type ChannelKind, type Language, languages, type TemplateView, type TopicView, type Visibility } from '#contracts'
import { minuteMs, type TemplateVersionId } from '#kernel'
import type { Ctx, Db } from '#platform'
import { selectTopics } from '../handoff.store.ts'
import { type FoldText, type IndexedTemplate, indexTemplate, rankTemplates } from './rank-templates.ts'
import { selectPublished, selectVersion, type TemplateRecord } from './template.store.ts'
import { type Acceptance, selectAcceptance } from './template-use.store.ts'

export type TemplateSearch = {
  /** What the operator typed; "/" asks for shortcuts only; empty asks for suggestions. */
  text: string
  /** What the client wrote last, for suggestions. */
  clientText?: string
  /** Templates without a text in it are left out. */
  language?: Language
  topic?: string
  channel?: ChannelKind
  /** In public only what is safe in public. */
  visibility?: Visibility
  /** Templates of other departments are left out. */
  departmentId?: string
  limit: number
}

/** Until app hands in the classifier's: lower case, one script's letters as they are, apostrophes gone. */
const plainFold: FoldText = (text) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ʻʼ‘’'`´ʹ′]/g, '')

let foldText: FoldText = plainFold
/** A version's words never change; a bank has hundreds of versions. */
const indexed = new Map<string, IndexedTemplate>()
const mostIndexed = 5_000

/** A text as search compares it. */
export function foldTemplateText(text: string): string {
  return foldText(text)
}

/** Hands in the fold that search compares by; called once by app, before the first search. */
export function setTemplateFold(fold: FoldText): void {
  foldText = fold
  indexed.clear()
}

type KnownAcceptance = { readonly atMs: number; readonly byTemplate: ReadonlyMap<string, Acceptance> }
const acceptanceOf = new WeakMap<Db, KnownAcceptance>()
const acceptanceFreshMs = 5 * minuteMs
const offersLookedAt = 50_000

/** Counted at most once in five minutes: a search is made with every letter typed. */
async function acceptance(ctx: Ctx): Promise<ReadonlyMap<string, Acceptance>> {
  const nowMs = ctx.clock.now().getTime()
  const known = acceptanceOf.get(ctx.db)
  if (known !== undefined && nowMs - known.atMs < acceptanceFreshMs) return known.byTemplate
  const byTemplate = await selectAcceptance(ctx.db, offersLookedAt)
  acceptanceOf.set(ctx.db, { atMs: nowMs, byTemplate })
  return byTemplate
}

/** Published templates that may be used here, the best first, each with how often it was lately offered and sent. @param query.limit 1 to 50 */
export async function searchTemplates(ctx: Ctx, query: TemplateSearch): Promise<TemplateView[]> {
  const usable = (await selectPublished(ctx.db, ctx.clock.now())).filter((record) => mayBeUsed(record, query))
  const ranked = rankTemplates(usable.map(indexOf), query, foldText)
  const accepted = await acceptance(ctx)
  return ranked.slice(0, query.limit).map(({ template, score }) => {
    const lately = accepted.get(template.id)
    return { ...template, score, ...(lately && { acceptance: lately }) }
  })
}

/** Whether a template may be said in this place at all. */
export function mayBeUsed(
  template: Pick<TemplateView, 'visibility' | 'channels' | 'departmentIds' | 'texts' | 'topic' | 'isTopicOnly'>,
  place: { visibility?: Visibility; channel?: ChannelKind; departmentId?: string; language?: Language; topic?: string },
): boolean {
  const { departmentIds = [] } = template
  if (place.visibility === 'public' && template.visibility !== 'public') return false
  if (place.channel !== undefined && template.channels.length > 0 && !template.channels.includes(place.channel)) return false
  if (place.departmentId !== undefined && departmentIds.length > 0 && !departmentIds.includes(place.departmentId)) return false
  if (template.isTopicOnly === true && place.topic !== undefined && place.topic !== template.topic) return false
  return place.language === undefined || template.texts[place.language].trim() !== ''
}

function indexOf(record: TemplateRecord): IndexedTemplate {
  let found = indexed.get(record.versionId)
  if (found === undefined || !isSameName(found.template, record)) {
    if (indexed.size >= mostIndexed) indexed.clear()
    found = indexTemplate(viewOf(record), foldText)
    indexed.set(record.versionId, found)
  }
  return found
}

/** Shortcut and title may be changed under a version; its words may not. */
function isSameName(a: TemplateView, b: TemplateView): boolean {
  return a.shortcut === b.shortcut && languages.every((language) => a.title[language] === b.title[language])
}

function viewOf(record: TemplateRecord): TemplateView {
  const { id, shortcut, title, topic, channels, departmentIds, visibility, botMayAnswer, versionId, version } = record
  const { texts, variables, files, isTopicOnly = false } = record
  const scope = { topic, isTopicOnly, channels, departmentIds, visibility, botMayAnswer }
  return { id, shortcut, title, ...scope, versionId, version, texts, variables, ...(files.length > 0 && { files }) }
}

/** Published and in their validity dates; the bot draws on those that have `botMayAnswer`. */
export async function publishedTemplates(ctx: Ctx): Promise<TemplateView[]> {
  return (await selectPublished(ctx.db, ctx.clock.now())).map(viewOf)
}

/** Any version, also a withdrawn one: what a client was once sent can always be read. */
export async function findTemplateVersion(ctx: Ctx, id: TemplateVersionId): Promise<TemplateView | null> {
  const record = await selectVersion(ctx.db, id, ctx.clock.now())
  return record && viewOf(record)
}

/** The active topics in the order of the menu. */
export async function listTopics(ctx: Ctx): Promise<TopicView[]> {
  return (await selectTopics(ctx.db)).map(({ code, names, departmentId }) => ({ code, names, departmentId }))
}
