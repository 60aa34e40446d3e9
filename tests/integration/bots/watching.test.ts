import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Channel, createBots, createChannelDesk, type VendorSight } from '#bots'
import { saveChannelAccount } from '#inbox'
import { type ChannelAccountId, hourMs, minuteMs } from '#kernel'
import { type House, openHouse } from '../inbox/house.ts'

let house: House
let account: ChannelAccountId
let sight: VendorSight
let probeArrives: boolean
let registered: number
let look: () => Promise<void>
const bots = createBots({
  knowledge: {
    findAnswer: async () => null,
    findAdvice: async () => null,
    estimate: async () => null,
    findIncident: async () => null,
    bankName: async () => null,
    filesOf: async () => [],
  },
})
const desk = createChannelDesk(bots.channels)

beforeAll(async () => {
  house = await openHouse()
  const saved = await saveChannelAccount(house.ctx, {
    kind: 'telegram',
    externalId: 'watched',
    name: 'W',
    visibility: 'private',
    botEnabled: true,
  })
  account = saved.id
  sight = { pendingCount: 0, isSubscribed: true }
  probeArrives = true
  registered = 0
  const channel: Channel = {
    account: saved,
    limits: { textUnits: 1, attachmentBytes: 1, replyWindowHours: null },
    deliver: async () => ({ state: 'unconfirmed' }),
    fetchAttachment: async () => ({ state: 'failed' }),
    health: () => ({ state: 'ok', reason: null }),
    lookAfter: async () => sight,
    subscribeAgain: async () => {
      registered += 1
    },
    probe: async () => probeArrives,
  }
  bots.channels.add(channel)
  const sweep = bots.sweeps.find(({ name }) => name === 'bots.watch-channels')
  look = async () => sweep?.run(house.ctx)
})
afterAll(() => house.close())

const health = async () => (await desk.health(house.ctx)).find((one) => one.channelAccountId === account)
const told = async () =>
  (await house.rows<{ data: { state: string } }>("SELECT data FROM event WHERE name = 'channel.watched' ORDER BY ord")).map(
    ({ data }) => data.state,
  )

describe('the watchdog of an account', () => {
  it('finds a well one well and tells nobody', async () => {
    await look()
    expect(await health()).toMatchObject({ state: 'ok', findings: [], paused: null })
    expect(await told()).toEqual([])
  })
  it('counts the age of what the vendor keeps, says when it will be dropped, and tells each change once', async () => {
    sight = { pendingCount: 12, isSubscribed: true }
    await look()
    house.clock.advance(11 * minuteMs)
    await look()
    expect(await health()).toMatchObject({ state: 'warning', vendorPending: 12, findings: [{ code: 'backlog_grows_old' }] })
    house.clock.advance(2 * hourMs)
    await look()
    await look()
    expect(await health()).toMatchObject({ state: 'alarm' })
    const dropsAt = Date.parse((await health())?.vendorDropsAt ?? '')
    expect((dropsAt - house.clock.now().getTime()) / hourMs).toBeCloseTo(24 - 2 - 11 / 60, 3)
    sight = { pendingCount: 0, isSubscribed: true }
    await look()
    expect(await told()).toEqual(['warning', 'alarm', 'ok'])
  })
  it('registers anew where the vendor forgot us, and no more often than every ten minutes', async () => {
    sight = { isSubscribed: false }
    await look()
    await look()
    expect(registered).toBe(1)
    house.clock.advance(11 * minuteMs)
    sight = { isSubscribed: true }
    probeArrives = false
    await look()
    expect(registered).toBe(2)
    expect(await health()).toMatchObject({ state: 'alarm', findings: [{ code: 'probe_lost' }] })
    probeArrives = true
    house.clock.advance(11 * minuteMs)
    await look()
    expect(await health()).toMatchObject({ state: 'ok' })
  })
  it('shows a hold, and an account that is not there is not found', async () => {
    await desk.hold(house.ctx, account, true)
    await desk.look(house.ctx, account)
    expect(await health()).toMatchObject({
      state: 'warning',
      paused: { reason: 'held', until: null },
      findings: [{ code: 'held' }],
    })
    await desk.hold(house.ctx, account, false)
    await desk.look(house.ctx, account)
    expect(await health()).toMatchObject({ state: 'ok', paused: null })
    await expect(desk.look(house.ctx, house.account)).rejects.toMatchObject({ code: 'account.not_found' })
  })
})
