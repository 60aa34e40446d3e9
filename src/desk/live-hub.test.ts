import { describe, expect, it } from 'vitest'
import { type Ctx, createMetrics, type Fact } from '#platform'
import { LiveConnection } from './live-connection.ts'
import { LiveHub } from './live-hub.ts'

const fact = (feedNo: number) => {
  const data = { incidentId: `i${feedNo}` }
  return { feedNo, name: 'incident.started', data, occurredAt: new Date(0), trace: null } as Fact
}
const truth = {
  ...{ requests: new Map(), messages: new Map(), notes: new Map(), operators: new Map(), seen: [] },
  departmentOfTopic: new Map(),
}

/** A feed of so many facts, a bus somebody shouts over, and how often the truth was read. */
async function openHub(inFeed: number) {
  let shout: (facts: readonly Fact[]) => void = () => undefined
  let last = 0
  const rounds: number[] = []
  const [told, asked]: [number[], number[]] = [[], []]
  let letGo: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const bus = {
    subscribe(_topic: string, hear: (payload: unknown) => void) {
      shout = hear
      return () => undefined
    },
  }
  const query = async ({ name, values = [] }: { name: string; values?: readonly number[] }) => {
    if (name === 'feed-last') return [{ last_feed_no: last }]
    const [after = 0, limit = 0] = values
    asked.push(after)
    const rows = Array.from({ length: Math.min(limit, inFeed - after) }, (_, index) => fact(after + index + 1))
    return rows.map((one) => ({ ...one, feed_no: one.feedNo, occurred_at: one.occurredAt }))
  }
  const metrics = createMetrics()
  const log = { error: () => undefined, warn: () => undefined }
  const hub = new LiveHub({ bus, db: { query }, metrics, log } as unknown as Ctx, async (_ctx, { changes }) => {
    rounds.push(changes.length)
    if (rounds.length === 1) await held
    return truth
  })
  await hub.start()
  const socket = {
    bufferedAmount: 0,
    close: () => undefined,
    send: (text: string | Buffer) =>
      told.push(
        ...(JSON.parse(String(text)) as { kind: string; feedNo: number }[]).flatMap((one) =>
          one.kind === 'incident' ? [one.feedNo] : [],
        ),
      ),
  }
  const screen = {
    operatorId: 'ana',
    departmentIds: new Set<string>(),
    permissions: new Set(['queue.read'] as const),
    openRequestId: null,
  }
  await hub.join(new LiveConnection('c', screen, socket), null)
  last = inFeed
  return {
    hub,
    metrics,
    rounds,
    told,
    asked,
    letGo,
    shout: (from: number, to: number) => shout(Array.from({ length: to - from + 1 }, (_, index) => fact(from + index))),
  }
}

describe('a hub whose truth is slow to come', () => {
  it('keeps no more than its bound of what it hears meanwhile, and tells all of it in order all the same', async () => {
    const { hub, metrics, told, letGo, shout } = await openHub(9_000)
    shout(1, 10)
    await new Promise((resolve) => setTimeout(resolve, 50))
    for (let from = 11; from <= 9_000; from += 500) shout(from, Math.min(9_000, from + 499))
    letGo()
    for (let times = 0; told.length < 9_000 && times < 500; times++) await new Promise((resolve) => setTimeout(resolve, 20))
    await hub.stop()
    expect(told).toEqual(Array.from({ length: 9_000 }, (_, index) => index + 1))
    expect(await metrics.text()).toMatch(/murojaat_live_facts_let_go [1-9]/)
  }, 30_000)
})
