/** A visitor of the bank's website: the widget's HTTP and websocket, without a browser. */
import { randomUUID } from 'node:crypto'
import WebSocket from 'ws'
import type { WidgetClientFrame, WidgetContinuation, WidgetMessage, WidgetServerFrame, WidgetSession } from '#contracts'
import { until } from '../support/index.ts'

export type Visitor = {
  readonly session: WidgetSession
  readonly frames: readonly WidgetServerFrame[]
  /** Every line of the thread this window has been shown, each once. */
  readonly lines: () => readonly WidgetMessage[]
  write(text: string): void
  press(data: string): void
  /** The address at which to go on in Telegram. */
  continueElsewhere(): Promise<string>
  hears(words: string | RegExp, withinMs?: number): Promise<WidgetMessage>
  close(): void
}

const site = 'demo'

export async function openVisitor(base: string): Promise<Visitor> {
  const post = async <T>(path: string, body: object, token?: string): Promise<T> => {
    const answer = await fetch(`${base}/widget/${site}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const session = await post<WidgetSession>('session', { language: 'uz-Latn' })
  const frames: WidgetServerFrame[] = []
  const socket = new WebSocket(`${base.replace('http', 'ws')}/widget/${site}/live`, { headers: { origin: base } })
  const send = (frame: WidgetClientFrame) => socket.send(JSON.stringify(frame))
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.once('open', () => send({ kind: 'hello', visitorToken: session.visitorToken, after: 0 }))
    socket.on('message', (data: Buffer) => {
      const heard = JSON.parse(data.toString()) as WidgetServerFrame | WidgetServerFrame[]
      frames.push(...[heard].flat())
      if (frames.some(({ kind }) => kind === 'live')) resolve()
    })
  })
  const lines = () => {
    const known = new Map(session.messages.map((message) => [message.id, message]))
    for (const frame of frames) if (frame.kind === 'message') known.set(frame.message.id, frame.message)
    return [...known.values()].sort((a, b) => a.seq - b.seq)
  }
  return {
    session,
    frames,
    lines,
    write: (text) => send({ kind: 'send', message: { clientMessageId: randomUUID(), text } }),
    press: (pressed) => send({ kind: 'send', message: { clientMessageId: randomUUID(), text: '', pressed } }),
    async continueElsewhere() {
      const { url } = await post<WidgetContinuation>('continuation', {}, session.visitorToken)
      if (url === null) throw new Error('the bank offers no other channel')
      return url
    },
    hears: (words, withinMs = 15_000) =>
      until(
        () =>
          lines().find(
            ({ authorKind, text }) =>
              authorKind !== 'client' && (typeof words === 'string' ? text.includes(words) : words.test(text)),
          ),
        { withinMs, what: `the visitor hearing ${words}` },
      ),
    close: () => socket.terminate(),
  }
}
