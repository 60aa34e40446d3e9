/** Members of staff at work while the program is measured: each opens, answers and notes, and a colleague's screen is told of it. */
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import WebSocket from 'ws'
import type { DeskServerFrame, QueuePage } from '../../src/contracts/index.ts'
import type { RunningHub } from '../../tests/support/running-hub.ts'
import { newReplyId, type StaffSession, signInAs } from '../../tests/support/staff-session.ts'
import { until } from '../../tests/support/until.ts'

const logins = ['dilnoza', 'jasur', 'gulnora', 'nodira', 'sherzod']
const acts = ['open', 'reply', 'queue', 'note → a colleague’s frame'] as const
export type Act = (typeof acts)[number]
const betweenMs = 700
/** Longer than anybody waits for a screen. */
const gaveUpAfterMs = 30_000

/** Milliseconds of each act. A reply and the like that was refused or came to nothing is a fault with its name. */
export type Round = { readonly ms: Readonly<Record<Act, number[]>>; readonly faults: string[] }
export type DeskHands = { workUntil(isOver: () => boolean): Promise<Round>; close(): void }

type Hand = {
  readonly session: StaffSession
  readonly requestId: string
  readonly heard: Map<string, () => void>
  close(): void
}

/** Each takes a request of their own. Throws where there are too few that they may take. */
export async function openHands(hub: RunningHub): Promise<DeskHands> {
  const hands: Hand[] = []
  for (const login of logins) {
    const session = await signInAs(hub, login)
    const taken = await takeOne(session)
    if (taken !== null) hands.push({ session, requestId: taken, ...(await watch(hub, session, taken)) })
  }
  if (hands.length < 2) throw new Error('nobody has a request to work on')
  return {
    async workUntil(isOver) {
      const ms = Object.fromEntries(acts.map((act) => [act, [] as number[]])) as unknown as Record<Act, number[]>
      const round: Round = { ms, faults: [] }
      await Promise.all(hands.map((hand) => work(hand, isOver, round)))
      return round
    },
    close() {
      for (const hand of hands) hand.close()
    },
  }
}

async function takeOne(session: StaffSession): Promise<string | null> {
  const page = await session.get<QueuePage>('/api/queue?view=all_open&limit=50')
  // A supervisor may take over what a colleague holds.
  for (const { id } of page.items.filter(({ holderOperatorId }) => holderOperatorId === null)) {
    const { status } = await session.send('POST', `/api/requests/${id}/take`, {})
    if (status < 300) return id
  }
  return null
}

/** The screen of the same person with the request open: it is told of its notes by a frame. */
async function watch(hub: RunningHub, session: StaffSession, requestId: string) {
  const heard = new Map<string, () => void>()
  const socket = new WebSocket(`${hub.base.replace('http', 'ws')}/desk/live`, {
    headers: { cookie: session.cookie, origin: hub.base },
  })
  let isLive = false
  socket.on('message', (data: Buffer) => {
    for (const frame of JSON.parse(data.toString()) as DeskServerFrame[]) {
      if (frame.kind === 'live') isLive = true
      if (frame.kind === 'note') heard.get(frame.note.text)?.()
    }
  })
  await once(socket, 'open')
  socket.send(JSON.stringify({ kind: 'hello', csrfToken: session.csrfToken, after: null }))
  await until(() => isLive, { withinMs: 60_000, what: 'a screen being live' })
  socket.send(JSON.stringify({ kind: 'open', requestId }))
  return { heard, close: () => socket.terminate() }
}

let notes = 0

async function work(hand: Hand, isOver: () => boolean, { ms, faults }: Round): Promise<void> {
  const { session, requestId, heard } = hand
  const timed = async (act: Act, perform: () => Promise<{ status: number; body: unknown } | undefined>) => {
    const startedAt = performance.now()
    const answer = await perform().catch((error: unknown) => ({ status: 0, body: String(error) }))
    const took = performance.now() - startedAt
    if (answer === undefined || answer.status < 300) ms[act].push(took)
    else faults.push(`${act}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`)
  }
  const read = (path: string) => async () => void (await session.get(path))
  while (!isOver()) {
    await timed('open', read(`/api/requests/${requestId}`))
    const reply = { clientReplyId: newReplyId(), text: 'Tekshiryapmiz, javobini yozamiz.' }
    await timed('reply', () => session.send('POST', `/api/requests/${requestId}/replies`, reply))
    await timed('queue', read('/api/queue?view=all_open&limit=50'))
    await timed('note → a colleague’s frame', async () => {
      const text = `eslatma ${++notes}`
      const told = new Promise<void>((resolve) => heard.set(text, resolve))
      const answer = await session.send('POST', `/api/requests/${requestId}/notes`, { text })
      if (answer.status >= 300) return answer
      const isTold = await Promise.race([told.then(() => true), sleep(gaveUpAfterMs, false, { ref: false })])
      heard.delete(text)
      return isTold ? undefined : { status: 599, body: 'no frame came' }
    })
    await sleep(betweenMs)
  }
}
