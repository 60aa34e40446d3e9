/**
 * The silence law over a whole journey: what a client or an operator wrote, their names, phones and card numbers are in the
 * tables made for them, and nowhere else: not in the log, the facts, the audit, the queue's jobs, the metrics or the traces.
 */
import { createClient } from 'redis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RequestDetail, RequestSummary } from '#contracts'
import { collectTraces, modes, newReplyId, type StaffSession, signInAs, type TraceCollector, until } from '../support/index.ts'
import { type House, openHouse } from './house.ts'
import { openScreen } from './screen.ts'

/** Words no program of ours has of itself. */
const said = {
  name: 'Gulbahoroy',
  surname: 'Xolmirzayeva',
  username: 'gulbahoroy_xolm',
  visitor: 'Abdulqahhorbek',
  first: 'zumraduzuk',
  edited: 'qaldirgochim',
  website: 'tarvuzpolizi',
  reply: 'shaftolizori',
  note: 'nokdaraxtim',
  transfer: 'olmazorbog',
  closing: 'giloszorim',
} as const
const numbers = { card: '8600123456789012', cardShown: '8600 1234 5678 9012', phone: '998901234567', code: '493817' } as const
const passphrase = ['qirq-besh-ming-tuya-karvoni']

for (const { mode, isAbsent, open } of modes()) {
  describe.skipIf(isAbsent)(`the silence law, ${mode}`, () => {
    let house: House
    let traces: TraceCollector
    let jobs: () => Promise<string>
    let stopListening: () => Promise<void> = async () => undefined
    beforeAll(async () => {
      const opened = await open()
      traces = await collectTraces()
      house = await openHouse(opened, { LOG_LEVEL: 'debug', OTEL_EXPORTER_OTLP_ENDPOINT: traces.url })
      const heard = opened.env['REDIS_URL'] ? await listenToRedis(opened.env['REDIS_URL']) : await copyJobs(house)
      jobs = heard.text
      stopListening = heard.stop
      await journey(house)
    }, 400_000)
    afterAll(async () => {
      await stopListening()
      await house?.close()
      await traces?.stop()
    })

    const findsIn = (text: string): string[] => {
      const plain = text.toLowerCase()
      const digits = text.replace(/[\s+()-]/g, '')
      return [
        ...[...Object.values(said), ...passphrase].filter((word) => plain.includes(word.toLowerCase())),
        ...[numbers.card, numbers.phone].filter((number) => digits.includes(number)),
        ...(new RegExp(`\\b${numbers.code}\\b`).test(text) ? [numbers.code] : []),
      ]
    }
    const textOf = async (sql: string) => JSON.stringify(await house.rows(sql))

    it('did happen: the words are where they belong, the card number masked even there', async () => {
      const kept = await textOf(
        'SELECT text FROM message UNION ALL SELECT text FROM message_revision UNION ALL SELECT text FROM note UNION ALL SELECT display_name FROM contact',
      )
      for (const word of [said.first, said.edited, said.website, said.reply, said.note, said.name, said.visitor]) {
        expect(kept, word).toContain(word)
      }
      expect(kept.replace(/\s/g, '')).not.toContain(numbers.card)
    })

    it('holds in the log', () => {
      expect(house.hub.lines.filter((line) => line.startsWith('{')).length).toBeGreaterThan(0)
      expect(findsIn(house.hub.lines.join('\n'))).toEqual([])
    })

    it('holds in the facts and in the audit', async () => {
      const facts = await textOf('SELECT * FROM event')
      const audit = await textOf('SELECT * FROM audit_entry')
      expect(facts).toContain('reply.sent')
      expect(audit.length).toBeGreaterThan(2)
      expect(findsIn(facts)).toEqual([])
      expect(findsIn(audit)).toEqual([])
    })

    it('holds in the jobs of the queue and in what is said between processes', async () => {
      const text = await jobs()
      expect(text.length).toBeGreaterThan(0)
      expect(findsIn(text)).toEqual([])
    })

    it('holds in the metrics', async () => {
      const metrics = await (await fetch(`${house.hub.base}/metrics`)).text()
      expect(metrics).toContain('messages_received')
      expect(findsIn(metrics)).toEqual([])
    })

    it('holds in the traces, each of which leads from the vendor’s call to the frames on a screen', async () => {
      // Spans leave once a second.
      const whole = await until(() => traceOfCall(traces), { what: 'a whole trace' })
      expect(whole.root.attributes).toMatchObject({ 'http.request.method': 'POST', 'http.response.status_code': 200 })
      expect(whole.children.every(({ parentSpanId }) => parentSpanId === whole.root.spanId)).toBe(true)
      expect(whole.children.find(({ name }) => name === 'intake')?.attributes).toMatchObject({ channel: 'telegram' })
      const delivery = await until(() => traces.spans.find(({ name }) => name === 'delivery'), { what: 'a delivery’s span' })
      expect(delivery.attributes).toMatchObject({ channel: 'telegram' })
      expect(findsIn(traces.bodies.join('\n'))).toEqual([])
    })
  })
}

/** The spans of one call of Telegram that opened a request and reached a screen; throws while there is none. */
function traceOfCall({ spans }: TraceCollector) {
  for (const root of spans.filter(({ name }) => name.startsWith('POST /channels/telegram/'))) {
    const children = spans.filter(({ traceId, spanId }) => traceId === root.traceId && spanId !== root.spanId)
    const names = new Set(children.map(({ name }) => name))
    if (['intake', 'subscriber', 'frames'].every((name) => names.has(name))) return { root, children }
  }
  throw new Error(`only ${[...new Set(spans.map(({ name }) => name))].join(', ')}`)
}

/** Everything Redis is told from now on: jobs, and what processes say to each other. */
async function listenToRedis(url: string) {
  const client = createClient({ url })
  client.on('error', () => undefined) // the server goes away at the end
  await client.connect()
  const heard: string[] = []
  await client.monitor((line) => void heard.push(String(line)))
  return {
    text: async () => heard.join('\n'),
    async stop() {
      client.destroy()
    },
  }
}

/** A done job leaves no trace, so each one is copied as it comes. */
async function copyJobs(house: House) {
  await house.rows(`CREATE TABLE copied_job (row jsonb);`)
  await house.rows(`CREATE FUNCTION copy_job() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO public.copied_job VALUES (to_jsonb(NEW)); RETURN NEW; END $$`)
  const tables = await house.rows<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'bullmq' AND table_type = 'BASE TABLE'
     AND table_name !~ 'migration'`,
  )
  for (const { name } of tables) {
    await house.rows(
      `CREATE TRIGGER copy_job AFTER INSERT OR UPDATE ON bullmq."${name}" FOR EACH ROW EXECUTE FUNCTION copy_job()`,
    )
  }
  return {
    text: async () => JSON.stringify(await house.rows('SELECT row FROM copied_job')),
    stop: async () => undefined,
  }
}

/** A client of Telegram and one of the website, a card number, an edit, a person's answer, a note, a transfer, the end. */
async function journey({ hub, telegram, quiet }: House): Promise<void> {
  const [watcher, jasur, dilnoza] = [
    await signInAs(hub, 'sherzod'),
    await signInAs(hub, 'jasur'),
    await signInAs(hub, 'dilnoza'),
  ]
  const screen = await openScreen(hub, watcher)
  const person = telegram.person({
    id: 77_001,
    first_name: said.name,
    last_name: said.surname,
    username: said.username,
    language_code: 'uz',
  })
  // Telegram's copy of a message with a card number is taken away: only one without can be edited into having one.
  const message = person.write(`Kartam yo‘qoldi, ${said.first}! Telefonim +${numbers.phone}. Bloklang`)
  person.write(`Raqami ${numbers.cardShown}`)
  const request = await openRequest(watcher, (one) => one.channel === 'telegram')
  person.edit(message.message_id, `Kartam ${numbers.cardShown} o‘g‘irlandi, ${said.edited}! SMS kod ${numbers.code}`)
  await writeOnWebsite(hub.base)
  await openRequest(watcher, (one) => one.channel === 'webchat')
  const holder = await holdAs([jasur, dilnoza], request.id)
  await done(holder.send('POST', `/api/requests/${request.id}/notes`, { text: `Mijoz bilan gaplashdim: ${said.note}` }))
  await done(
    holder.send('POST', `/api/requests/${request.id}/replies`, {
      clientReplyId: newReplyId(),
      text: `Hozir bloklaymiz, ${said.reply}`,
    }),
  )
  await until(async () => person.heard().some((line) => (line.text ?? '').includes(said.reply)), {
    withinMs: 20_000,
    what: 'the reply',
  })
  const { request: held } = await holder.get<RequestDetail>(`/api/requests/${request.id}`)
  await done(
    holder.send('POST', `/api/requests/${request.id}/transfer`, {
      to: { departmentId: held.departmentId },
      note: `Davom eting: ${said.transfer}`,
    }),
  )
  await done(watcher.send('POST', `/api/requests/${request.id}/take`, {}))
  await done(watcher.send('POST', `/api/requests/${request.id}/close`, { outcome: 'resolved', note: said.closing }))
  // Refused ones must be silent too.
  await fetch(`${hub.base}/widget/demo/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"displayName": "${said.visitor}`,
  })
  await fetch(`${hub.base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: hub.base },
    body: JSON.stringify({ login: said.username, password: said.first }),
  })
  await quiet()
  screen.close()
}

async function done(sending: Promise<{ status: number; body: unknown }>): Promise<void> {
  const { status, body } = await sending
  if (status >= 300) throw new Error(`refused with ${status}: ${JSON.stringify(body)}`)
}

const openRequest = (watcher: StaffSession, matches: (one: RequestSummary) => boolean) =>
  until(async () => (await watcher.get<{ items: RequestSummary[] }>('/api/queue?view=all_open')).items.find(matches), {
    withinMs: 20_000,
    what: 'the request',
  })

/** Whoever of them has it, or takes it. */
function holdAs(staff: readonly StaffSession[], requestId: string): Promise<StaffSession> {
  return until(
    async () => {
      const { request } = (await staff[0]?.get<RequestDetail>(`/api/requests/${requestId}`)) ?? {}
      const holder = staff.find((one) => one.operatorId === request?.holderOperatorId)
      if (!holder) await staff[0]?.send('POST', `/api/requests/${requestId}/take`, {})
      return holder
    },
    { withinMs: 20_000, what: 'a holder' },
  )
}

async function writeOnWebsite(base: string): Promise<void> {
  const json = { 'content-type': 'application/json' }
  const session = (await (
    await fetch(`${base}/widget/demo/session`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ displayName: said.visitor }),
    })
  ).json()) as { visitorToken: string }
  const sent = await fetch(`${base}/widget/demo/messages`, {
    method: 'POST',
    headers: { ...json, authorization: `Bearer ${session.visitorToken}` },
    body: JSON.stringify({
      clientMessageId: newReplyId(),
      text: `Karta raqamim ${numbers.cardShown}, ${said.website} haqida savol`,
    }),
  })
  if (!sent.ok) throw new Error(`the website's message was refused: ${sent.status}`)
}
