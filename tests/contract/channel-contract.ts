/** What every channel must do, whatever its vendor. A channel brings a driver; the suite is the same. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queueReply } from '#inbox'
import type { ConversationId, RequestId } from '#kernel'
import { inTransaction } from '#platform'
import { naughtyStrings } from '../fixtures/naughty-strings.ts'
import { fuzz, fuzzTimeoutMs } from '../support/fuzz.ts'
import { mutated } from '../support/mutated.ts'
import type { World } from './bots-world.ts'

export type Answer = { status: number; retryAfter?: string | undefined }

export type Vendor = {
  saysTooMany(retryAfterS: number): void
  clientBlocks(): Promise<void>
  clientUnblocks(): Promise<void>
  dropsAfterAccept(): void
  /** It takes a repeat of ours for one: then a reply whose answer was lost is simply sent again. */
  knowsRepeats?: true
}

export type ChannelDriver = {
  readonly world: World
  /** A client's text through the edge, under a number of the client's own; the same number again is a repeat. */
  say(number: number, text: string): Promise<Answer>
  /** The client changes message `number`; on channels without edits, the same id with another text. */
  edit(number: number, text: string): Promise<Answer>
  canEdit: boolean
  sayUnsigned(text: string): Promise<Answer>
  sayMalformed(): Promise<Answer>
  /** Something of a kind nobody knows yet; channels of our own refuse it, a vendor's is kept. */
  sayUnknownKind(): Promise<Answer>
  keepsUnknown: boolean
  /** More bytes than the channel takes. */
  sendOversized(): Promise<Answer | 'refused'>
  /** What the vendor posts for a message, and the way to post any such thing as the vendor would, signed. */
  specimen(): unknown
  hurl(payload: unknown): Promise<Answer>
  /** Where a client may write only so fast: the next one writes from here on. */
  beSomebodyElse?(): Promise<void>
  /** What the client's side has of ours, oldest first. */
  heard(): Promise<string[]>
  /** The moods of the vendor that stands between; null for a channel of our own. */
  vendor: Vendor | null
  close(): Promise<void>
}

type MessageRow = { text: string; seq: number; revision: number; request_id: RequestId; conversation_id: ConversationId }

/** @param hasVendor false for a channel of our own: then nobody stands between who could refuse, block or cut the line. */
export function channelContract(name: string, hasVendor: boolean, open: () => Promise<ChannelDriver>): void {
  describe(`the channel contract: ${name}`, () => {
    let driver: ChannelDriver
    let number = 0
    const next = () => {
      number += 1
      return number
    }
    beforeAll(async () => {
      driver = await open()
    })
    afterAll(() => driver.close())

    const stored = (text: string) =>
      driver.world.rows<MessageRow>(
        `SELECT text, seq, revision, request_id, conversation_id FROM message WHERE author_kind = 'client' AND text = $1 ORDER BY seq`,
        [text],
      )
    const reply = async (to: MessageRow, text: string) => {
      const { ctx } = driver.world
      const { deliveryId } = await inTransaction(ctx, (tx) =>
        queueReply(ctx, tx, { requestId: to.request_id, conversationId: to.conversation_id, author: { kind: 'system' }, text }),
      )
      return deliveryId
    }
    const delivery = async (id: string) => {
      const rows = await driver.world.rows<{ state: string; failure_reason: string | null; attempts: number }>(
        'SELECT state, failure_reason, attempts FROM delivery WHERE id = $1',
        [id],
      )
      return rows[0]
    }
    const oneMessage = async (text: string): Promise<MessageRow> => {
      expect((await driver.say(next(), text)).status).toBe(200)
      const [row] = await stored(text)
      if (row === undefined) throw new Error('the message was not stored')
      return row
    }

    it('stores a message once however often it comes, and says 200 each time', async () => {
      const id = next()
      const answers = await Promise.all(['a', 'b', 'c'].map(() => driver.say(id, 'Bir marta yozildi')))
      answers.push(await driver.say(id, 'Bir marta yozildi'))
      expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200])
      expect(await stored('Bir marta yozildi')).toHaveLength(1)
    })

    it('takes messages that come in the wrong order, all of them', async () => {
      const [first, second] = [next(), next()]
      await driver.say(second, 'Ikkinchi gap')
      await driver.say(first, 'Birinchi gap')
      expect(await stored('Ikkinchi gap')).toHaveLength(1)
      expect(await stored('Birinchi gap')).toHaveLength(1)
    })

    it('replays of yesterday change nothing', async () => {
      const before = await driver.world.rows('SELECT count(*) FROM message')
      for (let old = 1; old <= number; old += 1) await driver.say(old, 'Takror')
      expect(await driver.world.rows('SELECT count(*) FROM message')).toEqual(before)
    })

    it('keeps an edit as a revision, once; or has no edits and lets nobody overwrite', async () => {
      const id = next()
      await driver.say(id, 'Summa 100 ming')
      await driver.edit(id, 'Summa 200 ming')
      await driver.edit(id, 'Summa 200 ming')
      if (driver.canEdit) expect((await stored('Summa 200 ming'))[0]?.revision).toBe(1)
      else expect((await stored('Summa 100 ming'))[0]?.revision).toBe(0)
    })

    it('refuses what is not signed, and stores nothing of it', async () => {
      expect((await driver.sayUnsigned('Imzosiz gap')).status).toBe(401)
      expect(await stored('Imzosiz gap')).toHaveLength(0)
    })

    it('refuses what is not in its shape', async () => {
      expect((await driver.sayMalformed()).status).toBe(400)
    })

    it('counts a kind it does not know, and keeps it whole where a vendor sent it', async () => {
      const answer = await driver.sayUnknownKind()
      const kept = await driver.world.rows('SELECT kind FROM unknown_update')
      expect(kept).toHaveLength(driver.keepsUnknown ? 1 : 0)
      expect(answer.status).toBe(driver.keepsUnknown ? 200 : 400)
      if (driver.keepsUnknown) expect(await driver.world.ctx.metrics.text()).toMatch(/unknown_update\{[^}]*\} 1/)
    })

    it('takes strange strings as they were written, byte for byte', { timeout: 240_000 }, async () => {
      const all = Object.values(naughtyStrings).flat()
      const { rows } = driver.world
      const before = await rows<{ id: string }>('SELECT id FROM message')
      for (const [index, text] of all.entries()) {
        if (index % 30 === 0) await driver.beSomebodyElse?.() // nobody may write so much in a minute
        expect((await driver.say(next(), text)).status, text).toBe(200)
      }
      await driver.beSomebodyElse?.()
      const after = await rows<{ text: string }>(
        `SELECT text FROM message WHERE author_kind = 'client' AND id <> ALL ($1::uuid[])`,
        [before.map(({ id }) => id)],
      )
      expect(after.map(({ text }) => text).sort()).toEqual([...all].sort())
    })

    it('never meets a spoilt payload with a bug, and refuses or keeps it', { timeout: fuzzTimeoutMs }, async () => {
      const property = fc.asyncProperty(mutated([driver.specimen()]), async (payload) => {
        const { status } = await driver.hurl(payload)
        expect([200, 400, 401, 403, 404, 413, 415, 429], JSON.stringify(payload).slice(0, 2_000)).toContain(status)
      })
      await fc.assert(property, fuzz(30))
      await driver.world.rows('DELETE FROM unknown_update')
    })

    it('takes no file that is too big', async () => {
      const outcome = await driver.sendOversized()
      expect(outcome === 'refused' ? 413 : outcome.status).toBe(413)
    })

    it('asks to come again while nothing can be stored', async () => {
      const { intake } = driver.world
      const receive = intake.receive
      const { AppError } = await import('#kernel')
      intake.receive = () => Promise.reject(new AppError('database.unavailable'))
      const id = next()
      const away = await driver.say(id, 'Baza yo‘q edi')
      intake.receive = receive
      expect(away.status).toBe(503)
      if (hasVendor) expect(Number(away.retryAfter)).toBeGreaterThan(0)
      expect((await driver.say(id, 'Baza yo‘q edi')).status).toBe(200)
      expect(await stored('Baza yo‘q edi')).toHaveLength(1)
    })

    it('delivers replies in order', async () => {
      const message = await oneMessage('Javob kutyapman')
      const ids = [await reply(message, 'Birinchi javob'), await reply(message, 'Ikkinchi javob')]
      await driver.world.settle()
      for (const id of ids) expect((await delivery(id))?.state).toBe('sent')
      expect((await driver.heard()).slice(-2)).toEqual(['Birinchi javob', 'Ikkinchi javob'])
    })

    if (!hasVendor) return
    const vendor = (): Vendor => {
      if (driver.vendor === null) throw new Error('the driver promised a vendor')
      return driver.vendor
    }

    it('waits as long as the vendor says, keeping the order', async () => {
      const message = await oneMessage('Tez-tez yozaman')
      vendor().saysTooMany(2)
      const ids = [await reply(message, 'Kutgan javob'), await reply(message, 'Undan keyingi')]
      await driver.world.settle()
      expect((await delivery(ids[0] ?? ''))?.state).toBe('pending')
      expect((await delivery(ids[1] ?? ''))?.state).toBe('pending')
      await passTime(driver, 2100)
      for (const id of ids) expect((await delivery(id))?.state).toBe('sent')
      expect((await driver.heard()).slice(-2)).toEqual(['Kutgan javob', 'Undan keyingi'])
    })

    it('never says a reply twice when the line was cut after it was taken, and says where its fate is unknown', async () => {
      const message = await oneMessage('Aloqa uzildi')
      vendor().dropsAfterAccept()
      const id = await reply(message, 'Yetdimi, yo‘qmi')
      await driver.world.settle()
      await passTime(driver, 60_000)
      expect((await delivery(id))?.state).toBe(vendor().knowsRepeats === true ? 'sent' : 'unconfirmed')
      expect((await driver.heard()).filter((text) => text === 'Yetdimi, yo‘qmi')).toHaveLength(1)
    })

    it('knows when the client blocked us, says why, and stops trying', async () => {
      const message = await oneMessage('Bloklayman')
      await vendor().clientBlocks()
      const id = await reply(message, 'Yetmaydigan javob')
      await driver.world.settle()
      expect(await delivery(id)).toMatchObject({ state: 'failed', failure_reason: 'blocked_by_client' })
      const ways = () =>
        driver.world.rows(
          'SELECT i.is_reachable FROM identity i JOIN request r ON r.contact_id = i.contact_id WHERE r.id = $1',
          [message.request_id],
        )
      expect(await ways()).toEqual([{ is_reachable: false }])
      await vendor().clientUnblocks()
      expect(await ways()).toEqual([{ is_reachable: true }])
    })
  })
}

/**
 * Real time for the pacer, the world's time for what waits, and then everything due. The watchdog stays out: after a gap it
 * reads at the vendor what became of a reply.
 */
async function passTime(driver: ChannelDriver, ms: number): Promise<void> {
  if (ms < 5000) await new Promise((resolve) => setTimeout(resolve, ms))
  driver.world.clock.advance(ms)
  const sweeps = driver.world.bots.sweeps.filter(({ name }) => name !== 'bots.watch-channels')
  for (const sweep of sweeps) await sweep.run(driver.world.ctx)
  await driver.world.settle()
}
