/** What clients are told of an incident while it lasts: the approved template it names, else its banner. */
import type { ChannelKind, Language, Visibility } from '#contracts'
import type { Ctx } from '#platform'
import { guardOutgoing } from '#privacy'
import { mayBeUsed } from '../templates/search-templates.ts'
import { selectPublished } from '../templates/template.store.ts'
import { renderTemplate } from '../templates/template.ts'
import { type Incident, selectOpenIncidents } from './incident.store.ts'

export type IncidentWords = { readonly templateVersionId: string | null; readonly text: string }
type Place = { readonly language: Language; readonly channel: ChannelKind; readonly visibility: Visibility }

/**
 * For a client who writes on this topic; null where no incident leads it now, or it has nothing that may be said in this place.
 * Where incidents overlap, the newest speaks.
 */
export async function incidentWordsFor(ctx: Ctx, matter: Place & { topic: string }): Promise<IncidentWords | null> {
  const incident = (await lastingIncidents(ctx)).find(({ topics }) => topics.includes(matter.topic))
  return incident === undefined ? null : wordsOf(ctx, incident, matter)
}

/** The banner of the newest incident, for whoever has not said yet what they come for; null where nothing is broken. */
export async function incidentBanner(ctx: Ctx, language: Language): Promise<string | null> {
  const [newest] = await lastingIncidents(ctx)
  return newest === undefined ? null : bannerOf(newest, { language, visibility: 'public' })
}

async function lastingIncidents(ctx: Ctx): Promise<Incident[]> {
  const now = ctx.clock.now()
  return (await selectOpenIncidents(ctx.db)).filter(({ startedAt, until }) => startedAt <= now && now < until)
}

async function wordsOf(ctx: Ctx, incident: Incident, place: Place): Promise<IncidentWords | null> {
  const published = incident.templateId === null ? [] : await selectPublished(ctx.db, ctx.clock.now())
  const template = published.find(({ id }) => id === incident.templateId)
  if (template !== undefined && mayBeUsed(template, place)) {
    // Nobody is there to fill a gap: a template that leaves one open is not said.
    const rendered = renderTemplate(template, place.language, {})
    if (rendered.ok) return { templateVersionId: template.versionId, text: rendered.value }
  }
  const text = bannerOf(incident, place)
  return text === null ? null : { templateVersionId: null, text }
}

function bannerOf(incident: Incident, place: Pick<Place, 'language' | 'visibility'>): string | null {
  const text = incident.banner[place.language].trim()
  return text !== '' && guardOutgoing(text, place.visibility).ok ? text : null
}
