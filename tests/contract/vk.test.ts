import { vkRefusals } from '../../src/bots/vk-emulator/index.ts'
import { type ChannelDriver, channelContract } from './channel-contract.ts'
import { openVk } from './vk-driver.ts'

const clientId = 501000923
/** More than the channel keeps of a file. */
const tooManyBytes = 26 * 1024 * 1024

async function openDriver(): Promise<ChannelDriver> {
  const vk = await openVk()
  const { world, emulator, post } = vk
  const person = emulator.person(clientId, 'Dilnoza Karimova')
  const event = (type: string, object: object, more: object = {}) => post(emulator.callbacks.bodyOf(type, object, more))
  const message = (id: number, text: string, more: object = {}) => ({
    id: 1000 + id,
    date: Math.floor(world.clock.now().getTime() / 1000) - 5,
    peer_id: clientId,
    from_id: clientId,
    out: 0,
    text,
    ...more,
  })
  const say = (id: number, text: string) => {
    person.person.hasAllowed = true
    return event('message_new', { message: message(id, text), client_info: {} })
  }
  return {
    world,
    say,
    edit: (id, text) =>
      event('message_edit', message(id, text, { update_time: Math.floor(world.clock.now().getTime() / 1000) })),
    canEdit: true,
    async sayUnsigned(text) {
      const object = { message: message(900, text) }
      const wrong = await event('message_new', object, { secret: 'another_secret_word' })
      const absent = await event('message_new', object, { secret: undefined })
      return wrong.status === absent.status ? wrong : { status: 0 }
    },
    sayMalformed: () => event('', {}),
    sayUnknownKind: () => event('lead_forms_new', { lead_id: 1, answers: [] }),
    keepsUnknown: true,
    async sendOversized() {
      emulator.state.files.set('7', { bytes: new Uint8Array(tooManyBytes), mimeType: 'application/pdf' })
      const doc = { id: 7, owner_id: clientId, title: 'katta.pdf', ext: 'pdf', url: `${emulator.url}/_files/7` }
      await event('message_new', { message: message(950, '', { attachments: [{ type: 'doc', doc }] }) })
      await world.settle()
      const rows = await world.rows<{ state: string }>('SELECT state FROM attachment')
      return rows[0]?.state === 'refused' ? 'refused' : { status: 0 }
    },
    specimen: () =>
      JSON.parse(emulator.callbacks.bodyOf('message_new', { message: message(970, 'Salom'), client_info: {} }, {})) as unknown,
    hurl: (payload) => post(JSON.stringify(payload)),
    heard: async () => person.heard().map((one) => one.text),
    vendor: {
      saysTooMany: () => emulator.faults.strike('messages.send', { kind: 'refuse', refusal: vkRefusals.tooMany() }),
      dropsAfterAccept: () => emulator.faults.strike('messages.send', { kind: 'drop_after_accept' }),
      knowsRepeats: true,
      clientBlocks: async () => person.denyQuietly(),
      async clientUnblocks() {
        person.person.hasAllowed = true
        await event('message_allow', { user_id: clientId, key: '' })
      },
    },
    close: () => vk.close(),
  }
}

channelContract('vk', true, openDriver)
