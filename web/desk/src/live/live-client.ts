/** The console's live truth: reads snapshots over HTTP, applies frames, tells whoever listens. */
import type {
  BoardView,
  DeskClientFrame,
  DeskServerFrame,
  Me,
  MessageView,
  QueuePage,
  QueueView,
  RequestDetail,
  RequestSummary,
} from '#contracts'
import { reconnectDelayMs } from '../../../shared/backoff.ts'
import type { FirstPage } from '../api/early-start.ts'
import { getJson } from '../api/http.ts'
import { ProblemError } from '../api/problem.ts'
import { afterPicture } from '../shell/after-picture.ts'
import { createBatch } from './frame-batch.ts'
import { LiveSocket, type LiveStatus } from './live-socket.ts'
import {
  type ClockAlert,
  type ClockNews,
  emptyState,
  type LiveState,
  type NpsNews,
  type TemplateNews,
  type Whisper,
} from './live-state.ts'
import { applyDetail, applyEarlier, applyFrames, applyOperators, applyQueuePage, applySummary, startAfresh } from './store.ts'

export const pageSize = 60
/** A page is asked for again so often where the store has moved on while it was read. */
const mostReads = 3
type PageAsked = { readonly view: QueueView; readonly cursor?: string | undefined; readonly offset?: number }
/** History and classification come with the detail, not with frames: read again after a change, not at every one. */
const refreshDetailMs = 350
/** Facts that change what waits on the page of deliveries. */
const arrivalCauses = new Set(['reply.failed', 'reply.unconfirmed', 'delivery.handled', 'asked_reply.changed'])
const startViews: readonly QueueView[] = ['mine', 'queue', 'all_open', 'waiting_client']

export type LiveEvent =
  | { readonly kind: 'alert'; readonly alert: ClockAlert }
  | { readonly kind: 'gone'; readonly requestId: string }
  | { readonly kind: 'message'; readonly requestId: string; readonly message: MessageView }
  | { readonly kind: 'assigned'; readonly request: RequestSummary }
  | { readonly kind: 'clock_news'; readonly news: ClockNews }
  | { readonly kind: 'template'; readonly news: TemplateNews }
  | { readonly kind: 'incident' }
  /** Frames have told of requests: what is counted of all of them may have changed. */
  | { readonly kind: 'requests' }
  | { readonly kind: 'nps'; readonly news: NpsNews }
  | { readonly kind: 'board'; readonly board: BoardView }
  | { readonly kind: 'whisper'; readonly news: Whisper }
  /** A reply did not arrive or was dealt with; words in public began to wait or were decided on. */
  | { readonly kind: 'arrivals' }
  /** The line was lost or the hub asked to load afresh: what no frame repeats may have changed. */
  | { readonly kind: 'resumed' }
  | { readonly kind: 'signed_out' }

export class LiveClient {
  private state: LiveState
  private status: LiveStatus = 'connecting'
  private readonly me: Me
  private socket: LiveSocket | null = null
  private readonly listeners = new Set<() => void>()
  private readonly hearers = new Set<(event: LiveEvent) => void>()
  private readonly receive = createBatch<DeskServerFrame>((frames) => this.apply(frames))
  private openId: string | null = null
  /** A reading begun before its request is drawn, for whoever draws it; taken once. */
  private ahead: { readonly requestId: string; readonly read: Promise<void> } | null = null
  private refresh: ReturnType<typeof setTimeout> | null = null
  private isReloading = false
  private isStopped = false

  constructor(me: Me) {
    this.me = me
    this.state = emptyState(me.operatorId)
  }

  readonly getState = (): LiveState => this.state
  readonly getStatus = (): LiveStatus => this.status
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  /** What passes and is not state: alerts, a request that went away, a new message. */
  readonly hear = (hearer: (event: LiveEvent) => void): (() => void) => {
    this.hearers.add(hearer)
    return () => this.hearers.delete(hearer)
  }

  /** Resolves once the first page of this view is here; the rest follows by itself. */
  async start(view: QueueView): Promise<void> {
    this.startFrom({ view, page: await this.readPage({ view }) })
  }

  /** First the snapshot, then the stream from its feed number: nothing between is missed. */
  startFrom({ view, page }: FirstPage): void {
    this.set(applyQueuePage(startAfresh(this.state, page.feedNo), view, page, true))
    afterPicture(() => this.readOthers(startViews.filter((one) => one !== view)))
  }

  /** The other lists are read behind the first picture, until they are here. */
  private readOthers(others: readonly QueueView[], attempt = 0): void {
    if (this.isStopped) return
    this.readAll(others)
      .then((pages) => {
        for (const { view, page } of pages) this.set(applyQueuePage(this.state, view, page, true))
        this.connect()
      })
      .catch((error: unknown) => {
        if (error instanceof ProblemError && error.status === 401) this.tell({ kind: 'signed_out' })
        else setTimeout(() => this.readOthers(others, attempt + 1), reconnectDelayMs(attempt, Math.random()))
      })
  }

  private connect(): void {
    if (this.isStopped) return
    this.socket = new LiveSocket({
      hello: () => ({ csrfToken: this.me.csrfToken, after: this.state.feedNo }),
      frames: (frames) => this.receive(frames),
      status: (status) => this.turn(status),
      signedOut: () => this.tell({ kind: 'signed_out' }),
      changed: () => location.reload(),
    })
  }

  stop(): void {
    this.isStopped = true
    this.socket?.stop()
    this.socket = null
    if (this.refresh) clearTimeout(this.refresh)
  }

  send(frame: DeskClientFrame): void {
    this.socket?.send(frame)
  }

  /** Puts a request on the screen: asks for its timeline to be told and reads it whole, unless that was begun ahead. */
  async open(requestId: string | null): Promise<void> {
    const { ahead } = this
    this.ahead = null
    if (ahead !== null && ahead.requestId === requestId) return ahead.read
    this.openId = requestId
    this.send({ kind: 'open', requestId })
    if (requestId !== null) await this.readDetail(requestId)
  }

  /**
   * Begins to read what is about to be drawn; the drawing gets this reading, however long it takes, and makes none of its own:
   * each is on record. Nothing where the request is open already.
   */
  openAhead(requestId: string): void {
    if (requestId === this.openId) return
    const read = this.open(requestId)
    read.catch(() => undefined) // told to whoever takes it
    this.ahead = { requestId, read }
  }

  async readDetail(requestId: string): Promise<void> {
    const detail = await getJson<RequestDetail>(`/api/requests/${requestId}`)
    this.set(applyDetail(this.state, detail))
  }

  async readEarlier(requestId: string, before: MessageView): Promise<void> {
    const query = { beforeAt: before.receivedAt, beforeId: before.id, limit: 50 }
    const page = await getJson<{ messages: MessageView[]; hasEarlier: boolean }>(`/api/requests/${requestId}/messages`, query)
    this.set(applyEarlier(this.state, requestId, page))
  }

  /** The next page of a view, or its first. */
  async readView(view: QueueView): Promise<void> {
    const { isLoaded, nextCursor } = this.state.views[view]
    if (isLoaded && nextCursor === null) return
    const page = await this.readPage({ view, cursor: nextCursor ?? undefined })
    // Reading a page never moves the place to resume from: what other views missed is still to come.
    this.set(applyQueuePage(this.state, view, page, nextCursor === null))
  }

  /** One page of a view, not older than what the store has forgotten: that would bring back what is no longer so. */
  async readPage(asked: PageAsked, signal?: AbortSignal): Promise<QueuePage> {
    const read = () => getJson<QueuePage>('/api/queue', { ...asked, limit: pageSize }, signal)
    let page = await read()
    for (let again = 0; again < mostReads && page.feedNo < this.state.forgottenUpTo; again++) page = await read()
    return page
  }

  /** Shows the answer to an own action before its frame comes. */
  put(request: RequestSummary): void {
    this.set(applySummary(this.state, request))
    if (request.id === this.openId) this.planRefresh()
  }

  putOperators(operators: Parameters<typeof applyOperators>[1]): void {
    this.set(applyOperators(this.state, operators, this.state.feedNo))
  }

  private readAll(views: readonly QueueView[]): Promise<FirstPage[]> {
    return Promise.all(views.map(async (view) => ({ view, page: await this.readPage({ view }) })))
  }

  private async readFirstPages(): Promise<void> {
    const pages = await this.readAll(startViews)
    const feedNo = Math.min(...pages.map(({ page }) => page.feedNo))
    let state = startAfresh(this.state, feedNo)
    for (const { view, page } of pages) state = applyQueuePage(state, view, page, true)
    this.set(state)
  }

  private apply(frames: readonly DeskServerFrame[]): void {
    const before = this.state
    this.set(applyFrames(before, frames))
    for (const frame of frames) this.notice(frame, before)
    if (frames.some(({ kind }) => kind === 'request' || kind === 'request.gone')) this.tell({ kind: 'requests' })
    if (this.state.mustReload) this.reload()
  }

  private notice(frame: DeskServerFrame, before: LiveState): void {
    if (frame.kind === 'live') this.noticeLive()
    this.noticePassing(frame)
    if (frame.kind === 'clock.alert') this.tell({ kind: 'alert', alert: frame })
    if (frame.kind === 'request.gone') this.tell({ kind: 'gone', requestId: frame.requestId })
    if (frame.kind === 'request') this.noticeRequest(frame.request, before)
    if (frame.kind === 'request' && arrivalCauses.has(frame.cause)) this.tell({ kind: 'arrivals' })
    const isNews = frame.kind === 'message' && !before.timelines.get(frame.requestId)?.messages.has(frame.message.id)
    if (isNews) this.tell({ kind: 'message', requestId: frame.requestId, message: frame.message })
  }

  private noticeLive(): void {
    this.tell({ kind: 'resumed' })
    if (this.openId === null) return
    this.send({ kind: 'open', requestId: this.openId })
    this.planRefresh()
  }

  private noticePassing(frame: DeskServerFrame): void {
    if (frame.kind === 'template') this.tell({ kind: 'template', news: frame })
    if (frame.kind === 'incident') this.tell({ kind: 'incident' })
    if (frame.kind === 'nps') this.tell({ kind: 'nps', news: frame })
    if (frame.kind === 'board') this.tell({ kind: 'board', board: frame.board })
    if (frame.kind === 'whisper') this.tell({ kind: 'whisper', news: frame })
    if (frame.kind !== 'clock.escalated' && frame.kind !== 'inner_wait.overdue') return
    this.tell({ kind: 'clock_news', news: frame })
    if (frame.requestId === this.openId) this.planRefresh()
  }

  private noticeRequest(request: RequestSummary, before: LiveState): void {
    if (request.id === this.openId) this.planRefresh()
    const known = before.requests.get(request.id)?.value
    const wasMine = known?.holderOperatorId === this.me.operatorId
    const isMine = request.holderOperatorId === this.me.operatorId && request.status === 'open'
    if (isMine && !wasMine) this.tell({ kind: 'assigned', request })
  }

  private planRefresh(): void {
    if (this.refresh) return
    this.refresh = setTimeout(() => {
      this.refresh = null
      if (this.openId !== null) this.readDetail(this.openId).catch(() => undefined)
    }, refreshDetailMs)
  }

  private reload(): void {
    if (this.isReloading) return
    this.isReloading = true
    this.readFirstPages()
      .then(() => {
        // What began to be read before the fresh start is older than it.
        this.ahead = null
        return this.open(this.openId)
      })
      .catch(() => undefined)
      .finally(() => {
        this.isReloading = false
      })
  }

  private turn(status: LiveStatus): void {
    if (status === this.status) return
    this.status = status
    for (const listener of this.listeners) listener()
  }

  private set(state: LiveState): void {
    if (state === this.state) return
    this.state = state
    for (const listener of this.listeners) listener()
  }

  private tell(event: LiveEvent): void {
    for (const hearer of this.hearers) hearer(event)
  }
}
