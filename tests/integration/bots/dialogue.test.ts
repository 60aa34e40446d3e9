import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buttonData, createBots, createWebchatChannel } from '#bots'
import { changeHolder, getRequest, notesOf } from '#inbox'
import { newId, type OperatorId, type RequestId } from '#kernel'
import { inTransaction } from '#platform'
import { openWorld, type World } from '../../contract/bots-world.ts'
import { until } from '../../support/index.ts'

const site = 'bank'
let world: World
let token: string

beforeAll(async () => {
  world = await openWorld({ kind: 'webchat', externalId: site, botEnabled: true })
  const { account, config, intake, makeCtx, ctx, bots, server } = world
  const channel = createWebchatChannel({ account, config, intake, makeCtx, bus: ctx.bus })
  bots.channels.add(channel)
  channel.addRoutes?.(server)
})
afterAll(() => world.close())

const post = async (path: string, payload: object) =>
  world.server.inject({
    method: 'POST',
    url: `/widget/${site}/${path}`,
    headers: token === '' ? {} : { authorization: `Bearer ${token}` },
    payload,
  })

type Line = { authorKind: string; text: string; content: { buttons?: { label: string; data: string }[][] } }
const lines = async (): Promise<Line[]> => {
  const answer = await world.server.inject({
    method: 'GET',
    url: `/widget/${site}/messages?after=0`,
    headers: { authorization: `Bearer ${token}` },
  })
  return answer.json<{ messages: Line[] }>().messages
}
const fromBot = async () => (await lines()).filter((line) => line.authorKind === 'bot')
const write = async (text: string) => {
  expect((await post('messages', { clientMessageId: randomUUID(), text })).statusCode).toBe(200)
}
const press = async (data: string) => {
  expect((await post('messages', { clientMessageId: randomUUID(), pressed: data })).statusCode).toBe(200)
}
const newest = async () => {
  const rows = await world.rows<{ id: RequestId }>('SELECT id FROM request ORDER BY number DESC LIMIT 1')
  const request = await getRequest(world.ctx, rows[0]?.id ?? newId())
  if (request === null) throw new Error('there is no request')
  return request
}
const notes = async () => (await notesOf(world.ctx, (await newest()).id)).map((note) => note.text)

beforeEach(async () => {
  token = ''
  token = (await post('session', { language: 'uz-Latn' })).json<{ visitorToken: string }>().visitorToken
  world.approved.answer = null
  world.approved.fails = false
})

describe('the bot', () => {
  it('answers several short messages once, when the client is quiet', async () => {
    world.approved.answer = { templateVersionId: newId(), text: 'Soat 9:00 dan 18:00 gacha.', score: 0.95 }
    await write('salom')
    await write('bo‘lim')
    await write('qachon ochiladi?')
    await world.settle()
    const said = await fromBot()
    expect(said).toHaveLength(1)
    expect(said[0]?.text).toContain('Soat 9:00 dan 18:00 gacha.')
    expect(said[0]?.content.buttons?.flat().map((button) => button.data)).toContain(buttonData.person)
    expect((await newest()).holderKind).toBe('bot')
  })

  it('closes the request as answered when the client says it helped', async () => {
    world.approved.answer = { templateVersionId: newId(), text: 'Ha, ishlaydi.', score: 0.95 }
    await write('Shanba kuni ishlaysizmi?')
    await world.settle()
    await press(buttonData.helped)
    await world.settle()
    expect(await newest()).toMatchObject({ status: 'closed', outcome: 'answered' })
  })

  it('gives a person to whoever presses the button, even after the matter was closed', async () => {
    world.approved.answer = { templateVersionId: newId(), text: 'Ha, ishlaydi.', score: 0.95 }
    await write('Yakshanba kuni-chi?')
    await world.settle()
    await press(buttonData.helped)
    await world.settle()
    await press(buttonData.person)
    await world.settle()
    expect(await newest()).toMatchObject({ status: 'open', holderKind: 'queue' })
  })

  it('says in danger first what to do, without waiting, and hands over at once', async () => {
    const before = world.clock.now().getTime()
    await write('Kartam yo‘qoldi!')
    await world.settle()
    expect(world.clock.now().getTime() - before).toBeLessThan(1000)
    expect((await fromBot())[0]?.text.startsWith(world.approved.advice)).toBe(true)
    expect((await newest()).holderKind).toBe('queue')
    expect((await notes()).join()).toContain('shoshilinch')
  })

  it('hands over at once and without advice what the model alone thinks urgent', async () => {
    await write('Kartam bloklandi, nima qilay')
    await world.settle()
    const [said] = await fromBot()
    expect(said?.text.startsWith('Xabaringizni shoshilinch deb qabul qildik.')).toBe(true)
    expect(said?.text).not.toContain(world.approved.advice)
    expect((await newest()).holderKind).toBe('queue')
    expect((await notes()).join()).toContain('shoshilinch')
  })

  it('tells a complainant the number and when a person answers, and leaves the reason as a note', async () => {
    await write('Pulim tushmadi')
    await world.settle()
    const request = await newest()
    expect(request.holderKind).toBe('queue')
    expect((await fromBot())[0]?.text).toContain(request.number)
    expect((await notes()).join()).toContain('shikoyat')
  })

  it('is silent while a person holds the request', async () => {
    await write('Pulim tushmadi')
    await world.settle()
    const { id } = await newest()
    const operatorId = newId<OperatorId>()
    await inTransaction(world.ctx, (tx) =>
      changeHolder(world.ctx, tx, { requestId: id, to: { kind: 'operator', operatorId }, reason: 'taken' }),
    )
    await write('Qachon tushadi?')
    await world.settle()
    expect(await fromBot()).toHaveLength(1)
  })

  it('gives the request to a person when it fails itself, and tells the client the number all the same', async () => {
    world.approved.fails = true
    await write('Filial qayerda?')
    await world.settle()
    const request = await newest()
    expect(request.holderKind).toBe('queue')
    expect((await notes()).join()).toContain('xato')
    const said = await fromBot()
    expect(said).toHaveLength(1)
    expect(said[0]?.text).toContain(request.number)
    expect(said[0]?.text).toContain('4 daqiqada')
  })

  it('a failure over which nothing can be said either still ends at a person', async () => {
    world.approved.fails = true
    await write('Filial qani?')
    await world.rows('UPDATE identity SET is_reachable = false WHERE contact_id = $1', [(await newest()).contactId])
    await world.settle()
    expect((await newest()).holderKind).toBe('queue')
    expect((await notes()).join()).toContain('xato')
    expect(await fromBot()).toHaveLength(0)
  })

  it('a failure in danger still says first what to do', async () => {
    world.approved.fails = true
    await write('Kartam yo‘qoldi, nima qilay?')
    await world.settle()
    expect((await fromBot())[0]?.text).toMatch(/^Hoziroq kartangizni bloklang/)
    expect((await newest()).holderKind).toBe('queue')
  })

  it('gives a request it never answered to a person by the sweep, when every hint was lost', async () => {
    await write('Hech kim eshitmadi?')
    world.clock.advance(25_000)
    for (const sweep of world.bots.sweeps) if (sweep.name === 'bots.neglected-dialogues') await sweep.run(world.ctx)
    expect((await newest()).holderKind).toBe('queue')
    expect((await notes()).join()).toContain('o‘z vaqtida')
    expect((await fromBot())[0]?.text).toContain((await newest()).number)
    await world.settle()
  })

  it('says that it was away, or behind, where that is why it did not answer', async () => {
    const neglect = async (bots: typeof world.bots, ctx: typeof world.ctx) => {
      world.clock.advance(25_000)
      for (const sweep of bots.sweeps) if (sweep.name === 'bots.neglected-dialogues') await sweep.run(ctx)
      const found = (await notes()).join()
      await world.settle()
      return found
    }
    const knowledge = {
      findAnswer: async () => null,
      findAdvice: async () => null,
      findIncident: async () => null,
      bankName: async () => null,
      filesOf: async () => [],
      estimate: async () => null,
    }
    const laterBots = () => createBots({ knowledge, dialogue: { startedAt: world.clock.now() } })
    await write('Hech kim eshitmadimi?')
    world.clock.advance(1_000)
    expect(await neglect(laterBots(), world.ctx)).toContain('to‘xtab turgan')
    const behind = laterBots()
    token = (await post('session', { language: 'uz-Latn' })).json<{ visitorToken: string }>().visitorToken
    world.clock.advance(1_000)
    await write('Navbat to‘lganmi?')
    const queue = { ...world.ctx.queue, depth: async () => ({ 'bots.take-turn': 5_000 }) }
    expect(await neglect(behind, { ...world.ctx, queue })).toContain('navbati to‘lib')
  })

  it('that thinks too long loses the request to a person, and what it thinks of later is dropped', async () => {
    let wake: () => void = () => undefined
    const slow = new Promise<null>((resolve) => {
      wake = () => resolve(null)
    })
    const knowledge = {
      findAnswer: () => slow,
      findAdvice: async () => null,
      findIncident: async () => null,
      bankName: async () => null,
      filesOf: async () => [],
      estimate: async () => null,
    }
    const bots = createBots({ knowledge, dialogue: { burstMs: 0, turnTimeoutMs: 50 } })
    await write('Uzoq o‘ylaydimi?')
    const { id } = await newest()
    const job = bots.jobs.find(({ name }) => name === 'bots.take-turn')
    await job?.run(world.ctx, { requestId: id })
    expect((await newest()).holderKind).toBe('queue')
    expect((await notes()).join()).toContain('vaqti tugadi')
    wake()
    await until(async () => (await world.ctx.metrics.text()).includes('bot_reply_dropped'))
    expect(await fromBot()).toHaveLength(1)
    await world.settle()
  })

  it('shows that it is about to answer while it waits for the rest, and is not left typing when a person takes over', async () => {
    const shown: string[] = []
    const stop = world.ctx.bus.subscribe('bots.webchat', (payload) => {
      if ((payload as { isBotTyping?: boolean }).isBotTyping === true) shown.push((payload as { thread: string }).thread)
    })
    world.approved.answer = { templateVersionId: newId(), text: 'Ha, ishlaydi.', score: 0.95 }
    await write('Bugun ishlaysizmi?')
    await world.settle()
    stop()
    expect(shown).toHaveLength(1)
  })

  it('tells what the bank says of an incident to whoever writes about it', async () => {
    world.approved.incident = 'Ilova vaqtincha ishlamayapti, tuzatyapmiz.'
    await write('Ilova nega ochilmayapti?')
    await world.settle()
    world.approved.incident = null
    expect((await fromBot())[0]?.text).toContain('Ilova vaqtincha ishlamayapti')
    expect((await newest()).holderKind).toBe('bot')
  })

  it('asks a greeting how it can help, changes the language when asked, and stops after two failures', async () => {
    await write('salom')
    await world.settle()
    await press(buttonData.language('ru'))
    await world.settle()
    expect((await fromBot()).at(-1)?.text).toContain('по-русски')
    await write('salom salom')
    await world.settle()
    expect((await newest()).holderKind).toBe('bot')
    await write('salom yana')
    await world.settle()
    expect((await newest()).holderKind).toBe('queue')
    expect((await fromBot()).at(-1)?.text).toContain('специалист')
  })
})

describe('the silence of the machine', () => {
  it('holds no word of a client nor of the bot in logs, facts, jobs and metrics', async () => {
    const said = (await world.rows<{ text: string }>(`SELECT DISTINCT text FROM message WHERE length(text) > 8`)).map(
      ({ text }) => text,
    )
    expect(said.length).toBeGreaterThan(5)
    const facts = JSON.stringify(await world.rows('SELECT data, actor FROM event'))
    const kept = [world.ctx.collector.lines.join('\n'), facts, await world.ctx.metrics.text()].join('\n')
    expect(said.filter((text) => kept.includes(text))).toEqual([])
  })
})
