/** The made-up change of every account that is set up in the console, over the real address, the real proof and the real tables. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Channel, type VendorEmulator, vendors } from '#bots'
import { saveChannelAccount } from '#inbox'
import { freePort } from '../support/index.ts'
import { openWorld, type World } from './bots-world.ts'

let world: World
const channels: Channel[] = []
const emulators: VendorEmulator[] = []
beforeAll(async () => {
  const port = await freePort()
  world = await openWorld({ kind: 'webchat', externalId: 'site', env: { PUBLIC_URL: `http://127.0.0.1:${port}` } })
  const { config, ctx, intake, makeCtx, server } = world
  for (const vendor of vendors) {
    const emulator = await vendor.startEmulator({ host: '127.0.0.1', port: 0 })
    emulators.push(emulator)
    const accounts = vendor.createAccounts({ config, verifyToken: 'word', emulator })
    for (const { kind, externalId, credentials } of emulator.accounts) {
      const visibility = kind === 'facebook' ? 'public' : 'private'
      const account = await saveChannelAccount(ctx, { kind, externalId, name: kind, visibility, botEnabled: false })
      channels.push(accounts.open({ account, credentials, intake, makeCtx }))
    }
    accounts.addRoutes(server, makeCtx)
  }
  await server.listen({ host: '127.0.0.1', port })
})
afterAll(async () => {
  for (const channel of channels) await channel.stop?.()
  for (const emulator of emulators) await emulator.stop()
  await world?.close()
})

const kept = () => world.rows<{ n: number }>('SELECT count(*)::int AS n FROM unknown_update').then(([row]) => row?.n)

describe('the probe', () => {
  it('of every account that has an address arrives, and leaves nothing behind', async () => {
    expect(channels.map(({ account }) => account.kind).sort()).toEqual(['facebook', 'instagram', 'messenger', 'vk', 'whatsapp'])
    for (const { account, probe } of channels) expect(await probe?.(world.ctx), account.kind).toBe(true)
    expect(await kept()).toBe(0)
    expect(await world.rows('SELECT 1 FROM message')).toEqual([])
  })

  it('does not arrive where the address answers nobody', async () => {
    await world.server.close()
    for (const { account, probe } of channels) expect(await probe?.(world.ctx), account.kind).toBe(false)
  })
})
