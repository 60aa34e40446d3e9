/** What becomes of a reply on WhatsApp beyond the contract: statuses in any order, late refusals, buttons and lists. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWhatsAppChannel, type MetaEmulator } from '#bots'
import type { MessageButton } from '#contracts'
import { queueReply } from '#inbox'
import type { ConversationId, RequestId } from '#kernel'
import { inTransaction } from '#platform'
import { type MetaWorld, openMeta } from './meta-driver.ts'

type Said = { conversation_id: ConversationId; request_id: RequestId }
type DeliveryRow = { state: string; failure_reason: string | null; vendor_code: string | null; external_id: string | null }
const object = 'whatsapp_business_account'

let meta: MetaWorld
let clients = 0
beforeAll(async () => {
  meta = await openMeta({
    kind: 'whatsapp',
    externalId: ({ accounts }: MetaEmulator) => accounts.whatsapp.phoneNumberId,
    credentials: ({ accounts }: MetaEmulator) => accounts.whatsapp,
    create: createWhatsAppChannel,
  })
  meta.connect()
})
afterAll(() => meta.close())

const settle = async () => {
  await meta.emulator.webhooks.idle()
  await meta.world.settle()
}
async function client() {
  clients += 1
  const person = meta.emulator.person('whatsapp', `99890123450${clients}`, 'Dilnoza')
  const id = person.write('Savolim bor?')
  await settle()
  const [said] = await meta.world.rows<Said>('SELECT * FROM message WHERE external_id = $1', [id])
  if (said === undefined) throw new Error('the message was not stored')
  return { person, said }
}
async function reply({ request_id, conversation_id }: Said, text: string, buttons: MessageButton[] = []): Promise<string> {
  const { ctx } = meta.world
  const { deliveryId } = await inTransaction(ctx, (tx) =>
    queueReply(ctx, tx, {
      requestId: request_id,
      conversationId: conversation_id,
      author: { kind: 'system' },
      text,
      ...(buttons.length === 0 ? {} : { content: { buttons: [buttons] } }),
    }),
  )
  return deliveryId
}
const delivery = async (id: string) => (await meta.world.rows<DeliveryRow>('SELECT * FROM delivery WHERE id = $1', [id]))[0]
const status = (id: string, state: string, errors: object[] = []) =>
  meta.tell(object, {
    id: meta.emulator.accounts.whatsapp.businessAccountId,
    changes: [
      {
        field: 'messages',
        value: {
          metadata: { phone_number_id: meta.emulator.accounts.whatsapp.phoneNumberId },
          statuses: [{ id, status: state, recipient_id: '998901234501', ...(errors.length === 0 ? {} : { errors }) }],
        },
      },
    ],
  })
const choices = (count: number) =>
  Array.from({ length: count }, (_none, index) => ({
    label: `${index}`,
    data: `rate:01a200a7-3b44-7657-be57-24f5148584dd:${index}`,
  }))

describe('a reply on WhatsApp', () => {
  it('is delivered and read as its statuses say, and an earlier one that comes later changes nothing', async () => {
    const { person, said } = await client()
    const id = await reply(said, 'Javob')
    await settle()
    expect((await delivery(id))?.state).toBe('delivered')
    person.read()
    await settle()
    expect((await delivery(id))?.state).toBe('read')
    await status((await delivery(id))?.external_id ?? '', 'sent')
    await status((await delivery(id))?.external_id ?? '', 'failed', [{ code: 131026 }])
    expect((await delivery(id))?.state).toBe('read')
  })

  it('whose answer was lost is known by the first status that comes', async () => {
    const { said } = await client()
    meta.emulator.faults.strike('messages', { kind: 'drop_after_accept' })
    const id = await reply(said, 'Yo‘qolgan javob')
    await settle()
    expect(['sent', 'delivered']).toContain((await delivery(id))?.state)
  })

  it('taken and refused afterwards fails with the reason that was told', async () => {
    const { person, said } = await client()
    person.person.lastWroteAt = meta.world.clock.now().getTime() - 30 * 3_600_000
    const id = await reply(said, 'Kech qolgan')
    await settle()
    expect(await delivery(id)).toMatchObject({ state: 'failed', failure_reason: 'window_closed', vendor_code: '131047' })
  })

  it('offers three choices as buttons, more as a list, and what a list cannot hold in a second', async () => {
    const { person, said } = await client()
    for (const count of [3, 10, 11]) await reply(said, `Tanlang: ${count}`, choices(count))
    await settle()
    expect(person.heard().map((one) => one.buttons.length)).toEqual([3, 10, 10, 1])
    const sent = meta.emulator.calls.map((call) => (call.body as { interactive?: { type: string } } | null)?.interactive?.type)
    expect(sent.filter((type) => type !== undefined)).toEqual(['button', 'list', 'list', 'button'])
  })

  it('a pressed choice is a press of the bot’s own button', async () => {
    const { person } = await client()
    const id = person.press('Operator', 'bot:person')
    await settle()
    const rows = await meta.world.rows('SELECT kind, content FROM message WHERE external_id = $1', [id])
    expect(rows).toMatchObject([{ kind: 'button', content: { pressed: 'bot:person' } }])
  })

  it('about a message of another program’s is kept and counted', async () => {
    expect((await status('wamid.foreign', 'delivered')).status).toBe(200)
    expect(await meta.world.rows(`SELECT 1 FROM unknown_update WHERE kind = 'status'`)).toHaveLength(1)
  })
})

describe('a file on WhatsApp', () => {
  it('is fetched by its id, with the token, and stored', async () => {
    const { person } = await client()
    person.sendFile('file', Buffer.from('%PDF-1.7 ariza'), 'application/pdf', 'ariza.pdf')
    await settle()
    const rows = await meta.world.rows(`SELECT state, mime_type FROM attachment WHERE file_name = 'ariza.pdf'`)
    expect(rows).toEqual([{ state: 'stored', mime_type: 'application/pdf' }])
  })
})
