/** The one address Meta calls for all accounts: who may speak there, for whom, and in what batches. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createInstagramChannel, type MetaEmulator, metaWebhookPath } from '#bots'
import { AppError } from '#kernel'
import { type MetaWorld, openMeta, verifyToken } from './meta-driver.ts'

let meta: MetaWorld
let accountId: string
beforeAll(async () => {
  meta = await openMeta({
    kind: 'instagram',
    externalId: ({ accounts }: MetaEmulator) => accounts.instagram.accountId,
    credentials: ({ accounts }: MetaEmulator) => accounts.instagram,
    create: createInstagramChannel,
  })
  accountId = meta.emulator.accounts.instagram.accountId
})
afterAll(() => meta.close())

let mids = 0
const event = (clientId: string, text: string, account = accountId) => {
  mids += 1
  const at = meta.world.clock.now().getTime() - 1000
  return {
    id: account,
    time: at,
    messaging: [{ sender: { id: clientId }, recipient: { id: account }, timestamp: at, message: { mid: `m_${mids}`, text } }],
  }
}
const stored = (pattern: string) => meta.world.rows<{ text: string }>('SELECT text FROM message WHERE text LIKE $1', [pattern])
const handshake = (query: Record<string, string>) => meta.world.server.inject({ method: 'GET', url: metaWebhookPath, query })

describe('the handshake', () => {
  const asked = { 'hub.mode': 'subscribe', 'hub.verify_token': verifyToken, 'hub.challenge': '1158201444' }
  it('gives the challenge back as it came', async () => {
    const answer = await handshake(asked)
    expect([answer.statusCode, answer.body]).toEqual([200, '1158201444'])
    expect(answer.headers['content-type']).toContain('text/plain')
  })
  it.each([
    ['another word', { ...asked, 'hub.verify_token': 'guess' }],
    ['another mode', { ...asked, 'hub.mode': 'unsubscribe' }],
    ['no challenge', { 'hub.mode': 'subscribe', 'hub.verify_token': verifyToken }],
  ])('is refused with %s', async (_says, query) => {
    expect((await handshake(query as Record<string, string>)).statusCode).toBe(403)
  })
})

describe('a webhook of Meta', () => {
  it('holds a thousand changes of a hundred clients, each stored once, each client in order', async () => {
    const entry = Array.from({ length: 1000 }, (_none, index) =>
      event(`1790000000001${1000 + (index % 100)}`, `to‘plam ${index}`),
    )
    expect((await meta.signed('instagram', { object: 'instagram', entry })).status).toBe(200)
    const again = entry.slice(0, 100)
    expect((await meta.signed('instagram', { object: 'instagram', entry: again })).status).toBe(200)
    expect(await stored('to‘plam %')).toHaveLength(1000)
    const turned = await meta.world.rows(
      `SELECT 1 FROM message a JOIN message b ON b.conversation_id = a.conversation_id AND b.seq > a.seq
       WHERE a.text LIKE 'to‘plam %' AND b.text LIKE 'to‘plam %'
         AND substring(a.text from '\\d+$')::int > substring(b.text from '\\d+$')::int`,
    )
    expect(turned).toEqual([])
  }, 60_000)

  it('for an account that is not ours is accepted and counted, and the others of its batch are taken', async () => {
    const entry = [event('1', 'begona', '17841499999999999'), event('17900000000000777', 'o‘ziniki')]
    expect((await meta.signed('instagram', { object: 'instagram', entry })).status).toBe(200)
    expect(await stored('begona')).toEqual([])
    expect(await stored('o‘ziniki')).toHaveLength(1)
    expect(await meta.world.ctx.metrics.text()).toMatch(/webhook_refused\{[^}]*unknown_account[^}]*\} 1/)
  })

  it('of one app never reaches an account of another app, though it names it', async () => {
    const answer = await meta.signed(
      'instagram',
      { object: 'instagram', entry: [event('666', 'boshqa ilovadan')] },
      meta.emulator.accounts.page.appSecret,
    )
    expect(answer.status).toBe(401)
    expect(await stored('boshqa ilovadan')).toEqual([])
  })

  it('that meets a poisoned change keeps it whole and takes the rest', async () => {
    const { intake } = meta.world
    const { receive } = intake
    intake.receive = (message, trace) =>
      message.text === 'zaharli' ? Promise.reject(new Error('a bug')) : receive(message, trace)
    const entry = [event('17900000000000778', 'zaharli'), event('17900000000000778', 'keyingisi')]
    expect((await meta.signed('instagram', { object: 'instagram', entry })).status).toBe(200)
    intake.receive = receive
    expect(await stored('keyingisi')).toHaveLength(1)
    expect(await meta.world.rows(`SELECT 1 FROM unknown_update WHERE kind = 'failed'`)).toHaveLength(1)
  })

  it('comes again whole where a part of it could not be stored, and nothing of it is doubled', async () => {
    const { intake } = meta.world
    const { receive } = intake
    intake.receive = (message, trace) =>
      message.text === 'baza yo‘q' ? Promise.reject(new AppError('database.unavailable')) : receive(message, trace)
    const body = {
      object: 'instagram',
      entry: [event('17900000000000779', 'baza bor'), event('17900000000000780', 'baza yo‘q')],
    }
    const away = await meta.signed('instagram', body)
    intake.receive = receive
    expect(away.status).toBe(503)
    expect(Number(away.retryAfter)).toBeGreaterThan(0)
    expect((await meta.signed('instagram', body)).status).toBe(200)
    expect(await stored('baza %')).toHaveLength(2)
  })

  it('keeps every digit of ids that come as long numbers', async () => {
    const at = meta.world.clock.now().getTime() - 1000
    const body = Buffer.from(
      `{"object":"instagram","entry":[{"id":${accountId},"time":${at},"messaging":[{"sender":{"id":9223372036854775807},` +
        `"recipient":{"id":${accountId}},"timestamp":${at},"message":{"mid":"m_long","text":"uzun raqam"}}]}]}`,
    )
    meta.connect()
    expect((await meta.emulator.webhooks.postOnce('instagram', body)).status).toBe(200)
    const rows = await meta.world.rows('SELECT external_id FROM identity WHERE external_id LIKE $1', ['92233720368547%'])
    expect(rows).toEqual([{ external_id: '9223372036854775807' }])
  })
})
