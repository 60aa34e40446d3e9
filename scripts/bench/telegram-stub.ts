/** A Bot API that accepts everything at once: the vendor is not what is measured. It counts what it was asked to send. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type TelegramStub = { readonly url: string; readonly sent: () => number; close(): void }

export async function startTelegramStub(): Promise<TelegramStub> {
  let sent = 0
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      const isMessage = /\/sendMessage$/.test(request.url ?? '')
      if (isMessage) sent++
      const chatId = isMessage ? Number((JSON.parse(body) as { chat_id: unknown }).chat_id) : 0
      const message = {
        message_id: 1_000_000 + sent,
        date: Math.floor(Date.now() / 1_000),
        chat: { id: chatId, type: 'private' },
        text: '',
      }
      const text = JSON.stringify({ ok: true, result: isMessage ? message : true })
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    sent: () => sent,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
