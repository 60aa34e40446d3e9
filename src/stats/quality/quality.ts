/** Quality control: a fair sample, blind scores, one contest each, decided by somebody else. Everything is on record. */
import { randomUUID } from 'node:crypto'
import {
  cardFaults,
  type DrawSampleInput,
  type Permission,
  type QualityCardDraft,
  type QualityCardView,
  type QualityScoreView,
  type QualityTaskView,
  type ScoreInput,
} from '#contracts'
import { AppError, type MessageId, newId, type OperatorId, type RequestId } from '#kernel'
import { type AuditNote, audit, type Ctx, inTransaction, type Tx } from '#platform'
import { requirePermission } from '#staff'
import { scopeOf } from '../report/scope.ts'
import {
  type CardRow,
  emptyScores,
  insertCard,
  insertSample,
  insertScore,
  insertTasks,
  lockTask,
  type SampleRow,
  type ScoreRow,
  selectCards,
  selectDrawn,
  selectSamples,
  selectScore,
  selectScores,
  selectTask,
  selectTasks,
  type TaskRow,
  writeContest,
  writeContestDecision,
} from './quality.store.ts'
import { firstCard, totalOf } from './score-card.ts'

function actorWith(ctx: Ctx, permission: Permission): OperatorId {
  requirePermission(ctx, permission)
  if (ctx.actor.kind !== 'operator') throw new AppError('permission.missing', { permission })
  return ctx.actor.id
}

const note = (action: string, subjectId: string, facts: AuditNote['facts'] = {}): AuditNote => ({
  ...{ action: `quality.${action}`, subjectKind: 'quality', subjectId, facts },
})

const firstVersion: CardRow = { version: 0, card: firstCard, createdAt: new Date(0) }

const cardView = ({ version, card, createdAt }: CardRow): QualityCardView => ({
  ...{ version, items: card.items, causes: card.causes },
  createdAt: version === 0 ? null : createdAt.toISOString(),
})

async function cardInForce(ctx: Ctx): Promise<CardRow> {
  return (await selectCards(ctx.db, null))[0] ?? firstVersion
}

/** The card that scores of this version were given by. */
export async function cardOfVersion(ctx: Ctx, version: number): Promise<QualityCardView> {
  return cardView((await selectCards(ctx.db, [version]))[0] ?? firstVersion)
}

export async function readQualityCard(ctx: Ctx): Promise<QualityCardView> {
  return cardView(await cardInForce(ctx))
}

/**
 * A new version; scores given keep the one they were given by. Drafted from a version that is no longer in force, it is refused.
 * @throws permission.missing, input.invalid with the field, quality.card_changed
 */
export async function changeQualityCard(ctx: Ctx, { basedOn, ...card }: QualityCardDraft): Promise<void> {
  const createdById = actorWith(ctx, 'quality.card')
  const [fault] = cardFaults(card)
  if (fault) throw new AppError('input.invalid', { first: fault.at })
  const before = (await cardInForce(ctx)).version
  if (basedOn !== undefined && basedOn !== before) throw new AppError('quality.card_changed', { version: before })
  const version = before + 1
  await inTransaction(ctx, async (tx) => {
    const isMade = await insertCard(tx, { version, card, createdAt: ctx.clock.now(), createdById })
    if (!isMade) throw new AppError('quality.card_changed', { version })
    await audit(tx, ctx, note('card_changed', String(version), { items: card.items.length, causes: card.causes.length }))
  })
}

export function listSamples(ctx: Ctx): Promise<SampleRow[]> {
  return selectSamples(ctx.db, null)
}

/**
 * Draws requests to be scored: of each operator by lot over channels and types, and those with a risk besides. The seed is kept,
 * so that anybody can see that the lot fell so. @throws permission.missing, report.period_invalid, quality.nothing_drawn
 */
export async function drawSample(ctx: Ctx, input: DrawSampleInput): Promise<{ sampleId: string; drawn: number }> {
  const drawnById = actorWith(ctx, 'quality.score')
  const { from, to } = scopeOf(input, ctx.clock.now())
  const { plan, seed = randomUUID() } = input
  const drawn = await selectDrawn(ctx.db, { from, to, seed, plan })
  const population = drawn[0]?.population
  if (population === undefined) throw new AppError('quality.nothing_drawn')
  const id = newId()
  await inTransaction(ctx, async (tx) => {
    const days = { from: input.from, to: input.to }
    await insertSample(tx, { id, ...days, seed, plan, population, drawnById, drawnAt: ctx.clock.now() })
    const tasks = drawn.map((one) => ({ ...one, id: newId() }))
    await insertTasks(tx, id, tasks)
    await audit(tx, ctx, note('sample_drawn', id, { ...days, seed, population, drawn: drawn.length }))
  })
  return { sampleId: id, drawn: drawn.length }
}

/** What is for this reviewer to score: nothing of their own work, nothing that has reviewers enough. In an order that says nothing. */
export async function listTasks(ctx: Ctx, sampleId: string): Promise<QualityTaskView[]> {
  const reviewerId = actorWith(ctx, 'quality.score')
  const tasks = await selectTasks(ctx.db, sampleId)
  return tasks.filter((task) => isFor(task, reviewerId)).map((task) => taskView(task, reviewerId))
}

const isFor = ({ operatorId, isDouble, reviewerIds }: TaskRow, reviewerId: OperatorId) =>
  operatorId !== reviewerId && (reviewerIds.includes(reviewerId) || reviewerIds.length < (isDouble ? 2 : 1))

function taskView(task: TaskRow, reviewerId: OperatorId): QualityTaskView {
  const { id, requestId, number, channel, type, topic, why, risks, isDouble } = task
  const isDone = task.reviewerIds.includes(reviewerId)
  return { id, requestId, number, channel, type, topic, why, risks, isDouble, isDone }
}

/** @throws permission.missing, quality.not_found */
export async function readTask(ctx: Ctx, id: string): Promise<QualityTaskView & { requestId: RequestId }> {
  const reviewerId = actorWith(ctx, 'quality.score')
  const task = await selectTask(ctx.db, id)
  if (task === null || !isFor(task, reviewerId)) throw new AppError('quality.not_found', { taskId: id })
  return { ...taskView(task, reviewerId), requestId: task.requestId }
}

/**
 * Gives a score; signed, it is not changed any more. A second reviewer of a doubled request does not learn of the first's marks.
 * @throws permission.missing, quality.not_found, quality.already_scored, quality.card_changed, quality.marks_incomplete
 */
export async function scoreTask(ctx: Ctx, taskId: string, input: ScoreInput): Promise<{ scoreId: string; total: number }> {
  const reviewerId = actorWith(ctx, 'quality.score')
  const [task, card] = await Promise.all([selectTask(ctx.db, taskId), cardInForce(ctx)])
  if (task === null || !isFor(task, reviewerId)) throw new AppError('quality.not_found', { taskId })
  if (card.version !== input.cardVersion) throw new AppError('quality.card_changed', { version: card.version })
  const { total, isZeroed } = totalOf(card.card, input.marks)
  const id = newId()
  await inTransaction(ctx, async (tx) => {
    const before = await lockTask(tx, taskId)
    if (before.includes(reviewerId) || before.length >= (task.isDouble ? 2 : 1))
      throw new AppError('quality.already_scored', { taskId })
    const { requestId, operatorId, departmentId } = task
    const given = { marks: input.marks, note: input.note, cardVersion: card.version, total, isZeroed }
    await insertScore(tx, { id, taskId, requestId, operatorId, departmentId, reviewerId, ...given, at: ctx.clock.now() })
    await audit(tx, ctx, note('scored', id, { requestId, operatorId, total, isZeroed, cardVersion: card.version }))
  })
  return { scoreId: id, total }
}

async function scoreViews(ctx: Ctx, rows: readonly ScoreRow[], isBlind: boolean): Promise<QualityScoreView[]> {
  const cards = await selectCards(ctx.db, [...new Set(rows.map(({ cardVersion }) => cardVersion))])
  return rows.map((row) => ({
    ...{ id: row.id, requestId: row.requestId, number: row.number, operatorId: row.operatorId, marks: row.marks },
    ...{ total: row.total, isZeroed: row.isZeroed, note: row.note, contest: row.contest, decision: row.decision },
    decisionNote: row.decisionNote,
    reviewerId: isBlind ? null : row.reviewerId,
    card: cardView(cards.find(({ version }) => version === row.cardVersion) ?? firstVersion),
    at: row.at.toISOString(),
    contestedAt: row.contestedAt?.toISOString() ?? null,
  }))
}

/** One's own scores, newest first, without who gave them. @throws permission.missing */
export async function ownScores(ctx: Ctx): Promise<QualityScoreView[]> {
  const operatorId = actorWith(ctx, 'quality.read')
  return scoreViews(ctx, await selectScores(ctx.db, { operatorId }), true)
}

/** Once, with words, by whose work it is. @throws permission.missing, quality.not_found, quality.already_contested */
export async function contestScore(ctx: Ctx, scoreId: string, text: string): Promise<void> {
  const operatorId = actorWith(ctx, 'quality.read')
  const score = await selectScore(ctx.db, scoreId)
  if (score === null || score.operatorId !== operatorId) throw new AppError('quality.not_found', { scoreId })
  await inTransaction(ctx, async (tx) => {
    if (!(await writeContest(tx, scoreId, text, ctx.clock.now()))) throw new AppError('quality.already_contested', { scoreId })
    await audit(tx, ctx, note('contested', scoreId, { requestId: score.requestId }))
  })
}

/** Those contested and not decided, longest waiting first; not those the caller gave or got. @throws permission.missing */
export async function listContests(ctx: Ctx): Promise<QualityScoreView[]> {
  const byId = actorWith(ctx, 'quality.decide')
  const rows = (await selectScores(ctx.db, 'contested')).filter((score) => isImpartial(score, byId))
  return scoreViews(ctx, rows, false)
}

const isImpartial = ({ reviewerId, operatorId }: ScoreRow, byId: OperatorId) => reviewerId !== byId && operatorId !== byId

/**
 * Kept, the score counts as before; annulled, it is in no figure any more. Never by who gave or got it.
 * @throws permission.missing, quality.not_found, quality.same_person, quality.already_decided
 */
export async function decideContest(
  ctx: Ctx,
  scoreId: string,
  input: { decision: 'kept' | 'annulled'; note: string },
): Promise<void> {
  const byId = actorWith(ctx, 'quality.decide')
  const score = await selectScore(ctx.db, scoreId)
  if (score === null) throw new AppError('quality.not_found', { scoreId })
  if (!isImpartial(score, byId)) throw new AppError('quality.same_person', { scoreId })
  await inTransaction(ctx, async (tx) => {
    const isDecided = await writeContestDecision(tx, scoreId, { ...input, byId, at: ctx.clock.now() })
    if (!isDecided) throw new AppError('quality.already_decided', { scoreId })
    await audit(tx, ctx, note('contest_decided', scoreId, { requestId: score.requestId, decision: input.decision }))
  })
}

/** Takes out what this room keeps of words about requests that are being erased. */
export async function forgetScores(
  tx: Tx,
  { requestIds }: { requestIds: readonly RequestId[]; messageIds: readonly MessageId[] },
): Promise<void> {
  if (requestIds.length > 0) await emptyScores(tx, requestIds)
}
