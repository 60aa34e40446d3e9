import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MarkedItem, QualityMark, ScoreInput } from '#contracts'
import { closeAsOperator, replyAsOperator } from '#handoff'
import { newId, type RequestId } from '#kernel'
import { type Ctx, inTransaction, withActor } from '#platform'
import {
  changeQualityCard,
  contestScore,
  decideContest,
  drawSample,
  forgetScores,
  listContests,
  listSamples,
  listTasks,
  ownScores,
  qualityReport,
  readQualityCard,
  scoreSheet,
  scoreTask,
} from '#stats'
import { type Bank, openBank } from '../handoff/bank.ts'

const days = { from: '2026-11-23', to: '2026-11-24' }
const plan = { perOperator: 4, riskyPerOperator: 1, doublePercent: 50 }
let bank: Bank
let first: Ctx
let second: Ctx
let sampleId: string
const ids = new Map<RequestId, { operator: string; type: string; isRisky: boolean }>()

const hold = (requestId: RequestId, login: string) =>
  bank.rows(
    "UPDATE request SET holder_kind = 'operator', holder_operator_id = $2, holder_since = now() WHERE id = $1",
    requestId,
    bank.idOf(login),
  )

async function closed(login: string, type: string, isRisky = false): Promise<void> {
  const requestId = await bank.write(newId(), `${type} normal general: ${isRisky ? 'shoshilinch' : 'savol'}`)
  await bank.come('dilnoza', 'jasur', 'sherzod')
  await hold(requestId, login)
  await replyAsOperator(bank.as(login), { requestId, clientReplyId: newId(), text: 'Javob' })
  await closeAsOperator(bank.as(login), { requestId, outcome: 'resolved' })
  if (isRisky) {
    await bank.rows(
      `INSERT INTO satisfaction (id, request_id, conversation_id, kind, closed_at, asked_at, score, at)
       SELECT gen_random_uuid(), r.id, c.conversation_id, 'csat', r.closed_at, r.closed_at, 1, r.closed_at
       FROM request r JOIN request_conversation c ON c.request_id = r.id WHERE r.id = $1`,
      requestId,
    )
  }
  ids.set(requestId, { operator: bank.idOf(login), type, isRisky })
}

async function reviewer(): Promise<Ctx> {
  const id = await bank.hire({ roles: ['quality'], departments: ['quality'] })
  return withActor(bank.ctx, { kind: 'operator', id, roles: ['quality'] })
}

async function marksOf(over: Readonly<Record<string, QualityMark>> = {}): Promise<ScoreInput> {
  const card = await readQualityCard(bank.ctx)
  const marks = card.items.map(({ code }): MarkedItem => {
    const mark = over[code] === undefined ? 1 : over[code]
    return {
      item: code,
      mark,
      cause: mark !== null && mark < 1 ? 'knowledge' : null,
      messageId: null,
      note: mark === 1 ? '' : 'izoh',
    }
  })
  return { cardVersion: card.version, marks, note: 'umumiy izoh' }
}

beforeAll(async () => {
  bank = await openBank()
  for (let i = 0; i < 7; i++) await closed('dilnoza', 'question')
  for (let i = 0; i < 2; i++) await closed('dilnoza', 'complaint')
  await closed('dilnoza', 'question', true)
  await closed('jasur', 'suggestion')
  await bank.settle()
  first = await reviewer()
  second = await reviewer()
})
afterAll(() => bank.close())

describe('a sample', () => {
  it('falls by its seed over operator, channel and type, takes the risky besides, and anybody can draw it again', async () => {
    const seed = 'a-seed-of-the-test'
    const drawn = await drawSample(first, { ...days, plan, seed })
    sampleId = drawn.sampleId
    const rows = await bank.rows<{ requestId: RequestId; operatorId: string; why: string; risks: string[] }>(
      'SELECT request_id AS "requestId", operator_id AS "operatorId", why, risks FROM quality_task WHERE sample_id = $1',
      sampleId,
    )
    // The lot by hand: each stratum in the order of its hashes, one of each stratum in turn.
    const lot = (id: string) =>
      createHash('md5')
        .update(seed + id)
        .digest('hex')
    const expected = ['dilnoza', 'jasur'].flatMap((login) => {
      const own = [...ids].filter(([, one]) => one.operator === bank.idOf(login))
      const laid = own.map(([id, one]) => {
        const before = own.filter(([other, { type }]) => type === one.type && lot(other) < lot(id))
        return { id, round: before.length }
      })
      laid.sort((a, b) => a.round - b.round || (lot(a.id) < lot(b.id) ? -1 : 1))
      return laid.slice(0, plan.perOperator).map(({ id }) => id)
    })
    expect(
      rows
        .filter(({ why }) => why === 'fair')
        .map(({ requestId }) => requestId)
        .sort(),
    ).toEqual(expected.sort())
    const ofDilnoza = rows.filter(({ operatorId, why }) => operatorId === bank.idOf('dilnoza') && why === 'fair')
    expect(ofDilnoza.filter(({ requestId }) => ids.get(requestId)?.type === 'complaint')).toHaveLength(2)
    const risky = [...ids].find(([, { isRisky }]) => isRisky)?.[0]
    expect(rows.find(({ requestId }) => requestId === risky)?.risks).toContain('low_mark')
    const [told] = await listSamples(bank.ctx)
    expect(told).toMatchObject({ seed, population: 11, drawn: rows.length, scored: 0, doubled: Math.ceil(rows.length / 2) })
  })

  it('draws no request twice, is for quality controllers alone, and says so where there is nothing', async () => {
    const again = await drawSample(first, { ...days, plan: { ...plan, perOperator: 50 } })
    const twice = await bank.rows('SELECT request_id FROM quality_task GROUP BY 1 HAVING count(*) > 1')
    expect(twice).toEqual([])
    expect(again.drawn).toBeGreaterThan(0)
    await expect(drawSample(first, { ...days, plan })).rejects.toMatchObject({ code: 'quality.nothing_drawn' })
    for (const login of ['dilnoza', 'sherzod', 'nodira'])
      await expect(drawSample(bank.as(login), { ...days, plan })).rejects.toMatchObject({ code: 'permission.missing' })
  })
})

describe('a score', () => {
  it('is given blind, once by each of two at most, and a third finds nothing to score', async () => {
    const tasks = await listTasks(first, sampleId)
    expect(JSON.stringify(tasks)).not.toContain(bank.idOf('dilnoza'))
    const [twice] = tasks.filter(({ isDouble }) => isDouble)
    if (twice === undefined) throw new Error('nothing is scored twice')
    await scoreTask(first, twice.id, await marksOf({ facts: 0.5 }))
    await expect(scoreTask(first, twice.id, await marksOf())).rejects.toMatchObject({ code: 'quality.already_scored' })
    expect((await listTasks(second, sampleId)).find(({ id }) => id === twice.id)).toMatchObject({ isDone: false })
    await scoreTask(second, twice.id, await marksOf())
    const third = await reviewer()
    expect((await listTasks(third, sampleId)).some(({ id }) => id === twice.id)).toBe(false)
    await expect(scoreTask(third, twice.id, await marksOf())).rejects.toMatchObject({ code: 'quality.not_found' })
    const { agreement } = await qualityReport(bank.ctx, days)
    const items = (await readQualityCard(bank.ctx)).items.length
    expect(agreement).toMatchObject({ marks: items, share: (items - 1) / items })
  })

  it('keeps the version of the card it was given by; marks of an older version are refused', async () => {
    const [task] = (await listTasks(first, sampleId)).filter(({ isDone, isDouble }) => !isDone && !isDouble)
    if (task === undefined) throw new Error('nothing to score')
    const old = await marksOf()
    const card = await readQualityCard(bank.ctx)
    const items = card.items.map((item) => (item.code === 'facts' ? { ...item, weight: 40 } : item))
    const noRouting = items.filter(({ group }) => group !== 'routing')
    const [nameless, ...others] = items.map((item) => ({ ...item, names: { ...item.names, ru: '' } }))
    for (const [bad, first] of [
      [noRouting, 'group.routing'],
      [nameless ? [nameless, ...items.slice(1)] : others, 'items.0.names.ru'],
    ] as const)
      await expect(changeQualityCard(bank.as('nodira'), { items: [...bad], causes: card.causes })).rejects.toMatchObject({
        ...{ code: 'input.invalid', facts: { first } },
      })
    await changeQualityCard(bank.as('nodira'), { items, causes: card.causes, basedOn: card.version })
    const late = changeQualityCard(bank.as('nodira'), { items, causes: card.causes, basedOn: card.version })
    await expect(late).rejects.toMatchObject({ code: 'quality.card_changed', facts: { version: card.version + 1 } })
    await expect(changeQualityCard(first, { items, causes: card.causes })).rejects.toMatchObject({ code: 'permission.missing' })
    await expect(scoreTask(first, task.id, old)).rejects.toMatchObject({ code: 'quality.card_changed' })
    const { total } = await scoreTask(first, task.id, await marksOf({ facts: 0 }))
    expect(total).toBeCloseTo((80 / 120) * 100)
    const versions = await bank.rows('SELECT DISTINCT card_version AS v FROM quality_score ORDER BY 1')
    expect(versions).toEqual([{ v: 0 }, { v: 1 }])
  })

  it('is read by whose work it is without who gave it, contested once, and decided by somebody else; annulled it counts no more', async () => {
    const dilnoza = bank.as('dilnoza')
    const jasur = bank.as('jasur')
    const own = await ownScores(dilnoza)
    const of = own.length > 0 ? dilnoza : jasur
    const [score] = own.length > 0 ? own : await ownScores(jasur)
    if (score === undefined) throw new Error('nobody was scored')
    expect(score.reviewerId).toBe(null)
    const other = of === dilnoza ? jasur : dilnoza
    await expect(contestScore(other, score.id, 'meniki emas')).rejects.toMatchObject({ code: 'quality.not_found' })
    // Whoever decides contests has no business with a score nobody contested.
    await expect(scoreSheet(bank.as('nodira'), score.id, 'ru')).rejects.toMatchObject({ code: 'quality.not_found' })
    await contestScore(of, score.id, 'Stavka o‘sha kuni shunday edi')
    await expect(contestScore(of, score.id, 'yana')).rejects.toMatchObject({ code: 'quality.already_contested' })
    const [row] = await bank.rows<{ by: string }>('SELECT reviewer_id AS by FROM quality_score WHERE id = $1', score.id)
    const giver = row?.by === (first.actor as { id: string }).id ? first : second
    expect(await listContests(giver)).toEqual([])
    const decision = { decision: 'annulled', note: 'Stavka to‘g‘ri ekan' } as const
    await expect(decideContest(giver, score.id, decision)).rejects.toMatchObject({ code: 'quality.same_person' })
    await expect(decideContest(bank.as('sherzod'), score.id, decision)).rejects.toMatchObject({ code: 'permission.missing' })
    const before = (await qualityReport(bank.ctx, days)).all.n
    expect(await listContests(bank.as('nodira'))).toMatchObject([{ id: score.id, contest: 'Stavka o‘sha kuni shunday edi' }])
    await decideContest(bank.as('nodira'), score.id, decision)
    await expect(decideContest(bank.as('nodira'), score.id, decision)).rejects.toMatchObject({
      code: 'quality.already_decided',
    })
    const after = await qualityReport(bank.ctx, days)
    expect(after.all.n).toBe(before - 1)
    expect(after.contests).toEqual({ raised: 1, annulled: 1, open: 0 })
    const toOwner = await scoreSheet(of, score.id, 'ru')
    expect(toOwner.body.subarray(0, 5).toString()).toBe('%PDF-')
    const reviewerOn = ({ facts }: typeof toOwner) => facts.find(([name]) => name === 'Оценщик')?.[1]
    expect(reviewerOn(toOwner)).toBe('не раскрывается')
    const toDecider = await scoreSheet(bank.as('nodira'), score.id, 'ru')
    expect(reviewerOn(toDecider)).not.toBe('не раскрывается')
    expect(toDecider.facts).toContainEqual(['Обращение', score.number])
    const [, contest] = toDecider.parts.find(([name]) => name.startsWith('Возражение')) ?? []
    expect(contest).toBe(`Stavka o‘sha kuni shunday edi\nВозражение рассмотрено, оценка отменена\n${decision.note}`)
    await expect(scoreSheet(bank.as('sherzod'), score.id, 'ru')).rejects.toMatchObject({ code: 'quality.not_found' })
  })

  it('makes figures that a recount gives, with their n, by operator and department, and the register of causes', async () => {
    for (const task of (await listTasks(first, sampleId)).filter(({ isDone }) => !isDone))
      await scoreTask(first, task.id, await marksOf({ secrecy: task.isDouble ? 0 : 1, courtesy: 0.5 }))
    const report = await qualityReport(bank.ctx, days)
    const scores = await bank.rows<{ total: number; operator: string; zeroed: boolean; marks: MarkedItem[] }>(
      "SELECT total, operator_id AS operator, is_zeroed AS zeroed, marks FROM quality_score WHERE decision IS DISTINCT FROM 'annulled'",
    )
    const mean = (of: typeof scores) => of.reduce((sum, { total }) => sum + total, 0) / of.length
    expect(report.all.n).toBe(scores.length)
    expect(report.all.mean).toBeCloseTo(mean(scores))
    expect(report.all.zeroed).toBe(scores.filter(({ zeroed }) => zeroed).length)
    expect(report.all.margin).toBeGreaterThan(0)
    for (const row of report.byOperator) {
      const own = scores.filter(({ operator }) => operator === row.operatorId)
      expect([row.n, row.mean]).toEqual([own.length, expect.closeTo(mean(own))])
    }
    expect(report.byDepartment.reduce((sum, { n }) => sum + n, 0)).toBe(scores.length)
    const faults = scores.flatMap(({ marks }) => marks).filter(({ cause }) => cause === 'knowledge').length
    expect(report.defects).toMatchObject([{ cause: 'knowledge', marks: faults, names: { en: 'Lack of knowledge' } }])
  })

  it('is on record, and loses its words with the request it is about', async () => {
    const actions = await bank.rows<{ action: string }>(
      "SELECT DISTINCT action FROM audit_entry WHERE action LIKE 'quality.%' ORDER BY 1",
    )
    expect(actions.map(({ action }) => action)).toEqual([
      'quality.card_changed',
      'quality.contest_decided',
      'quality.contested',
      'quality.sample_drawn',
      'quality.scored',
    ])
    const before = await qualityReport(bank.ctx, days)
    await inTransaction(bank.ctx, (tx) => forgetScores(tx, { requestIds: [...ids.keys()], messageIds: [] }))
    const kept = await bank.rows<{ words: string }>(
      "SELECT note || coalesce(contest, '') || coalesce(decision_note, '') || marks::text AS words FROM quality_score",
    )
    expect(kept.some(({ words }) => /izoh|stavka/i.test(words))).toBe(false)
    expect(await qualityReport(bank.ctx, days)).toEqual({ ...before, asOf: expect.any(String) })
  })
})
