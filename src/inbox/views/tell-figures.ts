import { secondMs } from '#kernel'
import { type Ctx, defineSweep } from '#platform'
import { selectDeliveryFigures, selectOpenFigures } from './figures.store.ts'

const everyMs = 15 * secondMs
const deliveryStates = ['pending', 'sending', 'failed', 'unconfirmed'] as const

/** What was told of each channel once: a state that has emptied is told as none, or its last figure would stand for ever. */
const told = new Set<string>()

async function tellFigures(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now()
  const [open, deliveries] = await Promise.all([selectOpenFigures(ctx.db, now), selectDeliveryFigures(ctx.db)])
  for (const holder of ['bot', 'queue', 'operator']) {
    const figure = open.find((one) => one.holder === holder)
    ctx.metrics.gauge('requests_open', figure?.open ?? 0, { holder })
    ctx.metrics.gauge('requests_unsorted', figure?.unsorted ?? 0, { holder })
    ctx.metrics.gauge('requests_past_due', figure?.pastDue ?? 0, { holder })
  }
  for (const { channel } of deliveries) told.add(channel)
  for (const channel of told) {
    for (const state of deliveryStates) {
      const figure = deliveries.find((one) => one.channel === channel && one.state === state)
      ctx.metrics.gauge('deliveries_open', figure?.count ?? 0, { channel, state })
    }
    const waiting = deliveries.filter((one) => one.channel === channel && (one.state === 'pending' || one.state === 'sending'))
    const oldest = Math.min(now.getTime(), ...waiting.map((one) => one.oldestQueuedAt.getTime()))
    ctx.metrics.gauge('delivery_oldest_seconds', (now.getTime() - oldest) / secondMs, { channel })
  }
}

/** What the tables say of this moment, for those who watch by machine. */
export const figuresSweep = defineSweep({ name: 'inbox.figures', everyMs, run: tellFigures })
