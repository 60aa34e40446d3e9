/** The process that plays the vendor and the operators' screens. Started by the bench; takes one order at a time. */
import WebSocket from 'ws'
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
let hear: (text: string, screen: number) => void = () => undefined

async function openScreens({ url, sessions }: Screens): Promise<number> {
  for (const socket of sockets.splice(0)) socket.terminate()
  for (const [screen, { cookie, csrfToken }] of sessions.entries()) {
    const socket = new WebSocket(url, cookie === undefined ? {} : { headers: { cookie } })
    await new Promise((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('error', reject)
    })
    socket.on('message', (data) => {
      frames++
      hear(data.toString(), screen)
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

async function pace(order: Extract<LoadOrder, { kind: 'pace' }>): Promise<Pace> {
  const maker = makerFor(order.target)
  const free = await Promise.all(Array.from({ length: order.connections }, () => openLane(order.target)))
  const waiting: (() => void)[] = []
  const sentAtOf = new Map<string, number>()
  const seen = new Set<string>()
  const answerMs: number[] = []
  const frameMs: number[] = []
  let refused = 0
  const shown = new Set<string>()
  const told = new Set<string>()
  hear = (text, screen) => {
    const at = performance.now()
    for (const [mark] of text.matchAll(/qz[a-z]{6}zq/g)) {
      const sentAt = sentAtOf.get(mark)
      const first = `${screen} ${mark}`
      if (sentAt === undefined || told.has(first)) continue
      told.add(first)
      seen.add(mark)
      frameMs.push(at - sentAt)
    }
  }
  const lane = async (): Promise<Lane> => {
    for (;;) {
      const found = free.pop()
      if (found) return found
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
  }
  const send = async (mark: string, scheduledAt: number) => {
    const own = await lane()
    const update = maker.next(mark)
    sentAtOf.set(mark, scheduledAt)
    const status = await own.post(update.body)
    update.done()
    if (status === 200) {
      shown.add(mark)
      answerMs.push(performance.now() - scheduledAt)
    } else refused++
    free.push(own)
    waiting.shift()?.()
  }
  const total = Math.round(order.perSecond * order.seconds)
  const startedAt = performance.now()
  const sent: Promise<void>[] = []
  for (let number = 0; number < total; ) {
    const dueNow = Math.min(total, Math.floor(((performance.now() - startedAt) / 1_000) * order.perSecond) + 1)
    for (; number < dueNow; number++) sent.push(send(markOf(number), startedAt + (number / order.perSecond) * 1_000))
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await Promise.all(sent)
  for (const end = performance.now() + drainMs; performance.now() < end && [...shown].some((mark) => !seen.has(mark)); )
    await new Promise((resolve) => setTimeout(resolve, 50))
  hear = () => undefined
  for (const one of free) one.close()
  return {
    acknowledged: shown.size,
    refused,
    answerMs: Float64Array.from(answerMs),
    frameMs: Float64Array.from(frameMs),
    unseen: [...shown].filter((mark) => !seen.has(mark)).length,
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
  }
}

process.on('message', (order: LoadOrder) => {
  obey(order)
    .catch((error: unknown): LoadAnswer => ({ kind: 'failed', message: String(error) }))
    .then((answer) => process.send?.(answer))
    .catch(() => process.exit(1))
})
process.on('disconnect', () => process.exit(0))
