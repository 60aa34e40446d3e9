import { createWhatsAppChannel, graphRefusals, type MetaEmulator } from '#bots'
import { type ChannelDriver, channelContract } from './channel-contract.ts'
import { openMeta } from './meta-driver.ts'

const clientId = '998901234567'
const object = 'whatsapp_business_account'

async function openWhatsApp(): Promise<ChannelDriver> {
  const meta = await openMeta({
    kind: 'whatsapp',
    externalId: ({ accounts }: MetaEmulator) => accounts.whatsapp.phoneNumberId,
    credentials: ({ accounts }: MetaEmulator) => accounts.whatsapp,
    create: createWhatsAppChannel,
  })
  const { world, emulator } = meta
  const { phoneNumberId, businessAccountId } = emulator.accounts.whatsapp
  const person = emulator.person('whatsapp', clientId, 'Dilnoza')
  const entry = (value: object, field = 'messages') => ({
    id: businessAccountId,
    changes: [
      {
        field,
        value: { messaging_product: 'whatsapp', metadata: { phone_number_id: phoneNumberId }, ...value },
      },
    ],
  })
  const message = (id: number, fields: object) =>
    entry({
      contacts: [{ profile: { name: 'Dilnoza' }, wa_id: clientId }],
      messages: [
        { from: clientId, id: `wamid.${id}`, timestamp: String(Math.floor(world.clock.now().getTime() / 1000) - 1), ...fields },
      ],
    })
  const text = (id: number, body: string) => message(id, { type: 'text', text: { body } })
  const say = (id: number, body: string) => {
    person.person.lastWroteAt = world.clock.now().getTime()
    return meta.tell(object, text(id, body))
  }
  return {
    world,
    say,
    // WhatsApp tells no edits: the same id with other words is a repeat.
    edit: say,
    canEdit: false,
    async sayUnsigned(body) {
      const wrong = await meta.tell(object, text(901, body), 'another app’s secret')
      const absent = await meta.post(JSON.stringify({ object, entry: [text(902, body)] }), {
        'content-type': 'application/json',
      })
      return wrong.status === absent.status ? wrong : { status: 0 }
    },
    sayMalformed: () => meta.signed(object, { object, entry: { id: 1 } }),
    sayUnknownKind: () => meta.tell(object, entry({ event: 'VERIFIED_ACCOUNT' }, 'account_update')),
    keepsUnknown: true,
    async sendOversized() {
      emulator.state.files.set('77701', { bytes: new Uint8Array(26 * 1024 * 1024), mimeType: 'application/pdf' })
      await meta.tell(object, message(950, { type: 'document', document: { id: '77701', filename: 'katta.pdf' } }))
      await world.settle()
      const rows = await world.rows<{ state: string }>(`SELECT state FROM attachment WHERE file_name = 'katta.pdf'`)
      return rows[0]?.state === 'refused' ? 'refused' : { status: 0 }
    },
    specimen: () => ({ object, entry: [text(970, 'Salom')] }),
    hurl: (payload) => meta.signed(object, payload),
    heard: async () => person.heard().map((one) => one.text),
    vendor: {
      saysTooMany: (retryAfterS) =>
        emulator.faults.strike('messages', { kind: 'refuse', refusal: graphRefusals.tooMany(80007, retryAfterS) }),
      dropsAfterAccept: () => emulator.faults.strike('messages', { kind: 'drop_after_accept' }),
      async clientBlocks() {
        // Accepted first and refused by a status afterwards, so the statuses must arrive from here on.
        meta.connect()
        person.block()
      },
      async clientUnblocks() {
        person.unblock()
        await say(9999, 'Yana shu yerdaman')
      },
    },
    close: () => meta.close(),
  }
}

channelContract('whatsapp', true, openWhatsApp)
