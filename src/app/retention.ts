/** What is old is taken out by rule: each room removes its own, here is who, when and how much at a time. */
import { z } from 'zod'
import { countOldUnknownUpdates, forgetVisitors, removeUnknownUpdates } from '#bots'
import {
  firstTerms,
  floorDaysOf,
  type RetentionCategory,
  type RetentionPreview,
  RetentionTerms,
  retentionCategories,
} from '#contracts'
import { forgetReplies } from '#handoff'
import {
  type Erased,
  eraseByTerm,
  eraseOfContact,
  previewErasing,
  previewStaged,
  type RequestCategory,
  removeStaged,
  settleErasures,
  waitingErasures,
} from '#inbox'
import { AppError, type ContactId, dayMs, hourMs } from '#kernel'
import { audit, type Ctx, changeSettingDocument, defineSweep, inTransaction, readSetting, type Tx } from '#platform'
import { countEndedSessions, deleteEndedSessions } from '#staff'
import { forgetScores } from '#stats'

const termsKey = 'retention.terms'
const ranKey = 'retention.ran'
const everyMs = hourMs
/** Small transactions: a request that somebody looks at is never locked for long. */
const batch = 50
/** What one run takes out at most of each kind; the next run goes on. */
const mostInRun = 10_000
const mostCounted = 100_000
const mostClients = 500

const retentionTerms = async (ctx: Ctx): Promise<RetentionTerms> =>
  (await readSetting(ctx, termsKey, RetentionTerms)) ?? firstTerms

const retentionLastRun = async (ctx: Ctx): Promise<string | null> =>
  (await readSetting(ctx, ranKey, z.object({ at: z.string() })))?.at ?? null

/** @throws retention.below_floor naming the category */
async function changeRetention(ctx: Ctx, terms: RetentionTerms): Promise<void> {
  refuseBelowFloor(terms)
  await changeSettingDocument(ctx, termsKey, () => ({ document: terms, facts: terms }))
}

function refuseBelowFloor(terms: RetentionTerms): void {
  for (const category of retentionCategories) {
    const days = terms[category]
    if (days !== null && days < floorDaysOf[category])
      throw new AppError('retention.below_floor', { category, floorDays: floorDaysOf[category] })
  }
}

type Kind = {
  /** Removes one batch. @returns how many */
  remove(ctx: Ctx, days: number): Promise<number>
  preview(ctx: Ctx, days: number): Promise<{ count: number; held?: number; oldestAt: Date | null }>
}

/** The rooms above the inbox let go of the same texts in the same transaction. */
async function forgetElsewhere(tx: Tx, erased: Erased): Promise<void> {
  await forgetReplies(tx, erased)
  await forgetScores(tx, erased)
  if (erased.identityExternalIds.length > 0) await forgetVisitors(tx, erased.identityExternalIds)
}

const requestsOf = (category: RequestCategory): Kind => ({
  remove: (ctx, days) =>
    inTransaction(ctx, async (tx) => {
      const erased = await eraseByTerm(ctx, tx, { category, days }, batch)
      await forgetElsewhere(tx, erased)
      return erased.requestIds.length
    }),
  preview: (ctx, days) => previewErasing(ctx, { category, days }, mostCounted),
})

const before = (ctx: Ctx, days: number) => new Date(ctx.clock.now().getTime() - days * dayMs)
const kinds: Record<RetentionCategory, Kind> = {
  appeals: requestsOf('appeals'),
  requests: requestsOf('requests'),
  staged_uploads: {
    remove: (ctx, days) => inTransaction(ctx, (tx) => removeStaged(ctx, tx, days, batch)),
    preview: (ctx, days) => previewStaged(ctx, days, mostCounted),
  },
  unknown_updates: {
    remove: (ctx, days) => removeUnknownUpdates(ctx, before(ctx, days), batch),
    preview: (ctx, days) => countOldUnknownUpdates(ctx, before(ctx, days), mostCounted),
  },
  sessions: {
    remove: (ctx, days) => deleteEndedSessions(ctx.db, before(ctx, days), batch),
    preview: (ctx, days) => countEndedSessions(ctx.db, before(ctx, days), mostCounted),
  },
}

/** What the given terms would take out now; nothing is changed. @throws retention.below_floor */
export async function previewRetention(ctx: Ctx, terms: RetentionTerms): Promise<RetentionPreview> {
  refuseBelowFloor(terms)
  return Promise.all(
    retentionCategories.map(async (category) => {
      const days = terms[category]
      const found = days === null ? { count: 0, oldestAt: null } : await kinds[category].preview(ctx, days)
      const held = 'held' in found ? (found.held ?? 0) : 0
      const isCut = found.count + held >= mostCounted
      return { category, count: found.count, isCut, held, oldestAt: found.oldestAt?.toISOString() ?? null }
    }),
  )
}

/** One run over everything that is old enough, and over the clients who are to be forgotten. @returns how many of each */
export async function applyRetention(ctx: Ctx): Promise<Record<RetentionCategory | 'clients', number>> {
  const terms = await retentionTerms(ctx)
  const done = { clients: await forgetClients(ctx) } as Record<RetentionCategory | 'clients', number>
  for (const category of retentionCategories) done[category] = await removeAll(ctx, category, terms[category])
  await changeRan(ctx, done)
  return done
}

async function removeAll(ctx: Ctx, category: RetentionCategory, days: number | null): Promise<number> {
  let removed = 0
  while (days !== null && removed < mostInRun) {
    await ctx.db.rest()
    const some = await kinds[category].remove(ctx, Math.max(days, floorDaysOf[category]))
    removed += some
    if (some < batch) break
  }
  return removed
}

/** On record only where something was taken out: an empty run is every hour's. */
async function changeRan(ctx: Ctx, facts: Readonly<Record<string, number>>): Promise<void> {
  if (Object.values(facts).every((count) => count === 0)) return
  await inTransaction(ctx, (tx) =>
    audit(tx, ctx, { action: 'retention.applied', subjectKind: 'retention', subjectId: 'terms', facts }),
  )
  await changeSettingDocument(ctx, ranKey, () => ({ document: { at: ctx.clock.now().toISOString() }, facts }))
}

async function forgetClients(ctx: Ctx): Promise<number> {
  let requests = 0
  for (const contactId of await waitingErasures(ctx, mostClients)) requests += await forgetClient(ctx, contactId)
  await inTransaction(ctx, (tx) => settleErasures(ctx, tx))
  return requests
}

/** As far as the law and holds let it go today; asked for again by every run until nothing is left. */
async function forgetClient(ctx: Ctx, contactId: ContactId): Promise<number> {
  let requests = 0
  for (;;) {
    const erased = await inTransaction(ctx, async (tx) => {
      const some = await eraseOfContact(ctx, tx, contactId, batch)
      await forgetElsewhere(tx, some)
      await settleErasures(ctx, tx)
      return some
    })
    requests += erased.requestIds.length
    if (erased.requestIds.length < batch) return requests
  }
}

export const retentionSweep = defineSweep({ name: 'retention', everyMs, run: async (ctx) => void (await applyRetention(ctx)) })

/** The console's side of it. */
export const retentionDesk = {
  terms: retentionTerms,
  lastRun: retentionLastRun,
  change: changeRetention,
  preview: previewRetention,
  forget: forgetClient,
}
