/** Accounts of Meta under the watchdog: the token's end, a lost subscription, and what was written while nothing came through. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createChannelDesk,
  createFacebookChannel,
  createInstagramChannel,
  createMessengerChannel,
  createWhatsAppChannel,
  type MetaEmulator,
} from '#bots'
import { dayMs, minuteMs } from '#kernel'
import { type MetaWorld, openMeta } from '../../contract/meta-driver.ts'
import { until } from '../../support/index.ts'

const open = {
  messenger: () =>
    openMeta({
      kind: 'messenger',
      externalId: ({ accounts }: MetaEmulator) => accounts.page.pageId,
      credentials: ({ accounts }: MetaEmulator) => accounts.page,
      create: createMessengerChannel,
    }),
  facebook: () =>
    openMeta({
      kind: 'facebook',
      externalId: ({ accounts }: MetaEmulator) => accounts.page.pageId,
      credentials: ({ accounts }: MetaEmulator) => accounts.page,
      create: createFacebookChannel,
    }),
  instagram: () =>
    openMeta({
      kind: 'instagram',
      externalId: ({ accounts }: MetaEmulator) => accounts.instagram.accountId,
      credentials: ({ accounts }: MetaEmulator) => accounts.instagram,
      create: createInstagramChannel,
    }),
  whatsapp: () =>
    openMeta({
      kind: 'whatsapp',
      externalId: ({ accounts }: MetaEmulator) => accounts.whatsapp.phoneNumberId,
      credentials: ({ accounts }: MetaEmulator) => accounts.whatsapp,
      create: createWhatsAppChannel,
    }),
} as const
type Kind = keyof typeof open

const watchOf = (meta: MetaWorld) => async () => {
  await meta.world.bots.sweeps.find(({ name }) => name === 'bots.watch-channels')?.run(meta.world.ctx)
  const health = await createChannelDesk(meta.world.bots.channels).health(meta.world.ctx)
  return health.find((one) => one.channelAccountId === meta.channel.account.id)
}
const settle = async (meta: MetaWorld) => {
  await meta.emulator.webhooks.idle()
  await meta.world.settle()
}
const texts = async (meta: MetaWorld) =>
  (await meta.world.rows<{ text: string }>('SELECT text FROM message ORDER BY sent_at')).map(({ text }) => text)

describe.each(Object.keys(open) as Kind[])('an account of %s', (kind) => {
  const tellsOfToken = kind !== 'instagram'
  let meta: MetaWorld
  let look: ReturnType<typeof watchOf>
  beforeAll(async () => {
    meta = await open[kind]()
    meta.connect()
    look = watchOf(meta)
    await meta.channel.start?.()
    await until(() => meta.channel.health().state === 'ok')
  })
  afterAll(() => meta.close())

  it('is well while its subscription stands', async () => {
    expect(await look()).toMatchObject({ state: 'ok', tokenExpiresAt: null })
  })

  it(
    tellsOfToken ? 'warns before its token ends' : 'says nothing of its token’s end, which Instagram Login does not tell',
    async () => {
      const end = Math.floor((meta.world.clock.now().getTime() + 10 * dayMs) / 1000) * 1000
      meta.emulator.state.tokenExpiresAt = end
      const ending = { state: 'warning', tokenExpiresAt: new Date(end).toISOString(), findings: [{ code: 'token_expires' }] }
      expect(await look()).toMatchObject(tellsOfToken ? ending : { state: 'ok', tokenExpiresAt: null })
      meta.emulator.state.tokenExpiresAt = null
      await look()
    },
  )

  it('whose subscription is gone is subscribed anew', async () => {
    meta.emulator.state.subscribed.clear()
    expect(await look()).toMatchObject({ state: 'alarm', findings: [{ code: 'subscription_missing' }] })
    expect(await look()).toMatchObject({ state: 'ok' })
  })

  // Meta answers such a subscription with success, and everything looks well while clients write into the void.
  it.skipIf(kind === 'whatsapp')(
    'that is told of some changes only is not called well, and is subscribed to the rest',
    async () => {
      const vital = kind === 'facebook' ? 'feed' : 'messages'
      const before = [...meta.emulator.state.subscribed]
      for (const one of before) if (one.endsWith(` ${vital}`)) meta.emulator.state.subscribed.delete(one)
      expect(meta.emulator.state.subscribed.size).toBeGreaterThan(0)
      meta.world.clock.advance(20 * minuteMs) // a repair is tried no more often than every ten minutes
      expect(await look()).toMatchObject({ state: 'alarm', findings: [{ code: 'subscription_missing' }] })
      expect(await look()).toMatchObject({ state: 'ok' })
      expect([...meta.emulator.state.subscribed].sort()).toEqual(before.sort())
    },
  )

  it('whose token is refused needs a person', async () => {
    meta.emulator.state.isTokenDead = true
    await look()
    expect(meta.channel.health()).toEqual({ state: 'alarm', reason: 'token_refused' })
    meta.emulator.state.isTokenDead = false
    await meta.channel.subscribeAgain?.(meta.world.ctx)
    await look()
  })
})

/** Everything is lost on its way, and Meta was told that it arrived. */
const lose = (meta: MetaWorld) => meta.emulator.connect(async () => ({ status: 200, retryAfter: undefined }))

async function outage(meta: MetaWorld, meanwhile: () => void) {
  const look = watchOf(meta)
  await meta.channel.subscribeAgain?.(meta.world.ctx)
  await look()
  meta.emulator.state.subscribed.clear()
  lose(meta)
  meta.world.clock.advance(20 * minuteMs)
  meanwhile()
  await meta.emulator.webhooks.idle()
  await look()
  meta.world.clock.advance(minuteMs)
  meta.connect()
  await look()
}

describe('after an outage', () => {
  it('what clients and colleagues wrote on Messenger is taken in once, in its order', async () => {
    const meta = await open.messenger()
    meta.connect()
    const person = meta.emulator.person('messenger', '7100000000000971', 'Dilnoza')
    person.write('Avval yozilgan?')
    await settle(meta)
    await outage(meta, () => {
      person.write('Uzilish paytida?')
      meta.world.clock.advance(minuteMs)
      meta.emulator.writeAsBank('messenger', person.person.id, 'Ilovadan javob')
      meta.world.clock.advance(minuteMs)
      meta.emulator.person('messenger', '7100000000000972').write('Yangi mijoz?')
    })
    const all = ['Avval yozilgan?', 'Uzilish paytida?', 'Ilovadan javob', 'Yangi mijoz?']
    expect(await texts(meta)).toEqual(all)
    expect(await meta.channel.catchUp?.(meta.world.ctx, new Date(0))).toBe(0)
    expect(await texts(meta)).toEqual(all)
    await meta.close()
  })

  it.each(['instagram', 'facebook'] as const)('comments of %s are taken in once, in public', async (kind) => {
    const meta = await open[kind]()
    meta.connect()
    const author = { id: '17900000000000973', name: 'nodira' }
    const first = meta.emulator.comment(kind, author, 'Birinchi izoh?')
    await settle(meta)
    await outage(meta, () => {
      const second = meta.emulator.comment(kind, author, 'Uzilishdagi izoh?')
      meta.world.clock.advance(minuteMs)
      meta.emulator.comment(kind, { id: '17900000000000974', name: 'aziz' }, 'Ostidagi izoh?', { parentId: second.id })
    })
    expect(await texts(meta)).toEqual([first.text, 'Uzilishdagi izoh?', 'Ostidagi izoh?'])
    expect(await meta.channel.catchUp?.(meta.world.ctx, new Date(0))).toBe(0)
    const places = await meta.world.rows<{ visibility: string }>('SELECT DISTINCT visibility FROM conversation')
    expect(places).toEqual([{ visibility: 'public' }])
    await meta.close()
  })

  it('WhatsApp has nothing one could read again', async () => {
    const meta = await open.whatsapp()
    expect(meta.channel.catchUp).toBeUndefined()
    await meta.close()
  })
})
