/** The process that plays the vendor and the operators' screens. Started by the bench; takes one order at a time. */
import WebSocket from 'ws'
import { deluge } from './deluge.ts'
import { type Lane, type LaneTarget, openLane } from './http-lane.ts'
import type { Flood, LoadAnswer, LoadOrder, Pace, Screens } from './load-protocol.ts'
import { createUpdateMaker, uzbekTexts } from './update-maker.ts'

/** Each target gets its own series of clients, so that its old clients are known to it. */
const makers = new Map<string, ReturnType<typeof createUpdateMaker>>()
const texts = uzbekTexts()
const seriesBase = Number(process.env['SERIES'] ?? 1)

function makerFor({ port, path }: LaneTarget) {
  const key = `${port}${path}`
  const known = makers.get(key)
  if (known) return known
  const maker = createUpdateMaker(texts, seriesBase + makers.size)
  makers.set(key, maker)
  return maker
}

const sockets: WebSocket[] = []
let frames = 0
let hear: (text: Buffer, screen: number) => void = () => undefined

async function openScreens({ url, sessions }: Screens): Promise<number> {
  for (const socket of sockets.splice(0)) socket.terminate()
  for (const [screen, { cookie, csrfToken, url: own }] of sessions.entries()) {
    const socket = new WebSocket(own ?? url, cookie === undefined ? {} : { headers: { cookie } })
    await new Promise((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('error', reject)
    })
    socket.on('message', (data) => {
      frames++
      hear(data as Buffer, screen)
    })
    if (csrfToken !== undefined) {
      const live = new Promise((resolve) => socket.once('message', resolve))
      socket.send(JSON.stringify({ kind: 'hello', csrfToken, after: null }))
      await live
    }
    sockets.push(socket)
  }
  return sockets.filter((socket) => socket.readyState === WebSocket.OPEN).length
}

async function flood(order: Extract<LoadOrder, { kind: 'flood' }>): Promise<Flood> {
  const maker = makerFor(order.target)
  const lanes = await Promise.all(Array.from({ length: order.concurrency }, () => openLane(order.target)))
  const latencies: number[] = []
  let acknowledged = 0
  let refused = 0
  frames = 0
  const startedAt = performance.now()
  const measuredFrom = startedAt + order.warmSeconds * 1_000
  const until = measuredFrom + order.seconds * 1_000
  const work = async (lane: Lane) => {
    for (let sentAt = performance.now(); sentAt < until; ) {
      const update = maker.next()
      const status = await lane.post(update.body)
      update.done()
      const answeredAt = performance.now()
      if (status === 200) acknowledged++
      else refused++
      if (status === 200 && answeredAt >= measuredFrom && answeredAt < until) latencies.push(answeredAt - sentAt)
      sentAt = answeredAt
    }
  }
  await Promise.all(lanes.map(work))
  for (const lane of lanes) lane.close()
  return {
    perSecond: latencies.length / order.seconds,
    latenciesMs: Float64Array.from(latencies),
    acknowledged,
    refused,
    frames,
  }
}

/** Letters only, so that no detector takes it for a number of anything. */
function markOf(number: number): string {
  let letters = ''
  for (let rest = number; letters.length < 6; rest = Math.floor(rest / 26)) letters += String.fromCharCode(97 + (rest % 26))
  return `qz${letters}zq`
}

const drainMs = 3_000

/** When each message is due, in milliseconds from the start: evenly, or after the shape. */
function scheduleOf({ perSecond, seconds, shape = [1] }: Extract<LoadOrder, { kind: 'pace' }>): (number: number) => number {
  const stepMs = (seconds * 1_000) / shape.length
  const whole = shape.reduce((sum, share) => sum + share, 0)
  const steps = shape.map((share) => (share / whole) * perSecond * seconds)
  let step = 0
  let before = 0
  return (number) => {
    while (step < steps.length - 1 && number >= before + (steps[step] ?? 0)) before += steps[step++] ?? 0
    return step * stepMs + ((number - before) / Math.max(1e-9, steps[step] ?? 1)) * stepMs
  }
}

/** Follows marked messages from when they were due to every screen that shows them. */
class Trail {
  readonly startedAt = performance.now()
  readonly frameMs: number[] = []
  readonly frameAtMs: number[] = []
  private readonly dueAt = new Map<string, number>()
  private readonly accepted = new Set<string>()
  private readonly seen = new Set<string>()
  private readonly told = new Set<string>()

  send(mark: string, dueAt: number): void {
    this.dueAt.set(mark, dueAt)
  }

  accept(mark: string): void {
    this.accepted.add(mark)
  }

  readonly hear = (data: Buffer, screen: number): void => {
    if (!data.includes('zq')) return
    const at = performance.now()
    for (const [mark] of data.toString().matchAll(/qz[a-z]{6}zq/g)) {
      const dueAt = this.dueAt.get(mark)
      const first = `${screen} ${mark}`
      if (dueAt === undefined || this.told.has(first)) continue
      this.told.add(first)
      this.seen.add(mark)
      this.frameMs.push(at - dueAt)
      this.frameAtMs.push(at - this.startedAt)
    }
  }

  get unseen(): number {
    return [...this.accepted].filter((mark) => !this.seen.has(mark)).length
  }
}

/** Lanes handed out to whoever waits longest. */
function createLanes(free: Lane[]) {
  const waiting: ((lane: Lane) => void)[] = []
  return {
    take: (): Promise<Lane> => {
      const found = free.pop()
      return found ? Promise.resolve(found) : new Promise((resolve) => waiting.push(resolve))
    },
    giveBack(lane: Lane): void {
      const next = waiting.shift()
      if (next) next(lane)
      else free.push(lane)
    },
  }
}

async function pace(order: Extract<LoadOrder, { kind: 'pace' }>): Promise<Pace> {
  const maker = makerFor(order.target)
  const all = await Promise.all(Array.from({ length: order.connections }, () => openLane(order.target)))
  const lanes = createLanes([...all])
  const answerMs: number[] = []
  let refused = 0
  const trail = new Trail()
  hear = trail.hear
  const send = async (mark: string | undefined, dueAt: number) => {
    const lane = await lanes.take()
    const update = maker.next(mark)
    if (mark !== undefined) trail.send(mark, dueAt)
    const status = await lane.post(update.body)
    update.done()
    if (status !== 200) refused++
    else {
      if (mark !== undefined) trail.accept(mark)
      answerMs.push(performance.now() - dueAt)
    }
    lanes.giveBack(lane)
  }
  const momentOf = scheduleOf(order)
  const total = Math.round(order.perSecond * order.seconds)
  const under = new Set<Promise<void>>()
  for (let number = 0; number < total; ) {
    for (; number < total && momentOf(number) <= performance.now() - trail.startedAt; number++) {
      const mark = number % (order.markEvery ?? 1) === 0 ? markOf(number) : undefined
      const sending = send(mark, trail.startedAt + momentOf(number)).finally(() => under.delete(sending))
      under.add(sending)
    }
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await Promise.all(under)
  for (const end = performance.now() + drainMs; performance.now() < end && trail.unseen > 0; )
    await new Promise((resolve) => setTimeout(resolve, 50))
  hear = () => undefined
  for (const one of all) one.close()
  return {
    acknowledged: answerMs.length,
    refused,
    answerMs: Float64Array.from(answerMs),
    frameMs: Float64Array.from(trail.frameMs),
    frameAtMs: Float64Array.from(trail.frameAtMs),
    unseen: trail.unseen,
  }
}

async function obey(order: LoadOrder): Promise<LoadAnswer> {
  switch (order.kind) {
    case 'screens':
      return { kind: 'screens', open: await openScreens(order.screens) }
    case 'flood':
      return { kind: 'flood', flood: await flood(order) }
    case 'pace':
      return { kind: 'pace', pace: await pace(order) }
    case 'deluge':
      return { kind: 'deluge', deluge: await deluge(makerFor(order.target), order) }
  }
}

process.on('message', (order: LoadOrder) => {
  obey(order)
    .catch((error: unknown): LoadAnswer => ({ kind: 'failed', message: String(error) }))
    .then((answer) => process.send?.(answer))
    .catch(() => process.exit(1))
})
process.on('disconnect', () => process.exit(0))
