/** A console without a browser: the console's own store, fed by the real API and the real socket. */
import WebSocket from 'ws'
import type { DeskClientFrame, DeskServerFrame, QueuePage, RequestDetail, RequestSummary } from '#contracts'
import { emptyState, type LiveState } from '../../web/desk/src/live/live-state.ts'
import { applyDetail, applyFrames, applyQueuePage } from '../../web/desk/src/live/store.ts'
import type { RunningHub, StaffSession } from '../support/index.ts'

export type Screen = {
  readonly state: () => LiveState
  /** Loads this request and keeps it on the screen. */
  open(requestId: string): Promise<void>
  /** Loses the connection and comes back by its feed number. */
  reconnect(): Promise<void>
  close(): void
}

async function firstPages(session: StaffSession, from: LiveState): Promise<LiveState> {
  let state = from
  for (const view of ['all_open', 'waiting_client', 'closed'] as const) {
    let cursor: string | null = null
    do {
      const page: QueuePage = await session.get(
        `/api/queue?view=${view}&limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      )
      state = applyQueuePage(state, view, page, cursor === null)
      if (cursor === null && view === 'all_open') state = { ...state, feedNo: Math.max(state.feedNo, page.feedNo) }
      cursor = page.nextCursor
    } while (cursor !== null)
  }
  return state
}

export async function openScreen(hub: RunningHub, session: StaffSession): Promise<Screen> {
  let state = await firstPages(session, emptyState(session.operatorId))
  let opened: string | null = null
  let socket = await connect()
  const send = (frame: DeskClientFrame) => socket.send(JSON.stringify(frame))

  function connect(): Promise<WebSocket> {
    return new Promise((resolve, reject) => {
      const made = new WebSocket(`${hub.base.replace('http', 'ws')}/desk/live`, {
        headers: { cookie: session.cookie, origin: hub.base },
      })
      made.once('error', reject)
      made.once('open', () =>
        made.send(
          JSON.stringify({ kind: 'hello', csrfToken: session.csrfToken, after: state.feedNo } satisfies DeskClientFrame),
        ),
      )
      made.on('message', (data: Buffer) => {
        const frames = JSON.parse(data.toString()) as DeskServerFrame[]
        state = applyFrames(state, frames)
        if (frames.some((frame) => frame.kind === 'live')) resolve(made)
      })
    })
  }
  async function open(requestId: string): Promise<void> {
    opened = requestId
    send({ kind: 'open', requestId })
    const detail = await session.get<RequestDetail>(`/api/requests/${requestId}`)
    state = applyDetail(state, detail)
  }
  return {
    state: () => state,
    open,
    async reconnect() {
      const lost = socket
      lost.removeAllListeners('message')
      lost.terminate()
      socket = await connect()
      // What a page does on its return: says again what is open, and reads what no frame carries. It may be gone from sight.
      const again = opened
      opened = null
      if (again !== null) await open(again).catch(() => undefined)
    },
    close: () => socket.terminate(),
  }
}

/** What a person who opens the console now would see, by request id. */
export async function freshRequests(session: StaffSession): Promise<Map<string, RequestSummary>> {
  const state = await firstPages(session, emptyState(session.operatorId))
  return new Map([...state.requests].map(([id, known]) => [id, known.value]))
}
