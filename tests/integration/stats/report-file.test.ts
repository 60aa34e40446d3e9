import { unzipSync } from 'fflate'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppealAnalysis, languages, type ReportScheduleInput } from '#contracts'
import { closeAsOperator, replyAsOperator, takeRequest } from '#handoff'
import { dayMs, hourMs, newId, type RequestId } from '#kernel'
import { createMail, Secret } from '#platform'
import {
  addSchedule,
  appealAnalysis,
  appealFile,
  cutReport,
  enableSchedule,
  listSchedules,
  removeSchedule,
  type SendReport,
  sendDueReports,
  slaReport,
  summaryFile,
} from '#stats'
import { freePort } from '../../support/free-port.ts'
import { type Bank, openBank } from '../handoff/bank.ts'

let bank: Bank
const period = { from: '2026-11-01', to: '2026-11-30' }
beforeAll(async () => {
  bank = await openBank({ at: '2026-08-17T09:00:00+05:00' })
  await settledComplaint('complaint normal p2p: eski')
  bank.clock.set('2026-11-16T09:00:00+05:00')
  for (const text of ['complaint normal p2p: bir', 'complaint normal atm: ikki', 'complaint normal p2p: uch'])
    await settledComplaint(text)
  await bank.write(newId(), 'suggestion low service: taklif')
  await bank.write(newId(), 'question normal general: savol')
  bank.clock.set('2026-11-30T18:00:00+05:00')
  await bank.settle()
})
afterAll(async () => bank.close())

async function settledComplaint(text: string): Promise<RequestId> {
  const requestId = await bank.write(newId(), text)
  await takeRequest(bank.as('sherzod'), { requestId, operatorId: bank.idOf('dilnoza') })
  await replyAsOperator(bank.as('dilnoza'), { requestId, clientReplyId: newId(), text: 'Javob' })
  await closeAsOperator(bank.as('dilnoza'), { requestId, outcome: 'resolved' })
  return requestId
}

/** The cells of a spreadsheet's file, by name of the sheet: texts and numbers as they are shown. */
function cellsOf(file: Buffer): string {
  const parts = unzipSync(file)
  return Object.entries(parts)
    .filter(([name]) => /sheet\d+\.xml|sharedStrings|workbook\.xml$/.test(name))
    .map(([, part]) => new TextDecoder().decode(part))
    .join('\n')
}

describe('a file of the report', () => {
  it('as a spreadsheet has the numbers of the screens, a sheet for every cut, in each language', async () => {
    const { rows } = await cutReport(bank.ctx, { ...period, cut: 'type' })
    const complaints = rows.find(({ value }) => value === 'complaint')?.figures
    expect(complaints?.opened).toBe(3)
    for (const language of languages) {
      const { body, name } = await summaryFile(bank.ctx, period, 'xlsx', language)
      expect(name).toBe('murojaat-2026-11-01-2026-11-30.xlsx')
      const cells = cellsOf(body)
      const words = { 'uz-Latn': 'Shikoyat', 'uz-Cyrl': 'Шикоят', ru: 'Жалоба', en: 'Complaint' }
      expect(cells).toContain(words[language])
      expect(cells).not.toContain('<f>')
      expect(Object.keys(unzipSync(body)).filter((part) => /worksheets\/sheet\d+\.xml$/.test(part))).toHaveLength(11)
    }
  })

  it('as CSV neutralises what a spreadsheet would run, and has the same numbers', async () => {
    await bank.rows(`UPDATE operator SET display_name = '=cmd|x' WHERE id = $1`, bank.idOf('dilnoza'))
    const csv = (await summaryFile(bank.ctx, period, 'csv', 'en')).body.toString('utf8')
    expect(csv).toContain(`Operator,'=cmd|x,3,3`)
    const { figures } = await slaReport(bank.ctx, period)
    expect(csv).toContain(`Summary,Opened,${figures.opened},`)
  })

  it('as PDF is one page with its fonts inside', async () => {
    for (const language of ['uz-Latn', 'uz-Cyrl', 'ru'] as const) {
      const { body } = await summaryFile(bank.ctx, period, 'pdf', language)
      const text = body.toString('latin1')
      expect(text.startsWith('%PDF-')).toBe(true)
      expect(text.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1)
      expect(text).toContain('Inter')
      expect(text).toContain('/FontFile2')
    }
  })
})

describe('the quarterly analysis of appeals', () => {
  it('tells kinds, terms and causes against the quarter before, and leaves greetings out', async () => {
    const analysis = await appealAnalysis(bank.ctx, { year: 2026, quarter: 4 })
    expect(AppealAnalysis.safeParse(analysis).success).toBe(true)
    const complaint = analysis.kinds.find(({ type }) => type === 'complaint')
    expect(complaint).toMatchObject({ received: 3, before: 1, settled: 3, inTime: 3, late: 0, attained: 1 })
    expect(analysis.kinds.find(({ type }) => type === 'suggestion')).toMatchObject({ received: 1, settled: 0, pending: 1 })
    expect(analysis.causes).toEqual([
      { topic: 'p2p', count: 2, before: 1 },
      { topic: 'atm', count: 1, before: 0 },
    ])
    expect(analysis.outcomes).toEqual([{ outcome: 'resolved', count: 3 }])
    const { body } = await appealFile(bank.ctx, { year: 2026, quarter: 4 }, 'pdf', 'uz-Cyrl')
    expect(body.toString('latin1').match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1)
  })
})

const weekly: ReportScheduleInput = {
  name: 'Haftalik hisobot',
  kind: 'summary',
  format: 'pdf',
  rhythm: 'week',
  hour: 9,
  language: 'uz-Latn',
  receiver: { via: 'email', addresses: ['rahbar@bank.example'] },
}

describe('a scheduled report', () => {
  it('goes out by SMTP on the first morning after its period, once, as a letter with the file', async () => {
    const letters: string[] = []
    const sink = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, _session, done) {
        const parts: Buffer[] = []
        stream.on('data', (part: Buffer) => parts.push(part))
        stream.on('end', () => {
          letters.push(Buffer.concat(parts).toString('utf8'))
          done()
        })
      },
    })
    const port = await freePort()
    await new Promise<void>((resolve) => sink.listen(port, '127.0.0.1', resolve))
    const mail = createMail({ SMTP_URL: new Secret(`smtp://127.0.0.1:${port}`), MAIL_FROM: 'murojaat@bank.example' })
    const send: SendReport = async (_ctx, receiver, { subject, text, file }) => {
      if (receiver.via === 'email') await mail.send({ to: receiver.addresses, subject, text, attachment: file })
    }
    try {
      const { id } = await addSchedule(bank.as('sherzod'), weekly)
      expect(await sendDueReports(bank.ctx, send)).toBe(0)
      bank.clock.set('2026-12-07T08:59:59+05:00')
      expect(await sendDueReports(bank.ctx, send)).toBe(0)
      bank.clock.set('2026-12-07T09:00:00+05:00')
      expect(await sendDueReports(bank.ctx, send)).toBe(1)
      expect(await sendDueReports(bank.ctx, send)).toBe(0)
      expect(letters).toHaveLength(1)
      expect(letters[0]).toContain('rahbar@bank.example')
      expect(letters[0]).toContain('murojaat-2026-11-30-2026-12-06.pdf')
      expect(letters[0]).toMatch(/application\/pdf/)
      expect((await listSchedules(bank.ctx))[0]).toMatchObject({ lastFault: null, nextAt: '2026-12-14T04:00:00.000Z' })
      await removeSchedule(bank.as('sherzod'), id)
    } finally {
      await new Promise<void>((resolve) => sink.close(resolve))
    }
  })

  it('that cannot be sent is tried again with the reason beside it, and waits for the next period in the end', async () => {
    const { id } = await addSchedule(bank.as('sherzod'), weekly)
    bank.clock.set('2026-12-14T09:00:00+05:00')
    const none = createMail({ SMTP_URL: undefined, MAIL_FROM: undefined })
    let tries = 0
    const send: SendReport = async (_ctx, _receiver, { subject, text, file }) => {
      tries++
      await none.send({ to: [], subject, text, attachment: file })
    }
    for (let i = 0; i < 24; i++) {
      await sendDueReports(bank.ctx, send)
      bank.clock.advance(hourMs)
    }
    expect(tries).toBe(6)
    const [schedule] = await listSchedules(bank.ctx)
    expect(schedule).toMatchObject({ lastFault: 'report.mail_not_configured', nextAt: '2026-12-21T04:00:00.000Z' })
    await enableSchedule(bank.as('sherzod'), id, false)
    bank.clock.advance(30 * dayMs)
    await sendDueReports(bank.ctx, send)
    expect(tries).toBe(6)
    await removeSchedule(bank.as('sherzod'), id)
    await expect(removeSchedule(bank.as('sherzod'), id)).rejects.toMatchObject({ code: 'report.schedule_not_found' })
  })
})
