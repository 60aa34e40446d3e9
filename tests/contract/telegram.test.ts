import { createTelegramChannel, startTelegramEmulator } from '#bots'
import { openWorld } from './bots-world.ts'
import { type Answer, type ChannelDriver, channelContract } from './channel-contract.ts'

const secret = 'telegram-secret-of-the-test'
const clientId = 4503599627370490

async function openTelegram(): Promise<ChannelDriver> {
  const emulator = await startTelegramEmulator({ port: 0, host: '127.0.0.1' })
  const world = await openWorld({
    kind: 'telegram',
    externalId: '7000000001',
    env: {
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_WEBHOOK_SECRET: secret,
      TELEGRAM_BOT_TOKEN: emulator.token,
      TELEGRAM_API_ROOT: emulator.url,
      PUBLIC_URL: 'http://127.0.0.1:1',
    },
  })
  const { config, account, intake, makeCtx } = world
  const channel = createTelegramChannel({ account, config, token: emulator.token, intake, makeCtx })
  world.bots.channels.add(channel)
  channel.addRoutes?.(world.server)
  const person = emulator.person({ id: clientId, first_name: 'Dilnoza' })
  person.write('/start')

  let updates = 5000
  const post = async (
    body: unknown,
    headers: Record<string, string> = { 'x-telegram-bot-api-secret-token': secret },
  ): Promise<Answer> => {
    const answer = await world.server.inject({
      method: 'POST',
      url: `/channels/telegram/${account.id}`,
      headers: { 'content-type': 'application/json', ...headers },
      payload: typeof body === 'string' ? body : JSON.stringify(body),
    })
    return { status: answer.statusCode, retryAfter: answer.headers['retry-after'] as string | undefined }
  }
  const envelope = (id: number) => ({
    message_id: 1000 + id,
    date: Math.floor(world.clock.now().getTime() / 1000) - 5,
    from: { id: clientId, is_bot: false, first_name: 'Dilnoza', language_code: 'uz' },
    chat: { id: clientId, type: 'private', first_name: 'Dilnoza' },
  })
  const update = (body: object) => {
    updates += 1
    return { update_id: updates, ...body }
  }
  return {
    world,
    say: (id, text) => post(update({ message: { ...envelope(id), text } })),
    edit: (id, text) => post(update({ edited_message: { ...envelope(id), text, edit_date: envelope(id).date + 3 } })),
    canEdit: true,
    sayUnsigned: async (text) => {
      const wrong = await post(update({ message: { ...envelope(900), text } }), {
        'x-telegram-bot-api-secret-token': `${secret}x`,
      })
      const absent = await post(update({ message: { ...envelope(901), text } }), {})
      return wrong.status === absent.status ? wrong : { status: 0 }
    },
    sayMalformed: () => post('{"update_id": "no number"}'),
    sayUnknownKind: () => post(update({ stopped_message_generation: { chat: { id: clientId } } })),
    keepsUnknown: true,
    async sendOversized() {
      const document = { file_id: 'big', file_unique_id: 'big', file_name: 'katta.bin', file_size: 21 * 1024 * 1024 }
      await post(update({ message: { ...envelope(950), document } }))
      await world.settle()
      const rows = await world.rows<{ state: string }>(`SELECT state FROM attachment WHERE file_name = 'katta.bin'`)
      return rows[0]?.state === 'refused' ? 'refused' : { status: 0 }
    },
    specimen: () => update({ message: { ...envelope(970), text: 'Salom', reply_to_message: { ...envelope(1), text: 'a' } } }),
    hurl: (payload) => post(JSON.stringify(payload)),
    heard: async () => person.heard().map((message) => message.text ?? message.caption ?? ''),
    vendor: {
      saysTooMany: (retryAfterS) =>
        emulator.faults.strike('sendmessage', {
          kind: 'refuse',
          errorCode: 429,
          description: `Too Many Requests: retry after ${retryAfterS}`,
          retryAfterS,
        }),
      dropsAfterAccept: () => emulator.faults.strike('sendmessage', { kind: 'drop_after_accept' }),
      clientBlocks: async () => person.block(),
      async clientUnblocks() {
        person.unblock()
        const member = { user: { id: 7000000001, is_bot: true, first_name: 'Bot' } }
        const chat = { id: clientId, type: 'private', first_name: 'Dilnoza' }
        const from = { id: clientId, is_bot: false, first_name: 'Dilnoza' }
        const date = Math.floor(world.clock.now().getTime() / 1000)
        await post(
          update({
            my_chat_member: {
              chat,
              from,
              date,
              old_chat_member: { ...member, status: 'kicked' },
              new_chat_member: { ...member, status: 'member' },
            },
          }),
        )
      },
    },
    async close() {
      await world.close()
      await emulator.stop()
    },
  }
}

channelContract('telegram', true, openTelegram)
