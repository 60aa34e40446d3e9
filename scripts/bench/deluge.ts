/** Far more than can be served: what is due is sent over whichever connection is free, and given up where none is for seconds. */
import { openLane } from './http-lane.ts'
import type { Deluge, LoadOrder } from './load-protocol.ts'
import type { UpdateMaker } from './update-maker.ts'

/** A vendor gives a call up about then. */
const patienceMs = 5_000

export async function deluge(maker: UpdateMaker, order: Extract<LoadOrder, { kind: 'deluge' }>): Promise<Deluge> {
  const all = await Promise.all(Array.from({ length: order.connections }, () => openLane(order.target)))
  const free = [...all]
  /** When the longest waiting messages were due, and from where on they are not sent yet. */
  const due: number[] = []
  let next = 0
  const accepted: string[] = []
  const answerMs: number[] = []
  const told = { askedToWait: 0, otherwise: 0, unanswered: 0, unsent: 0 }
  const under = new Set<Promise<void>>()

  async function send(dueAt: number): Promise<void> {
    const lane = free.pop()
    if (lane === undefined) return
    const update = maker.next()
    try {
      const status = await lane.post(update.body)
      if (status === 200) {
        accepted.push(update.key)
        answerMs.push(performance.now() - dueAt)
      } else if (status === 503 && lane.wasAskedToWait()) told.askedToWait++
      else told.otherwise++
    } catch {
      told.unanswered++
    }
    update.done()
    free.push(lane)
  }
  function sendDue(): void {
    const now = performance.now()
    for (; next < due.length && now - (due[next] ?? now) > patienceMs; next++) told.unsent++
    for (; next < due.length && free.length > 0; next++) {
      const sending = send(due[next] ?? now).finally(() => under.delete(sending))
      under.add(sending)
    }
    if (next < 10_000) return
    due.splice(0, next)
    next = 0
  }

  const startedAt = performance.now()
  const total = Math.round(order.perSecond * order.seconds)
  for (let number = 0; number < total; ) {
    const elapsedMs = performance.now() - startedAt
    for (; number < total && (number / order.perSecond) * 1_000 <= elapsedMs; number++)
      due.push(startedAt + (number / order.perSecond) * 1_000)
    sendDue()
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  while (next < due.length) {
    sendDue()
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await Promise.all(under)
  for (const lane of all) lane.close()
  return { offered: total, accepted, answerMs: Float64Array.from(answerMs), ...told }
}
