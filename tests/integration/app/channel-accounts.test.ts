/** Setting accounts of Meta up: checked with the vendor, sealed, in use at once and in every process. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBots, escapedJson, type MetaEmulator, metaWebhookPath, startMetaEmulator } from '#bots'
import type { ChannelAccountId } from '#kernel'
import { buildServer, type HttpServer, loadConfig } from '#platform'
import { sealKeyFrom } from '#privacy'
import { type Accounts, openAccounts } from '../../../src/app/channel-accounts.ts'
import { openWorld, type World } from '../../contract/bots-world.ts'

const sealKey = sealKeyFrom('key-of-the-test')
const nobody = {
  findAnswer: async () => null,
  findAdvice: async () => null,
  findIncident: async () => null,
  bankName: async () => null,
  filesOf: async () => [],
  estimate: async () => ({ kind: 'minutes', minutes: 4 }) as const,
}
let world: World
let emulator: MetaEmulator
let accounts: Accounts
let server: HttpServer

async function openProcess(): Promise<Accounts> {
  const config = loadConfig({
    LOG_LEVEL: 'silent',
    META_GRAPH_ROOT: emulator.url,
    META_INSTAGRAM_ROOT: emulator.url,
    PUBLIC_URL: 'https://murojaat.example.uz',
  })
  const { ctx, intake } = world
  const bots = createBots({ knowledge: nobody })
  const demo = { emulators: new Map(), setUpEmulated: async () => undefined }
  return openAccounts({ config, ctx, intake, sealKey, bots, demo })
}

beforeAll(async () => {
  emulator = await startMetaEmulator({ port: 0, host: '127.0.0.1' })
  world = await openWorld({ kind: 'webchat', externalId: 'site' })
  accounts = await openProcess()
  server = await buildServer(world.ctx, world.config, { version: '0' })
  accounts.addRoutes(server)
  accounts.start()
})
afterAll(async () => {
  accounts.stop()
  await server.close()
  await world.close()
  await emulator.stop()
})

const given = () => ({ ...emulator.accounts.instagram })
const stateOf = async (kind: string) => {
  const { accounts: all } = await accounts.desk.list(world.ctx)
  return all.find((one) => one.kind === kind)
}
async function tell(text: string, to: HttpServer = server): Promise<number> {
  const { accountId } = emulator.accounts.instagram
  const at = Date.now() - 1000
  const message = { mid: `m_${text}`, text }
  const messaging = [{ sender: { id: '17900000000000961' }, recipient: { id: accountId }, timestamp: at, message }]
  emulator.webhooks.post = async (payload, headers) => {
    const answer = await to.inject({ method: 'POST', url: metaWebhookPath, headers, payload })
    return { status: answer.statusCode, retryAfter: undefined }
  }
  const body = escapedJson({ object: 'instagram', entry: [{ id: accountId, time: at, messaging }] })
  return (await emulator.webhooks.postOnce('instagram', body)).status
}

describe('an account of Meta', () => {
  it.each([
    ['a token of nobody', () => ({ ...given(), accessToken: 'a-token-of-nobody' }), 'token_refused'],
    ['another account than the token’s', () => ({ ...given(), accountId: '17841400000000999' }), 'other_account'],
    ['half of what is needed', () => ({ accessToken: 'a-token-of-nobody' }), 'malformed'],
  ])('is not set up with %s, and nothing is stored', async (_says, credentials, reason) => {
    const input = { kind: 'instagram', credentials: credentials() } as const
    expect(await accounts.desk.check(world.ctx, input)).toMatchObject({ ok: false, reason })
    await expect(accounts.desk.save(world.ctx, { ...input, botEnabled: true })).rejects.toMatchObject({
      code: 'channel.credentials_refused',
    })
    expect(await world.rows('SELECT 1 FROM channel_credential')).toEqual([])
    expect(await tell(`rad etilgan ${reason}`)).toBe(401)
  })

  it('whose app secret is wrong is refused, because every call proves it', async () => {
    const credentials = { ...emulator.accounts.page, appSecret: 'not the secret of the app' }
    const checked = await accounts.desk.check(world.ctx, { kind: 'messenger', credentials })
    expect(checked).toMatchObject({ ok: false, reason: 'token_refused' })
  })

  it('is in use as soon as it is saved, under the vendor’s name, its secrets sealed', async () => {
    await accounts.desk.save(world.ctx, { kind: 'instagram', credentials: given(), botEnabled: true })
    expect(await stateOf('instagram')).toMatchObject({ name: 'demo_bank', isEnabled: true, hasCredentials: true })
    expect(await tell('darhol qabul qilinadi')).toBe(200)
    const rows = await world.rows<{ said: string }>(
      `SELECT encode(ciphertext, 'escape') AS said FROM channel_credential
       UNION ALL SELECT facts::text FROM audit_entry UNION ALL SELECT data::text FROM event UNION ALL SELECT settings::text FROM channel_account`,
    )
    const { accessToken, appSecret } = given()
    expect(rows.filter(({ said }) => said.includes(accessToken) || said.includes(appSecret))).toEqual([])
    expect(JSON.stringify(await accounts.desk.list(world.ctx))).not.toMatch(/IGAA|secret-of/)
    expect(await world.rows(`SELECT 1 FROM audit_entry WHERE action = 'channel.credentials_saved'`)).toHaveLength(1)
  })

  it('is spoken for by every process, also one that was there before', async () => {
    const other = await openProcess()
    const otherServer = await buildServer(world.ctx, world.config, { version: '0' })
    other.addRoutes(otherServer)
    expect(await tell('boshqa jarayon', otherServer)).toBe(200)
    await otherServer.close()
  })

  it('listens no more once it is disabled, and again when it is enabled', async () => {
    const id = (await stateOf('instagram'))?.id as ChannelAccountId
    await accounts.desk.enable(world.ctx, id, false)
    expect(await tell('o‘chirilgan')).toBe(401)
    expect(await stateOf('instagram')).toMatchObject({ isEnabled: false, health: { state: 'off' } })
    await accounts.desk.enable(world.ctx, id, true)
    expect(await tell('yoqilgan')).toBe(200)
  })

  it('shows the address and the word to enter at Meta', async () => {
    const { metaWebhook } = await accounts.desk.list(world.ctx)
    expect(metaWebhook.url).toBe('https://murojaat.example.uz/channels/meta')
    const query = { 'hub.mode': 'subscribe', 'hub.verify_token': metaWebhook.verifyToken, 'hub.challenge': '42' }
    expect((await server.inject({ method: 'GET', url: metaWebhookPath, query })).body).toBe('42')
  })
})
