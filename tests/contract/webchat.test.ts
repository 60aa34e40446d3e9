import { createWebchatChannel } from '#bots'
import { openWorld } from './bots-world.ts'
import { type Answer, type ChannelDriver, channelContract } from './channel-contract.ts'

const uuidOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

async function openWebchat(): Promise<ChannelDriver> {
  const world = await openWorld({ kind: 'webchat', externalId: 'bank' })
  const { config, account, intake, makeCtx, ctx, server } = world
  const channel = createWebchatChannel({ account, config, intake, makeCtx, bus: ctx.bus })
  world.bots.channels.add(channel)
  channel.addRoutes?.(server)
  const post = async (path: string, payload: unknown, token?: string) =>
    server.inject({
      method: 'POST',
      url: `/widget/bank/${path}`,
      headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      payload: JSON.stringify(payload),
    })
  const visit = async () =>
    (await post('session', { language: 'uz-Latn', displayName: 'Aziz' })).json<{ visitorToken: string }>().visitorToken
  const first = await visit()
  let token = first
  const send = async (payload: unknown, by?: string): Promise<Answer> => {
    // A person cannot write faster than the limit; a suite can.
    const answer = await post('messages', payload, by)
    return { status: answer.statusCode, retryAfter: answer.headers['retry-after'] as string | undefined }
  }
  return {
    world,
    say: (number, text) => send({ clientMessageId: uuidOf(number), text }, token),
    edit: (number, text) => send({ clientMessageId: uuidOf(number), text }, token),
    canEdit: false,
    sayUnsigned: (text) => send({ clientMessageId: uuidOf(900), text }, 'x'.repeat(43)),
    sayMalformed: () => send({ text: 'id yo‘q' }, token),
    sayUnknownKind: () => send({ kind: 'hologram', clientMessageId: 7 }, token),
    keepsUnknown: false,
    async sendOversized() {
      const boundary = 'boundary'
      const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="katta.pdf"\r\nContent-Type: application/pdf\r\n\r\n`
      const body = Buffer.concat([
        Buffer.from(head),
        Buffer.from('%PDF-1.7'),
        Buffer.alloc(10 * 1024 * 1024 + 1),
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ])
      const answer = await server.inject({
        method: 'POST',
        url: '/widget/bank/attachments',
        headers: { authorization: `Bearer ${token}`, 'content-type': `multipart/form-data; boundary=${boundary}` },
        payload: body,
      })
      return { status: answer.statusCode }
    },
    specimen: () => ({ clientMessageId: uuidOf(970), text: 'Salom', pressed: 'a', writtenAt: world.clock.now().toISOString() }),
    hurl: (payload) => send(payload, first),
    async beSomebodyElse() {
      token = await visit()
    },
    async heard() {
      const page = await server.inject({
        method: 'GET',
        url: '/widget/bank/messages?after=0',
        headers: { authorization: `Bearer ${token}` },
      })
      return page
        .json<{ messages: { authorKind: string; text: string }[] }>()
        .messages.filter((message) => message.authorKind !== 'client')
        .map((message) => message.text)
    },
    vendor: null,
    close: () => world.close(),
  }
}

channelContract('webchat', false, openWebchat)
