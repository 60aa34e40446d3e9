import type { Bus } from '../bus/bus.ts'

export const relayWakeTopic = 'relay.wake'
/** A wake-up within this time of the last one is folded into one at its end: the relay gains nothing from more. */
const quietMs = 5

type Wakefulness = { isQuiet: boolean; isOwed: boolean }
const byBus = new WeakMap<Bus, Wakefulness>()

/** Tells the relay, wherever it runs, that committed events wait for it. Cheap enough to call after every commit. */
export function wakeRelay(bus: Bus): void {
  const state = byBus.get(bus) ?? { isQuiet: false, isOwed: false }
  byBus.set(bus, state)
  if (state.isQuiet) {
    state.isOwed = true
    return
  }
  state.isQuiet = true
  bus.publish(relayWakeTopic, null)
  setTimeout(() => {
    state.isQuiet = false
    if (!state.isOwed) return
    state.isOwed = false
    wakeRelay(bus)
  }, quietMs).unref()
}
