/** Messages of VK beyond the contract: who may call, what becomes of a reply, and what clients do to messages. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { vendors } from '#bots'
import { vkRefusals } from '../../src/bots/vk-emulator/index.ts'
import { openVk, type Said, type VkDriver } from './vk-driver.ts'

let vk: VkDriver
let clients = 0
beforeAll(async () => {
  vk = await openVk()
  vk.connect()
})
afterAll(() => vk.close())

async function client(text = 'Filial qayerda?') {
  clients += 1
  const person = vk.emulator.person(502000000 + clients, 'Gulnora Yusupova')
  const first = person.write(text)
  await vk.settle()
  return { person, first, said: await known(String(first)) }
}
async function known(externalId: string): Promise<Said> {
  const said = await vk.stored(externalId)
  if (said === undefined) throw new Error('the message was not stored')
  return said
}
const refuse = (refusal: ReturnType<typeof vkRefusals.internal>, times = 1) =>
  vk.emulator.faults.strike('messages.send', { kind: 'refuse', refusal }, times)
const drop = (kind: 'drop_after_accept' | 'drop_before_accept', times: number) =>
  vk.emulator.faults.strike('messages.send', { kind }, times)
const sends = () => vk.emulator.calls.filter(({ method }) => method === 'messages.send')
/** Real time for the pacer, the world's for what waits, and then everything due. */
async function later(ms: number) {
  vk.world.clock.advance(ms)
  for (const sweep of vk.world.bots.sweeps) await sweep.run(vk.world.ctx)
  await vk.settle()
}

describe('a call of VK', () => {
  const { groupId, secret, confirmation } = {
    groupId: 220000901,
    secret: 'secret_of_the_emulator',
    confirmation: 'c0ffee42',
  }
  const call = (body: object) => vk.post(JSON.stringify(body))

  it('for the confirmation gets the community’s word, before a secret is set and after', async () => {
    expect(await call({ type: 'confirmation', group_id: groupId })).toMatchObject({ status: 200, body: confirmation })
    expect(await call({ type: 'confirmation', group_id: groupId, secret })).toMatchObject({ body: confirmation })
  })

  it.each([
    ['with a wrong secret', { type: 'confirmation', group_id: groupId, secret: 'wrong' }],
    ['for a community that is not ours', { type: 'confirmation', group_id: 1 }],
    ['for another community with this one’s secret', { type: 'message_new', group_id: 1, secret, object: {} }],
    ['without a secret', { type: 'message_new', group_id: groupId, object: {} }],
  ])('is refused %s', async (_says, body) => {
    const answer = await call(body)
    expect(answer.status).toBe(401)
    expect(answer.body).not.toContain(confirmation)
  })

  it('is told "ok" in so many letters, or VK would come again', async () => {
    const body = { type: 'group_join', group_id: groupId, secret, object: { user_id: 5, join_type: 'join' } }
    expect(await call(body)).toMatchObject({ status: 200, body: 'ok' })
    expect(await vk.kept('group_join')).toHaveLength(1)
  })

  it('keeps the secret nowhere', async () => {
    const rows = await vk.world.rows<{ said: string }>('SELECT payload::text AS said FROM unknown_update')
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.filter(({ said }) => said.includes(secret))).toEqual([])
  })

  it('that is repeated is counted as such', async () => {
    const body = JSON.stringify({
      type: 'message_typing_state',
      group_id: groupId,
      secret,
      object: { state: 'typing', from_id: 5 },
    })
    expect((await vk.post(body, { 'x-retry-counter': '2' })).body).toBe('ok')
    expect(await vk.world.ctx.metrics.text()).toMatch(/webhook_repeated\{[^}]*vk[^}]*\} 1/)
  })
})

describe('credentials of a community', () => {
  const check = async (given: object) => {
    const vendor = vendors.find(({ name }) => name === 'vk')
    const { url } = vk.emulator
    const emulator = { url, accounts: [], peopleChannels: [], connect: () => undefined, stop: async () => undefined }
    const accounts = vendor?.createAccounts({ config: vk.world.config, verifyToken: 'none', emulator })
    return accounts?.check('vk', { ...vk.emulator.state.group, ...given })
  }

  it('are good where VK knows the token and it is the community’s own', async () => {
    expect(await check({})).toEqual({ ok: true, externalId: '220000901', name: 'Demo bank' })
  })
  it.each([
    ['a token of nobody', { accessToken: 'vk1.a.nobody' }, 'token_refused'],
    ['a person’s token', { accessToken: 'vk1.a.token-of-its-administrator' }, 'token_refused'],
    ['another community than the token’s', { groupId: '220000902' }, 'other_account'],
    ['half of what is needed', { secret: undefined }, 'malformed'],
  ])('are refused with %s', async (_says, given, reason) => {
    expect(await check(given)).toEqual({ ok: false, reason })
  })
})

describe('a reply on VK', () => {
  it('whose answer was lost goes once, and its fate is known', async () => {
    const { said, person } = await client()
    drop('drop_after_accept', 2)
    const id = await vk.reply(said, 'Ikki marta uzildi')
    await vk.settle()
    expect((await vk.delivery(id))?.state).toBe('sent')
    expect(person.heard().map((one) => one.text)).toEqual(['Ikki marta uzildi'])
  })

  it('whose every answer was lost is sent as soon as its echo comes', async () => {
    const { said, person } = await client()
    drop('drop_after_accept', 3)
    const id = await vk.reply(said, 'Uch marta uzildi')
    await vk.settle()
    expect((await vk.delivery(id))?.state).toBe('sent')
    expect(person.heard()).toHaveLength(1)
  })

  it('that never came through and whose fate nobody knows is unconfirmed', async () => {
    const { said, person } = await client()
    drop('drop_before_accept', 3)
    const id = await vk.reply(said, 'Hech qachon bormadi')
    await vk.settle()
    expect((await vk.delivery(id))?.state).toBe('unconfirmed')
    expect(person.heard()).toEqual([])
  })

  it('that is unconfirmed is said once when VK is asked about it, whether it had arrived or not', async () => {
    const [lost, arrived] = [await client(), await client()]
    drop('drop_before_accept', 3)
    const never = await vk.reply(lost.said, 'Bormagan javob')
    await vk.settle()
    const taken = await vk.reply(arrived.said, 'Borgan javob')
    await vk.settle()
    await vk.world.rows(`UPDATE delivery SET state = 'unconfirmed' WHERE id = $1`, [taken])
    await vk.channel.lookAfter?.(vk.world.ctx)
    await vk.settle()
    expect([await vk.delivery(never), await vk.delivery(taken)].map((one) => one?.state)).toEqual(['sent', 'sent'])
    expect(lost.person.heard().map((one) => one.text)).toEqual(['Bormagan javob'])
    expect(arrived.person.heard().map((one) => one.text)).toEqual(['Borgan javob'])
  })

  it('that is unconfirmed is not said again once something was said after it', async () => {
    const { said, person } = await client()
    drop('drop_before_accept', 3)
    const id = await vk.reply(said, 'Yo‘qolgan')
    await vk.settle()
    await vk.reply(said, 'Keyingisi')
    await vk.settle()
    await vk.channel.lookAfter?.(vk.world.ctx)
    expect((await vk.delivery(id))?.state).toBe('unconfirmed')
    expect(person.heard().map((heard) => heard.text)).toEqual(['Keyingisi'])
  })

  it('that is unconfirmed is not said again after VK may have forgotten it', async () => {
    const { said, person } = await client()
    drop('drop_before_accept', 3)
    const id = await vk.reply(said, 'Eski')
    await vk.settle()
    vk.world.clock.advance(46 * 60_000)
    await vk.channel.lookAfter?.(vk.world.ctx)
    expect((await vk.delivery(id))?.state).toBe('unconfirmed')
    expect(person.heard()).toEqual([])
  })

  it('is tried again with the same number where VK had trouble of its own', async () => {
    const { said, person } = await client()
    refuse(vkRefusals.internal())
    const before = sends().length
    const id = await vk.reply(said, 'Ichki xato')
    await vk.settle()
    await later(10_000)
    expect((await vk.delivery(id))?.state).toBe('sent')
    const numbers = sends()
      .slice(before)
      .map(({ of }) => of['random_id'])
    expect(numbers).toHaveLength(2)
    expect(new Set(numbers).size).toBe(1)
    expect(person.heard()).toHaveLength(1)
  })

  it('longer than a message goes in parts, in order, each under a number of its own', async () => {
    const { said, person } = await client()
    const text = Array.from({ length: 300 }, (_none, index) => `${index + 1}-shart: har oyda to‘lov qilinadi.`).join(' ')
    const before = sends().length
    const id = await vk.reply(said, text)
    await vk.settle()
    expect((await vk.delivery(id))?.state).toBe('sent')
    expect(person.heard().length).toBeGreaterThan(1)
    expect(
      person
        .heard()
        .map((one) => one.text)
        .join(' '),
    ).toBe(text)
    expect(
      new Set(
        sends()
          .slice(before)
          .map(({ of }) => of['random_id']),
      ).size,
    ).toBe(person.heard().length)
  })

  it('is not taken in again when its echo comes, however often', async () => {
    const { said } = await client()
    vk.emulator.callbacks.copies = 3
    await vk.reply(said, 'Aks sado')
    await vk.settle()
    vk.emulator.callbacks.copies = 1
    expect(await vk.world.rows('SELECT 1 FROM message WHERE text = $1', ['Aks sado'])).toHaveLength(1)
    expect(await vk.kept('own_words_from_elsewhere')).toHaveLength(0)
  })

  it('typed by a colleague at VK is kept whole', async () => {
    const { person } = await client()
    vk.emulator.writeAsBank(person.person.id, 'Boshqa joydan javob')
    await vk.settle()
    expect(await vk.kept('own_words_from_elsewhere')).toHaveLength(1)
    expect(await vk.world.rows('SELECT 1 FROM message WHERE text = $1', ['Boshqa joydan javob'])).toEqual([])
  })

  it('is read once the client has read it', async () => {
    const { said, person } = await client()
    const id = await vk.reply(said, 'O‘qildimi?')
    await vk.settle()
    person.read()
    await vk.settle()
    expect((await vk.delivery(id))?.state).toBe('read')
  })

  it('waits while the token is dead, and goes when it lives again', async () => {
    const { said, person } = await client()
    vk.emulator.state.isTokenDead = true
    const id = await vk.reply(said, 'Token o‘lik')
    await vk.settle()
    expect((await vk.delivery(id))?.state).toBe('pending')
    expect(vk.channel.health()).toEqual({ state: 'alarm', reason: 'token_refused' })
    vk.emulator.state.isTokenDead = false
    await later(120_000)
    expect((await vk.delivery(id))?.state).toBe('sent')
    expect(vk.channel.health().state).toBe('ok')
    expect(person.heard()).toHaveLength(1)
  })

  it.each([
    ['that VK calls too long', vkRefusals.tooLong(), 'text_refused'],
    ['to nobody VK knows', vkRefusals.noContact(), 'chat_not_found'],
    ['the community may not write', vkRefusals.denied(), 'permission_missing'],
  ])('%s ends with its reason', async (_says, refusal, reason) => {
    const { said } = await client()
    refuse(refusal)
    const id = await vk.reply(said, 'Rad etiladi')
    await vk.settle()
    expect(await vk.delivery(id)).toEqual({ state: 'failed', failure_reason: reason })
  })

  it('holds up only its own conversation where VK calls it too much of the same', async () => {
    const [one, other] = [await client(), await client()]
    refuse(vkRefusals.flood())
    const id = await vk.reply(one.said, 'Ko‘p bir xil')
    await vk.settle()
    expect((await vk.delivery(id))?.state).toBe('pending')
    const free = await vk.reply(other.said, 'Boshqa suhbat')
    await vk.settle()
    expect((await vk.delivery(free))?.state).toBe('sent')
    await later(31_000)
    expect((await vk.delivery(id))?.state).toBe('sent')
  })
})

describe('a client on VK', () => {
  it('writes as they wrote: no escapes of VK’s remain', async () => {
    const { said } = await client('Foiz <20% & "qulay"?')
    expect(said.text).toBe('Foiz <20% & "qulay"?')
  })

  it('shows nobody a whole card number', async () => {
    const { said } = await client('Kartam 8600 1234 5678 9012 ishlamayapti')
    expect(said.text).not.toMatch(/8600|1234|5678/)
  })

  it('forbids us to write and allows it again; nothing is sent in between', async () => {
    const { person, said } = await client()
    person.deny()
    await vk.settle()
    const reachable = () =>
      vk.world.rows<{ is_reachable: boolean }>('SELECT is_reachable FROM identity WHERE external_id = $1', [
        String(person.person.id),
      ])
    expect(await reachable()).toEqual([{ is_reachable: false }])
    await expect(vk.reply(said, 'Yetmaydi')).rejects.toMatchObject({ code: 'channel.unreachable' })
    person.allow()
    await vk.settle()
    expect(await reachable()).toEqual([{ is_reachable: true }])
  })

  it('bears their own name as soon as it is known', async () => {
    const { said } = await client()
    const name = () =>
      vk.world.rows('SELECT k.display_name FROM contact k JOIN request r ON r.contact_id = k.id WHERE r.id = $1', [
        said.request_id,
      ])
    await expect.poll(name).toEqual([{ display_name: 'Gulnora Yusupova' }])
  })

  it('sends a photo, which is fetched in its largest size and kept', async () => {
    const { person } = await client()
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    const id = person.sendFile('photo', png, 'image/png', 'chek.png')
    await vk.settle()
    const rows = await vk.world.rows<{ state: string; size_bytes: number }>(
      'SELECT a.state, a.size_bytes FROM attachment a JOIN message m ON m.id = a.message_id WHERE m.external_id = $1',
      [String(id)],
    )
    expect(rows).toMatchObject([{ state: 'stored', size_bytes: png.length }])
  })

  it('in a chat of several people is nobody’s private conversation', async () => {
    const message = { id: 0, date: 1, peer_id: 2_000_000_001, from_id: 5, out: 0, text: 'Hammaga salom' }
    await vk.post(vk.emulator.callbacks.bodyOf('message_new', { message }))
    expect(await vk.kept('message_in_chat')).toHaveLength(1)
  })
})
