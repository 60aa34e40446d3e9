import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClockShare, CutReport, type Figures, type ReportCut, type ReportQuery, reportCuts, SlaReport } from '#contracts'
import {
  ClockWaker,
  classifyAsOperator,
  closeAsOperator,
  pauseAsOperator,
  reopenAsOperator,
  replyAsOperator,
  takeRequest,
} from '#handoff'
import { askSatisfaction, recordSatisfaction, saveChannelAccount } from '#inbox'
import { type ConversationId, minuteMs, newId, type RequestId } from '#kernel'
import { inTransaction } from '#platform'
import { behindNumber, cutReport, keepPages, rebuildStats, satisfactionReport, slaReport, slaReportCsv } from '#stats'
import { type Bank, openBank } from '../handoff/bank.ts'
import { everyCell, numbersOf } from './asked-cells.ts'
import { type Dimensions, flowsOf, recount, recountFlows, wordOf } from './recount.ts'

let bank: Bank
beforeAll(async () => {
  bank = await openBank({ at: '2026-11-16T09:00:00+05:00' })
})
afterAll(async () => bank.close())

const kinds = ['complaint normal p2p', 'question high general', 'suggestion low service', 'information_request urgent credit']
const steps = ['write', 'answer', 'close', 'pause', 'go on', 'reopen', 'correct', 'rate', 'wait', 'wait long', 'wake'] as const

/** A random day at the bank: whatever is refused is refused, as in life. */
async function live(script: readonly { step: (typeof steps)[number]; pick: number }[]): Promise<void> {
  const ids: RequestId[] = []
  const waker = new ClockWaker(bank.ctx)
  for (const [i, { step, pick }] of script.entries()) {
    const requestId = ids[pick % Math.max(1, ids.length)]
    const dilnoza = bank.as('dilnoza')
    if (step === 'write' || requestId === undefined) ids.push(await bank.write(newId(), `${kinds[pick % 4]}: матн ${i}`))
    else if (step === 'wait') bank.clock.advance((pick % 50) * minuteMs + pick)
    else if (step === 'wait long') bank.clock.advance((pick % 60) * 60 * minuteMs)
    else if (step === 'wake') await waker.wakeOnce()
    else await act(step, requestId, pick, dilnoza).catch(() => undefined)
  }
  // Whatever chance brought, somebody has given a mark.
  await act('rate', await bank.write(newId(), 'question normal general: baho'), 5, bank.as('dilnoza'))
}

async function act(
  step: string,
  requestId: RequestId,
  pick: number,
  dilnoza: Parameters<typeof replyAsOperator>[0],
): Promise<void> {
  await takeRequest(bank.as('sherzod'), { requestId, operatorId: bank.idOf('dilnoza') }).catch(() => undefined)
  if (step === 'answer') await replyAsOperator(dilnoza, { requestId, clientReplyId: newId(), text: 'Javob' })
  if (step === 'close') await closeAsOperator(dilnoza, { requestId, outcome: pick % 3 === 0 ? 'spam' : 'resolved' })
  if (step === 'pause') await pauseAsOperator(dilnoza, { requestId, reason: 'waiting_client_answer' })
  if (step === 'go on') await bank.write((await clientOf(requestId)) ?? newId(), 'question normal general: yana')
  if (step === 'rate') await rate(requestId, pick)
  if (step === 'reopen') await reopenAsOperator(dilnoza, { requestId })
  if (step === 'correct')
    await classifyAsOperator(bank.as('sherzod'), {
      requestId,
      type: pick % 2 === 0 ? 'complaint' : 'question',
      priority: 'normal',
      reason: 'sabab',
    })
}

/** The client is asked after a closing, and answers or not. */
async function rate(requestId: RequestId, pick: number): Promise<void> {
  const kind = pick % 3 === 0 ? 'nps' : 'csat'
  const dilnoza = bank.as('dilnoza')
  await replyAsOperator(dilnoza, { requestId, clientReplyId: newId(), text: 'Javob' }).catch(() => undefined)
  await closeAsOperator(dilnoza, { requestId, outcome: 'answered' }).catch(() => undefined)
  const choices = [[{ score: 5, label: '5' }]]
  await inTransaction(bank.ctx, (tx) => askSatisfaction(bank.ctx, tx, { requestId, kind, text: 'Baho?', choices }))
  const [asked] = await bank.rows<{ id: never; conversation_id: ConversationId }>(
    'SELECT id, conversation_id FROM satisfaction WHERE request_id = $1 AND score IS NULL ORDER BY asked_at DESC',
    requestId,
  )
  if (!asked || pick % 4 === 0) return
  const input = { id: asked.id, conversationId: asked.conversation_id, score: 1 + (pick % 5) }
  await inTransaction(bank.ctx, (tx) =>
    recordSatisfaction(bank.ctx, tx, { ...input, thanks: () => 'Rahmat', lowNote: () => 'past baho' }),
  )
}

async function clientOf(requestId: RequestId): Promise<string | undefined> {
  const [row] = await bank.rows<{ external_id: string }>(
    'SELECT c.external_id FROM conversation c JOIN request_conversation r ON r.conversation_id = c.id WHERE r.request_id = $1',
    requestId,
  )
  return row?.external_id
}

/** How a report is filtered by a word of a cut. */
const filterNames: Partial<Record<ReportCut, keyof ReportQuery>> = { department: 'departmentId', operator: 'operatorId' }
const filteredBy = (cut: ReportCut, word: string) => ({ ...wide, [filterNames[cut] ?? cut]: word }) as ReportQuery

const statTables = 'stat_request, stat_clock, stat_reopening, stat_closing, stat_day'
const wide: ReportQuery = { from: '2026-11-16', to: '2027-10-31' }

describe('the report', () => {
  it('counts what a recount from the ledger counts, and a rebuild from nothing gives it again, over random days', async () => {
    const script = fc.array(fc.record({ step: fc.constantFrom(...steps), pick: fc.nat(10_000) }), {
      minLength: 20,
      maxLength: 45,
    })
    await fc.assert(
      fc.asyncProperty(script, async (days) => {
        await live(days)
        await bank.settle()
        for (const query of [wide, { ...wide, type: 'complaint' as const }]) {
          const report = await slaReport(bank.ctx, query)
          expect(SlaReport.safeParse(report).success).toBe(true)
          expect(report.clocks).toEqual(await recount(bank, query))
        }
        const projected = await slaReport(bank.ctx, wide)
        await bank.rows(`TRUNCATE ${statTables}`)
        await rebuildStats(bank.ctx)
        expect(await slaReport(bank.ctx, wide)).toEqual(projected)
      }),
      { numRuns: 6 },
    )
  }, 120_000)

  it('cut by anything counts what a recount from the facts counts, and the parts come to the whole', async () => {
    const whole = (await slaReport(bank.ctx, wide)).figures
    expect(flowsOf(whole)).toEqual(await recountFlows(bank, () => true))
    expect(whole.clocks).toEqual(await recount(bank, wide))
    for (const cut of reportCuts) {
      const report = await cutReport(bank.ctx, { ...wide, cut })
      expect(CutReport.safeParse(report).success).toBe(true)
      expect(report.rows.length).toBeGreaterThan(0)
      for (const { value, figures } of report.rows) {
        const isIn = (row: Dimensions) => wordOf(row, cut) === value
        expect({ cut, value, ...flowsOf(figures) }).toEqual({ cut, value, ...(await recountFlows(bank, isIn)) })
        expect(figures.clocks).toEqual(await recount(bank, wide, isIn))
        expect((await slaReport(bank.ctx, filteredBy(cut, value))).figures).toEqual(figures)
      }
      const sum = (of: (figures: Figures) => number) => report.rows.reduce((total, { figures }) => total + of(figures), 0)
      expect(sum(({ csat }) => csat.asked)).toBe(whole.csat.asked)
      expect(sum(({ handling }) => handling.count)).toBe(whole.handling.count)
    }
  }, 60_000)

  it('opens the requests behind every number: as many as the number says', async () => {
    const { figures, open, hours } = await slaReport(bank.ctx, wide)
    const numbers = { ...numbersOf(figures), 'open.total': open.total, 'open.past_due': open.pastDue }
    for (const [measure, number] of Object.entries(numbers)) {
      const { total, rows } = await behindNumber(bank.ctx, { ...wide, measure, offset: 0, limit: 200 })
      expect({ measure, total, rows: rows.length }).toEqual({ measure, total: number, rows: Math.min(200, number ?? 0) })
    }
    expect(figures.csat.asked).toBeGreaterThan(0)
    const busiest = hours.reduce((most, hour) => (hour.opened > most.opened ? hour : most))
    const { weekday, hour } = busiest
    const behind = await behindNumber(bank.ctx, { ...wide, measure: 'opened', weekday, hour, offset: 0, limit: 200 })
    expect(behind.total).toBe(busiest.opened)
    const unknown = behindNumber(bank.ctx, { ...wide, measure: 'happiness', offset: 0, limit: 1 })
    await expect(unknown).rejects.toMatchObject({ code: 'report.measure_unknown' })
  })

  it('opens the requests behind every cell: of a channel and type, of a day, of a cut, of a mark, of appeals, repeats and weeks', async () => {
    const cells = await everyCell(bank.ctx, wide)
    expect(cells.filter(([number]) => number > 0).length).toBeGreaterThan(40)
    for (const [number, query] of cells) {
      const { total, rows } = await behindNumber(bank.ctx, { ...wide, offset: 0, limit: 5, ...query })
      expect({ ...query, total, rows: rows.length }).toEqual({ ...query, total: number, rows: Math.min(5, number) })
    }
  }, 60_000)

  it('opens a number page by page, each of its requests once and in its order, whatever day it stands in', async () => {
    const { figures } = await slaReport(bank.ctx, wide)
    const whole = await behindNumber(bank.ctx, { ...wide, measure: 'opened', offset: 0, limit: 200 })
    const paged = []
    for (let offset = 0; offset < whole.rows.length; offset += 7)
      paged.push(...(await behindNumber(bank.ctx, { ...wide, measure: 'opened', offset, limit: 7 })).rows)
    expect(paged).toEqual(whole.rows)
    const past = await behindNumber(bank.ctx, { ...wide, measure: 'opened', offset: figures.opened, limit: 7 })
    expect(past).toMatchObject({ total: figures.opened, rows: [] })
  })

  it('says of each day what was open when it ended, and of marks the same as the report on satisfaction', async () => {
    const { days, open, figures } = await slaReport(bank.ctx, wide)
    let backlog = 0
    for (const day of days) {
      backlog += day.opened + day.reopened - day.closed
      expect(day.backlog).toBe(backlog)
    }
    expect(days.at(-1)?.backlog).toBe(open.total)
    const { csat, nps } = await satisfactionReport(bank.ctx, wide)
    expect({ csat, nps }).toEqual({ csat: figures.csat, nps: figures.nps })
  })

  it('reads kept pages where they are true, and never an old one', async () => {
    for (let left = 1; left > 0; ) left = await keepPages(bank.ctx)
    expect(await keepPages(bank.ctx)).toBe(0)
    const before = (await slaReport(bank.ctx, wide)).figures
    const requestId = await bank.write(newId(), 'question normal general: yangi')
    await bank.settle()
    expect((await slaReport(bank.ctx, wide)).figures.opened).toBe(before.opened + 1)
    await takeRequest(bank.as('sherzod'), { requestId, operatorId: bank.idOf('dilnoza') })
    await closeAsOperator(bank.as('dilnoza'), { requestId, outcome: 'spam' })
    await bank.settle()
    expect(await keepPages(bank.ctx)).toBe(1)
    expect((await slaReport(bank.ctx, wide)).figures.closed).toBe(before.closed + 1)
  })

  it('adds up: channels and types each give the whole, days give the volume', async () => {
    const report = await slaReport(bank.ctx, wide)
    const sum = (groups: { clocks: ClockShare[] }[], kind: string) =>
      groups
        .flatMap(({ clocks }) => clocks)
        .filter((share) => share.kind === kind)
        .reduce((total, { met, breached }) => total + met + breached, 0)
    for (const { kind, met, breached } of report.clocks) {
      expect(sum(report.byChannel, kind)).toBe(met + breached)
      expect(sum(report.byType, kind)).toBe(met + breached)
    }
    const opened = report.volume.reduce((total, cell) => total + cell.opened, 0)
    expect(opened).toBeGreaterThan(0)
    expect(report.days.reduce((total, day) => total + day.opened, 0)).toBe(opened)
    const [truth] = await bank.rows<{ reopened: number; open: number }>(
      `SELECT (SELECT count(*)::int FROM event WHERE name = 'request.reopened') AS reopened, (SELECT count(*)::int FROM request WHERE status <> 'closed') AS open`,
    )
    expect(report.volume.reduce((total, cell) => total + cell.reopened, 0)).toBe(truth?.reopened)
    expect(report.open.total).toBe(truth?.open)
  })

  it('as CSV has the same numbers', async () => {
    const report = await slaReport(bank.ctx, wide)
    const [header = '', ...lines] = slaReportCsv(report).split('\r\n')
    const columns = header.split(',')
    const rows = lines
      .filter((line) => line !== '')
      .map((line) => Object.fromEntries(line.split(',').map((cell, i) => [columns[i], cell])))
    for (const share of report.clocks) {
      const row = rows.find((each) => each['section'] === 'clocks' && each['clock'] === share.kind)
      const text = (value: number | null) => (value === null ? '' : String(value))
      expect(row).toMatchObject({
        met: text(share.met),
        breached: text(share.breached),
        open_past_due: text(share.openPastDue),
        attained: text(share.attained),
        p95_ms: text(share.p95Ms),
      })
    }
    expect(rows.filter((row) => row['section'] === 'volume')).toHaveLength(report.volume.length)
    expect(rows.filter((row) => row['section'] === 'days')).toHaveLength(report.days.length)
    const hostile = {
      ...report,
      volume: [{ channel: '=cmd|x' as never, type: '+1,"a"\n' as never, opened: 1, closed: 0, reopened: 0 }],
    }
    expect(slaReportCsv(hostile)).toContain(`volume,,'=cmd|x,"'+1,""a""\n"`)
  })

  it('is refused for a period that ends before it begins, or is no period at all', async () => {
    for (const [from, to] of [
      ['2026-11-02', '2026-11-01'],
      ['2020-01-01', '2026-01-01'],
      ['2026-13-01', '2026-13-02'],
    ] as const) {
      await expect(slaReport(bank.ctx, { from, to })).rejects.toMatchObject({ code: 'report.period_invalid' })
    }
  })
})

describe('a request that nobody but the bot ever held', () => {
  it('is counted, as one that reached no person', async () => {
    bank.clock.set('2027-12-01T12:00:00+05:00')
    const { id: account } = await saveChannelAccount(bank.ctx, {
      ...{ kind: 'telegram', externalId: 'answers-alone', name: 'Bot', visibility: 'private', botEnabled: true },
    })
    const requestId = await bank.write(newId(), 'question normal general: salom', { channelAccountId: account })
    expect(await bank.rows('SELECT holder_kind FROM request WHERE id = $1', requestId)).toEqual([{ holder_kind: 'bot' }])
    await bank.settle()
    expect(
      await bank.rows('SELECT began_with_bot, reached_person, holders FROM stat_request WHERE request_id = $1', requestId),
    ).toEqual([{ began_with_bot: true, reached_person: false, holders: 0 }])
  })
})

describe('the days of a report', () => {
  it('are the bank’s: a minute before midnight in Tashkent is still today', async () => {
    const day = { from: '2027-11-01', to: '2027-11-02' }
    bank.clock.set('2027-11-01T23:59:00+05:00')
    await bank.write(newId(), 'question normal general: kech')
    bank.clock.set('2027-11-02T00:00:00+05:00')
    await bank.write(newId(), 'question normal general: erta')
    bank.clock.set('2027-11-03T00:00:00+05:00')
    await bank.write(newId(), 'question normal general: keyingi kun')
    await bank.settle()
    const report = await slaReport(bank.ctx, day)
    expect(report.days.map(({ date, opened, closed }) => ({ date, opened, closed }))).toEqual([
      { date: '2027-11-01', opened: 1, closed: 0 },
      { date: '2027-11-02', opened: 1, closed: 0 },
    ])
  })
})
