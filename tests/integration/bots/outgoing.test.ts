import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createOutgoing, type Outgoing } from '#bots'
import { addNote, changeHolder } from '#inbox'
import { dayMs, minuteMs, newId, type OperatorId, type RequestId } from '#kernel'
import type { JobDefinition } from '#platform'
import { isSigned } from '../../../src/bots/outgoing/sign-body.ts'
import { tellFacts } from '../../support/index.ts'
import { cards, type House, openHouse, sealKey } from '../inbox/house.ts'

type Heard = { body: string; headers: IncomingMessage['headers']; event: string; id: string; feedNo: number; subjectId: string }

let house: House
let outgoing: Outgoing
let server: Server
let url: string
let heard: Heard[]
let status: (index: number) => number

beforeEach(async () => {
  house = await openHouse()
  outgoing = createOutgoing(sealKey)
  heard = []
  status = () => 200
  let index = 0
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      const code = status(index)
      index += 1
      if (code === 200) {
        const { id, event, feedNo, subjectId } = JSON.parse(body) as Heard
        heard.push({ body, headers: request.headers, event, id, feedNo, subjectId })
      }
      response.writeHead(code, code === 429 ? { 'retry-after': '120' } : {}).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/crm`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await house.close()
})

const make = (events: string[] = []) =>
  outgoing.desk.make(house.ctx, { name: 'CRM', url, events, operatorId: newId<OperatorId>() })
const sendNow = (webhookId: string) => (outgoing.jobs[0] as JobDefinition<unknown>).run(house.ctx, { webhookId })
const hear = () => tellFacts(house.ctx, [outgoing.subscriber])

describe('facts to a system of the bank', () => {
  it('go out signed over the raw body, in the order of each request, without a word of the client', async () => {
    const { webhook, secret } = await make()
    for (const client of ['a', 'b']) {
      const { requestId } = await house.say(client, 'kartam bloklandi 8600005260181595')
      await house.run((tx, ctx) =>
        changeHolder(ctx, tx, {
          requestId: requestId as RequestId,
          to: { kind: 'queue', departmentId: cards },
          reason: 'test',
        }),
      )
      await house.say(client, 'javob bering')
    }
    await hear()
    await hear()
    await sendNow(webhook.id)
    expect(heard.length).toBeGreaterThanOrEqual(6)
    for (const one of heard) {
      expect(isSigned(secret, one.body, String(one.headers['murojaat-signature']), house.clock.now())).toBe(true)
      expect(isSigned(secret, `${one.body} `, String(one.headers['murojaat-signature']), house.clock.now())).toBe(false)
      // An old one made new again is none: the moment is among what was signed.
      const renewed = String(one.headers['murojaat-signature']).replace(/\d+(?=,)/, (seconds) => String(Number(seconds) + 1))
      expect(isSigned(secret, one.body, renewed, house.clock.now())).toBe(false)
      expect(one.body).not.toMatch(/kartam|8600|javob bering/)
    }
    const late = new Date(house.clock.now().getTime() + 10 * minuteMs)
    expect(isSigned(secret, heard[0]?.body ?? '', String(heard[0]?.headers['murojaat-signature']), late)).toBe(false)
    for (const subject of new Set(heard.map(({ subjectId }) => subjectId))) {
      const numbers = heard.filter((one) => one.subjectId === subject).map(({ feedNo }) => feedNo)
      expect(numbers).toEqual([...numbers].sort((x, y) => x - y))
    }
    expect(new Set(heard.map(({ id }) => id)).size).toBe(heard.length)
  })

  it('are only those that were asked for, and the secret is told once', async () => {
    const { webhook } = await make(['request.opened'])
    const { requestId } = await house.say('a', 'kartam bloklandi')
    await house.run((tx, ctx) => addNote(ctx, tx, { requestId: requestId as RequestId, text: 'izoh' }))
    await hear()
    await sendNow(webhook.id)
    expect(heard.map(({ event }) => event)).toEqual(['request.opened'])
    expect(JSON.stringify(await outgoing.desk.list(house.ctx))).not.toContain('mw_')
  })

  it('wait for one another where one is refused, and are tried again with growing waits', async () => {
    const { webhook } = await make(['request.opened', 'message.received'])
    status = () => 500
    await house.say('a', 'kartam bloklandi')
    await house.say('a', 'yana')
    await hear()
    await sendNow(webhook.id)
    expect(await house.rows('SELECT attempts FROM webhook_delivery ORDER BY feed_no')).toEqual([
      { attempts: 1 },
      { attempts: 0 },
      { attempts: 0 },
    ])
    house.clock.advance(5_001)
    status = () => 200
    await sendNow(webhook.id)
    const numbers = heard.map(({ feedNo }) => feedNo)
    expect(numbers).toHaveLength(3)
    expect(numbers).toEqual([...numbers].sort((x, y) => x - y))
  })

  it('obey the moment the other side names, and end where it says it is gone', async () => {
    const { webhook } = await make(['request.opened'])
    status = () => 429
    await house.say('a', 'kartam bloklandi')
    await hear()
    await sendNow(webhook.id)
    house.clock.advance(119_000)
    await sendNow(webhook.id)
    expect(await house.rows('SELECT attempts FROM webhook_delivery')).toEqual([{ attempts: 1 }])
    house.clock.advance(2_000)
    status = () => 410
    await sendNow(webhook.id)
    expect(await outgoing.desk.list(house.ctx)).toMatchObject([{ isEnabled: false, failed: 1 }])
  })

  it('can be told once more: one, those that failed, or all since a moment', async () => {
    const { webhook } = await make(['request.opened'])
    const since = house.clock.now()
    await house.say('a', 'kartam bloklandi')
    await house.say('b', 'kartam bloklandi')
    await hear()
    await sendNow(webhook.id)
    expect(heard).toHaveLength(2)
    expect(await outgoing.desk.replay(house.ctx, webhook.id, { sinceAt: since })).toBe(2)
    await sendNow(webhook.id)
    expect(heard).toHaveLength(4)
    expect(new Set(heard.map(({ id }) => id)).size).toBe(2)
    const [first] = await outgoing.desk.facts(house.ctx, webhook.id)
    expect(await outgoing.desk.replay(house.ctx, webhook.id, { deliveryId: first?.id ?? '' })).toBe(1)
    expect(await outgoing.desk.replay(house.ctx, webhook.id, { failed: true })).toBe(0)
  })

  it('heard twice are told once, and what a dead process held is told after all', async () => {
    const { webhook } = await make(['request.opened'])
    await house.say('a', 'kartam bloklandi')
    await hear()
    await house.rows("UPDATE webhook_delivery SET state = 'sending', claimed_at = $1", house.clock.now())
    await sendNow(webhook.id)
    expect(heard).toHaveLength(0)
    house.clock.advance(2 * minuteMs)
    await outgoing.sweeps.find(({ name }) => name === 'bots.due-webhooks')?.run(house.ctx)
    await sendNow(webhook.id)
    expect(heard).toHaveLength(1)
    house.clock.advance(20 * dayMs)
    await outgoing.sweeps.find(({ name }) => name === 'bots.clear-webhooks')?.run(house.ctx)
    expect(await house.rows('SELECT 1 FROM webhook_delivery')).toEqual([])
  })

  it('never go to a link-local address nor over plain http beyond the bank', async () => {
    for (const bad of [
      'http://169.254.169.254/latest',
      'https://[fe80::1]/x',
      'http://8.8.8.8/x',
      'ftp://10.0.0.1/',
      'https://u:p@10.0.0.1/',
    ]) {
      await expect(
        outgoing.desk.make(house.ctx, { name: 'x', url: bad, events: [], operatorId: newId() }),
      ).rejects.toMatchObject({ code: 'webhook.url_refused' })
    }
  })
})
