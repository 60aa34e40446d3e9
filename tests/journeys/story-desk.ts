/** A member of staff at the console: its HTTP interface and its websocket, without a browser. */
import WebSocket from 'ws'
import type { DeskClientFrame, DeskServerFrame, RequestDetail, RequestSummary } from '#contracts'
import { newReplyId, type StaffSession, until } from '../support/index.ts'

type FrameOf<K extends DeskServerFrame['kind']> = Extract<DeskServerFrame, { kind: K }>
export type Answer = { status: number; body: { code?: string; messageId?: string; [key: string]: unknown } }

export type Desk = {
  readonly operatorId: string
  readonly frames: readonly DeskServerFrame[]
  get<T>(path: string): Promise<T>
  call(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Answer>
  /** Waits for a frame of this kind that passes. */
  hears<K extends DeskServerFrame['kind']>(
    kind: K,
    passes?: (frame: FrameOf<K>) => boolean,
    withinMs?: number,
  ): Promise<FrameOf<K>>
  /** Waits until the screen has been told of a request that passes, as it is now. */
  sees(passes: (request: RequestSummary) => boolean, withinMs?: number): Promise<RequestSummary>
  detail(requestId: string): Promise<RequestDetail>
  take(requestId: string): Promise<Answer>
  reply(requestId: string, words: object): Promise<Answer>
  send(frame: DeskClientFrame): void
  /** The connection is lost and made anew, which renews the presence too. */
  stays(): Promise<void>
  close(): void
}

export async function openDesk(door: { readonly base: string }, session: StaffSession): Promise<Desk> {
  const frames: DeskServerFrame[] = []
  let socket = await connect()

  function connect(): Promise<WebSocket> {
    const made = new WebSocket(`${door.base.replace('http', 'ws')}/desk/live`, {
      headers: { cookie: session.cookie, origin: door.base },
    })
    const after = frames.reduce((highest, frame) => ('feedNo' in frame ? Math.max(highest, frame.feedNo) : highest), -1)
    const hello: DeskClientFrame = { kind: 'hello', csrfToken: session.csrfToken, after: after < 0 ? 0 : after }
    return new Promise((resolve, reject) => {
      made.once('error', reject)
      made.once('open', () => made.send(JSON.stringify(hello)))
      made.on('message', (data: Buffer) => {
        const heard = JSON.parse(data.toString()) as DeskServerFrame[]
        frames.push(...heard)
        if (heard.some(({ kind }) => kind === 'live')) resolve(made)
      })
    })
  }
  const call: Desk['call'] = async (method, path, body) => (await session.send(method, path, body)) as Answer
  const latest = () => {
    const known = new Map<string, RequestSummary>()
    for (const frame of frames) {
      if (frame.kind === 'request') known.set(frame.request.id, frame.request)
      if (frame.kind === 'request.gone') known.delete(frame.requestId)
    }
    return [...known.values()]
  }
  return {
    operatorId: session.operatorId,
    frames,
    get: session.get,
    call,
    hears: (kind, passes = () => true, withinMs = 15_000) =>
      until(
        () =>
          frames.find((frame): frame is FrameOf<typeof kind> => frame.kind === kind && passes(frame as FrameOf<typeof kind>)),
        { withinMs, what: `a frame "${kind}"` },
      ) as Promise<FrameOf<typeof kind>>,
    sees: (passes, withinMs = 15_000) =>
      until(() => latest().find(passes), { withinMs, what: 'the request on the screen' }) as Promise<RequestSummary>,
    detail: (requestId) => session.get<RequestDetail>(`/api/requests/${requestId}`),
    take: (requestId) => call('POST', `/api/requests/${requestId}/take`, {}),
    reply: (requestId, words) => call('POST', `/api/requests/${requestId}/replies`, { clientReplyId: newReplyId(), ...words }),
    send: (frame) => socket.send(JSON.stringify(frame)),
    async stays() {
      const lost = socket
      socket = await connect()
      lost.removeAllListeners('message')
      lost.close()
    },
    close: () => socket.terminate(),
  }
}
