/** The contract's driver of Messenger and Instagram, which speak alike. */
import { graphRefusals } from '#bots'
import type { ChannelDriver } from './channel-contract.ts'
import type { MetaWorld } from './meta-driver.ts'

/** More than the channel keeps of a file. */
const tooManyBytes = 26 * 1024 * 1024

export function messagingDriver(meta: MetaWorld, kind: 'instagram' | 'messenger', clientId: string): ChannelDriver {
  const { world, emulator, channel } = meta
  const object = kind === 'instagram' ? 'instagram' : 'page'
  const accountId = channel.account.externalId
  const person = emulator.person(kind, clientId, 'Dilnoza')
  const event = (fields: object) => {
    const at = world.clock.now().getTime() - 1000
    return {
      id: accountId,
      time: at,
      messaging: [{ sender: { id: clientId }, recipient: { id: accountId }, timestamp: at, ...fields }],
    }
  }
  const say = (id: number, text: string) => {
    person.person.lastWroteAt = world.clock.now().getTime()
    return meta.tell(object, event({ message: { mid: `m_${id}`, text } }))
  }
  return {
    world,
    say,
    edit: (id, text) => meta.tell(object, event({ message_edit: { mid: `m_${id}`, text, num_edit: '1' } })),
    canEdit: true,
    async sayUnsigned(text) {
      const body = JSON.stringify({ object, entry: [event({ message: { mid: 'm_unsigned', text } })] })
      const wrong = await meta.tell(object, event({ message: { mid: 'm_unsigned', text } }), 'another app’s secret')
      const absent = await meta.post(body, { 'content-type': 'application/json' })
      return wrong.status === absent.status ? wrong : { status: 0 }
    },
    sayMalformed: () => meta.signed(object, { object: 'something', entry: 'none' }),
    sayUnknownKind: () => meta.tell(object, event({ policy_enforcement: { action: 'warning', reason: 'none' } })),
    keepsUnknown: true,
    async sendOversized() {
      emulator.state.files.set('big', { bytes: new Uint8Array(tooManyBytes), mimeType: 'application/pdf' })
      const attachments = [{ type: 'file', payload: { url: `${emulator.url}/_files/big` } }]
      await meta.tell(object, event({ message: { mid: 'm_big', attachments } }))
      await world.settle()
      const rows = await world.rows<{ state: string }>(`SELECT state FROM attachment`)
      return rows[0]?.state === 'refused' ? 'refused' : { status: 0 }
    },
    specimen: () => ({ object, entry: [event({ message: { mid: 'm_970', text: 'Salom', reply_to: { mid: 'm_1' } } })] }),
    hurl: (payload) => meta.signed(object, payload),
    heard: async () => person.heard().map((message) => message.text),
    vendor: {
      saysTooMany: (retryAfterS) =>
        emulator.faults.strike('messages', { kind: 'refuse', refusal: graphRefusals.tooMany(613, retryAfterS) }),
      dropsAfterAccept: () => emulator.faults.strike('messages', { kind: 'drop_after_accept' }),
      clientBlocks: async () => person.block(),
      async clientUnblocks() {
        // Meta tells nobody; the client is back when they write.
        person.unblock()
        await say(9999, 'Yana shu yerdaman')
      },
    },
    close: () => meta.close(),
  }
}
