import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  changeReviewRule,
  closeAsOperator,
  decideAskedReply,
  listAskedReplies,
  mayDecideAsked,
  publishedTemplates,
  replyAsOperator,
  takeRequest,
  tendAskedReplies,
  transferRequest,
  withdrawAskedReply,
  withdrawTemplate,
} from '#handoff'
import { minuteMs, newId, type RequestId, secondMs, type TemplateVersionId } from '#kernel'
import { permissionsOf, setPresence, setProbation } from '#staff'
import { reviewReport } from '#stats'
import { type Bank, openBank } from './bank.ts'

let bank: Bank
let names = 0
const trainee = 'dilnoza'
const mentor = 'gulnora'
beforeAll(async () => {
  bank = await openBank()
  await bank.come(trainee, mentor, 'jasur', 'sherzod')
  await setProbation(bank.as('admin'), bank.idOf(trainee), { mentorId: bank.idOf(mentor), capacity: 2 })
})
afterAll(() => bank.close())

/** A new client's request in the hands of the trainee. */
async function held(text = 'question normal general: qanday?'): Promise<{ client: string; requestId: RequestId }> {
  names += 1
  const client = `client ${names}`
  const requestId = await bank.write(client, text)
  await bank.come(trainee, mentor, 'jasur', 'sherzod')
  await bank.rows(
    "UPDATE request SET holder_kind = 'operator', holder_operator_id = $2, holder_since = now() WHERE id = $1",
    requestId,
    bank.idOf(trainee),
  )
  return { client, requestId }
}
type More = Partial<Parameters<typeof replyAsOperator>[1]>
async function ask(requestId: RequestId, text = 'Ertaga keling', more: More = {}): Promise<string> {
  const asked = await replyAsOperator(bank.as(trainee), { requestId, clientReplyId: newId(), text, ...more })
  if (!('askedReplyId' in asked)) throw new Error('it went out')
  return asked.askedReplyId
}
const decide = (login: string, askedReplyId: string, more: Partial<Parameters<typeof decideAskedReply>[1]> = {}) =>
  decideAskedReply(bank.as(login), { askedReplyId, decision: 'approved', ...more })
const said = (requestId: RequestId) =>
  bank.rows<{ text: string; author: string }>(
    "SELECT text, author_id AS author FROM message WHERE request_id = $1 AND author_kind = 'operator' ORDER BY seq",
    requestId,
  )
const only = async (requestId: RequestId) => (await listAskedReplies(bank.ctx, requestId))[0]

describe('a probation', () => {
  it('lowers the capacity while it lasts and gives the old one back, on record', async () => {
    const of = async () =>
      (await bank.rows('SELECT capacity, capacity_after AS after FROM operator WHERE id = $1', bank.idOf(trainee)))[0]
    expect(await of()).toEqual({ capacity: 2, after: 5 })
    await setProbation(bank.as('admin'), bank.idOf(trainee), null)
    expect(await of()).toEqual({ capacity: 5, after: null })
    await setProbation(bank.as('admin'), bank.idOf(trainee), { mentorId: bank.idOf(mentor), capacity: 2 })
    const records = await bank.rows(
      "SELECT action FROM audit_entry WHERE action LIKE 'operator.probation%' AND subject_id = $1 ORDER BY at, id",
      bank.idOf(trainee),
    )
    expect(records.map(({ action }) => action)).toEqual([
      'operator.probation_set',
      'operator.probation_ended',
      'operator.probation_set',
    ])
  })

  it('takes a mentor who may approve, works near the newcomer and is no newcomer', async () => {
    const put = (of: string, mentorLogin: string) =>
      setProbation(bank.as('admin'), bank.idOf(of), { mentorId: bank.idOf(mentorLogin), capacity: 1 })
    for (const [of, by] of [
      ['jasur', 'jasur'],
      ['jasur', 'dilnoza'],
      ['jasur', 'admin'],
    ] as const)
      await expect(put(of, by)).rejects.toMatchObject({ code: 'operator.mentor_unfit' })
    const far = await bank.hire({ departments: ['cards'] })
    const asked = setProbation(bank.as('admin'), far, { mentorId: bank.idOf(mentor), capacity: 1 })
    await expect(asked).rejects.toMatchObject({ code: 'operator.mentor_unfit' })
    await expect(put('jasur', 'sherzod').then(() => setProbation(bank.as('admin'), bank.idOf('jasur'), null))).resolves.toBe(
      undefined,
    )
    await expect(
      setProbation(bank.as('sherzod'), bank.idOf('jasur'), { mentorId: bank.idOf(mentor), capacity: 1 }),
    ).rejects.toMatchObject({ code: 'permission.missing' })
  })
})

describe('a reply of somebody on probation', () => {
  it('does not go out, runs no clock down, and is the trainee’s once the mentor lets it; the client gets it once', async () => {
    const { requestId } = await held()
    const clientReplyId = newId()
    const askedReplyId = await ask(requestId, 'Ertaga keling', { clientReplyId })
    expect(await ask(requestId, 'Ertaga keling', { clientReplyId })).toBe(askedReplyId)
    expect(await said(requestId)).toEqual([])
    expect(await bank.request(requestId)).toMatchObject({ firstResponseAt: null })
    const results = await Promise.allSettled([decide(mentor, askedReplyId), decide(mentor, askedReplyId)])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await said(requestId)).toEqual([{ text: 'Ertaga keling', author: bank.idOf(trainee) }])
    expect((await bank.request(requestId)).firstResponseAt).not.toBe(null)
    // The console that never heard the answer asks again: it is the same reply.
    expect(await ask(requestId, 'Ertaga keling', { clientReplyId })).toBe(askedReplyId)
    expect(await said(requestId)).toHaveLength(1)
  })

  it('is refused at once where a reply would be', async () => {
    const { requestId, client } = await held()
    await expect(ask(requestId, 'PIN kodingizni ayting')).rejects.toMatchObject({ code: 'reply.guarded' })
    const [row] = await bank.rows<{ seq: number }>('SELECT seq FROM message WHERE request_id = $1', requestId)
    await bank.write(client, 'question normal general: yana')
    const late = ask(requestId, 'Ha', { seenClientSeq: row?.seq ?? 0 })
    await expect(late).rejects.toMatchObject({ code: 'reply.client_wrote_meanwhile' })
    await bank.rows('UPDATE request SET holder_operator_id = $2 WHERE id = $1', requestId, bank.idOf('jasur'))
    await expect(ask(requestId)).rejects.toMatchObject({ code: 'request.held_by_other' })
    expect(await listAskedReplies(bank.ctx, requestId)).toEqual([])
  })

  it('goes out in the mentor’s words where they changed them, and keeps both', async () => {
    const { requestId } = await held()
    const askedReplyId = await ask(requestId, 'Ertaga bankka keling')
    await decide(mentor, askedReplyId, { text: 'Marhamat, ertaga bankka keling' })
    expect((await said(requestId)).map(({ text }) => text)).toEqual(['Marhamat, ertaga bankka keling'])
    const asked = await only(requestId)
    expect(asked).toMatchObject({ text: 'Ertaga bankka keling', saidText: 'Marhamat, ertaga bankka keling', state: 'approved' })
    expect(asked?.saidShare).toBeCloseTo(3 / 7)
  })

  it('comes back with a note, or is taken back by its writer', async () => {
    const { requestId } = await held()
    await decide(mentor, await ask(requestId), { decision: 'refused', reason: 'Avval salomlashing' })
    expect(await only(requestId)).toMatchObject({ state: 'refused', reason: 'Avval salomlashing' })
    const second = await ask(requestId, 'Salom')
    await withdrawAskedReply(bank.as(trainee), second)
    await expect(decide(mentor, second)).rejects.toMatchObject({ code: 'asked_reply.already_decided' })
    expect(await said(requestId)).toEqual([])
  })

  it('is the mentor’s to read first, a supervisor’s at any time, and never its writer’s', async () => {
    const { requestId } = await held()
    await ask(requestId)
    const asked = await only(requestId)
    if (asked === undefined) throw new Error('nothing waits')
    const may = (login: string, roles: readonly ('mentor' | 'supervisor' | 'manager' | 'operator')[], of = asked) =>
      mayDecideAsked(of, { operatorId: bank.idOf(login), permissions: permissionsOf(roles) })
    expect([may(mentor, ['operator', 'mentor']), may('sherzod', ['supervisor'])]).toEqual([true, true])
    expect([may('nodira', ['manager']), may('jasur', ['mentor']), may('jasur', ['operator'])]).toEqual([false, false, false])
    expect(may('nodira', ['manager'], { ...asked, escalatedAt: bank.clock.now() })).toBe(true)
    expect(may(trainee, ['supervisor'])).toBe(false)
    await expect(decide('nodira', asked.id)).rejects.toMatchObject({ code: 'asked_reply.not_your_turn' })
  })

  it('tells whoever lets it go that the client has written since, until they have read it', async () => {
    const { requestId, client } = await held()
    const askedReplyId = await ask(requestId, 'Ha', { seenClientSeq: 1 })
    await bank.write(client, 'question normal general: yana savol')
    await expect(decide(mentor, askedReplyId)).rejects.toMatchObject({ code: 'reply.client_wrote_meanwhile' })
    await decide(mentor, askedReplyId, { seenClientSeq: 2, text: 'Ikkisiga ham ha' })
    expect((await said(requestId)).map(({ text }) => text)).toEqual(['Ikkisiga ham ha'])
  })

  it('does not outlive its template, and passes the guard in the words that go out', async () => {
    const { requestId } = await held()
    const guarded = await ask(requestId)
    await expect(decide(mentor, guarded, { text: 'PIN kodingizni ayting' })).rejects.toMatchObject({ code: 'reply.guarded' })
    await decide(mentor, guarded)
    const template = (await publishedTemplates(bank.ctx)).find(({ shortcut }) => shortcut === 'taklif-rahmat')
    if (template === undefined) throw new Error('no template')
    const templateVersionId = template.versionId as TemplateVersionId
    const of = await held('suggestion normal service: taklif')
    const asked = await replyAsOperator(bank.as(trainee), {
      requestId: of.requestId,
      clientReplyId: newId(),
      templateVersionId,
    })
    if (!('askedReplyId' in asked)) throw new Error('it went out')
    await withdrawTemplate(bank.as('nodira'), templateVersionId, 'eskirdi')
    await expect(decide(mentor, asked.askedReplyId)).rejects.toMatchObject({ code: 'template.not_published' })
    expect(await said(of.requestId)).toEqual([])
  })

  it('is dropped when somebody else takes the request over, or it is closed', async () => {
    const { requestId } = await held()
    await ask(requestId)
    await transferRequest(bank.as('sherzod'), { requestId, to: { operatorId: bank.idOf('jasur') } })
    const closed = await held()
    await ask(closed.requestId)
    await closeAsOperator(bank.as('sherzod'), { requestId: closed.requestId, outcome: 'spam' })
    await tendAskedReplies(bank.ctx)
    expect(await only(requestId)).toMatchObject({ state: 'dropped', cause: 'taken_over' })
    expect(await only(closed.requestId)).toMatchObject({ state: 'dropped', cause: 'closed' })
    expect([...(await said(requestId)), ...(await said(closed.requestId))]).toEqual([])
  })
})

describe('a mentor who does not read', () => {
  const everybody = [trainee, mentor, 'jasur', 'sherzod']
  const passed = async (requestId: RequestId) => {
    const asked = await only(requestId)
    if (asked === undefined || asked.lastAt === null || asked.escalateAt === null) throw new Error('nothing waits')
    return { escalateAt: asked.escalateAt, lastAt: asked.lastAt, isCalled: asked.escalatedAt !== null }
  }
  const until = async (moment: Date) => {
    await bank.pass(moment.getTime() - bank.clock.now().getTime() + secondMs, ...everybody)
    await tendAskedReplies(bank.ctx)
  }

  it('who is absent leaves it to the supervisors at once; one who leaves, from then on', async () => {
    await setPresence(bank.ctx, bank.idOf(mentor), 'away')
    const { requestId } = await held()
    await ask(requestId)
    expect((await passed(requestId)).isCalled).toBe(true)
    await setPresence(bank.ctx, bank.idOf(mentor), 'online')
    const other = await held()
    const waiting = await ask(other.requestId)
    expect((await passed(other.requestId)).isCalled).toBe(false)
    await setPresence(bank.ctx, bank.idOf(mentor), 'away')
    await tendAskedReplies(bank.ctx)
    expect((await passed(other.requestId)).isCalled).toBe(true)
    const told = await bank.rows(
      "SELECT 1 FROM event WHERE data ->> 'askedReplyId' = $1 AND data ->> 'state' = 'escalated'",
      waiting,
    )
    expect(told).toHaveLength(1)
    await setPresence(bank.ctx, bank.idOf(mentor), 'online')
    await decide('sherzod', waiting)
    expect(await said(other.requestId)).toHaveLength(1)
  })

  it('breaks no clock: supervisors are called, and then the request is somebody else’s while there is time', async () => {
    const { requestId } = await held('complaint urgent atm: bankomat pulimni yutdi')
    await ask(requestId)
    const [clock] = await bank.rows<{ due: Date }>(
      "SELECT due_at AS due FROM sla_clock WHERE request_id = $1 AND kind = 'first_response'",
      requestId,
    )
    const { escalateAt, lastAt } = await passed(requestId)
    expect(escalateAt.getTime()).toBeLessThan(lastAt.getTime())
    expect(lastAt.getTime()).toBeLessThan(clock?.due.getTime() ?? 0)
    await until(escalateAt)
    expect((await passed(requestId)).isCalled).toBe(true)
    expect(await bank.request(requestId)).toMatchObject({ holderKind: 'operator' })
    await until(lastAt)
    expect(await bank.request(requestId)).toMatchObject({ holderKind: 'queue' })
    expect(await only(requestId)).toMatchObject({ state: 'dropped', cause: 'late' })
    expect(bank.clock.now().getTime()).toBeLessThan(clock?.due.getTime() ?? 0)
    await takeRequest(bank.as('sherzod'), { requestId, operatorId: bank.idOf('jasur') })
    await replyAsOperator(bank.as('jasur'), { requestId, clientReplyId: newId(), text: 'Tekshiryapmiz' })
    expect(await said(requestId)).toHaveLength(1)
  })

  it('lets it go out unread where the bank’s rule says so, and gives it back where a reply would be refused', async () => {
    await changeReviewRule(bank.as('admin'), { mentorMinutes: 2, supervisorMinutes: 1, onLate: 'send' })
    const { requestId } = await held()
    await ask(requestId, 'Keling')
    const overtaken = await held()
    await ask(overtaken.requestId, 'Keling', { seenClientSeq: 1 })
    await bank.write(overtaken.client, 'question normal general: yana')
    await bank.pass(3 * minuteMs + secondMs, ...everybody)
    await tendAskedReplies(bank.ctx)
    expect(await said(requestId)).toEqual([{ text: 'Keling', author: bank.idOf(trainee) }])
    expect(await only(requestId)).toMatchObject({ state: 'sent_late', decidedById: null })
    expect(await said(overtaken.requestId)).toEqual([])
    expect(await only(overtaken.requestId)).toMatchObject({ state: 'dropped', cause: 'reply.client_wrote_meanwhile' })
    await expect(
      changeReviewRule(bank.as('sherzod'), { mentorMinutes: 1, supervisorMinutes: 1, onLate: 'send' }),
    ).rejects.toMatchObject({ code: 'permission.missing' })
  })
})

describe('the figures of reviews', () => {
  it('are those a recount of every reply gives, by writer and together', async () => {
    const query = { from: '2026-11-23', to: '2026-11-24' }
    const report = await reviewReport(bank.ctx, query)
    const all = await bank.rows<{
      state: string
      cause: string | null
      said: string | null
      by: string | null
      waited: number
    }>(
      `SELECT state, cause, said_text AS said, decided_by_id AS by,
        (extract(epoch FROM decided_at - asked_at) * 1000)::float8 AS waited FROM public_reply WHERE why = 'probation'`,
    )
    const decided = all.filter(({ state, by }) => by !== null && (state === 'approved' || state === 'refused'))
    const waits = decided.map(({ waited }) => waited).sort((a, b) => a - b)
    const rank = (share: number) => waits[Math.max(0, Math.ceil(share * waits.length) - 1)]
    const count = (wanted: (one: (typeof all)[number]) => boolean) => all.filter(wanted).length
    const approved = count(({ state }) => state === 'approved')
    expect(report.all).toEqual({
      asked: all.length,
      decided: decided.length,
      returned: count(({ state }) => state === 'refused'),
      returnedShare: count(({ state }) => state === 'refused') / decided.length,
      changed: count(({ said }) => said !== null),
      changedShare: count(({ said }) => said !== null) / approved,
      // Nobody read it in time, and the matter itself did not overtake it.
      late: count(
        ({ state, cause }) => state === 'sent_late' || (state === 'dropped' && !['taken_over', 'closed'].includes(cause ?? '')),
      ),
      medianMs: rank(0.5),
      p90Ms: rank(0.9),
    })
    expect(report.rows).toEqual([{ operatorId: bank.idOf(trainee), ...report.all }])
    expect(report.all.late).toBeGreaterThan(1)
    const before = await reviewReport(bank.ctx, { from: '2026-11-01', to: '2026-11-02' })
    expect(before).toMatchObject({ all: { asked: 0, returnedShare: null, medianMs: null }, rows: [] })
  })
})
