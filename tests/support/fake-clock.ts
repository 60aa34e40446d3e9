import type { Clock } from '#kernel'

export type FakeClock = Clock & {
  /** @param at an instant or an ISO string with its offset. */
  set(at: Date | string): void
  advance(ms: number): void
}

/** Time in the test's hand; it stands still until told. A Wednesday noon in Tashkent unless given. */
export function fakeClock(at: Date | string = '2026-03-04T12:00:00+05:00'): FakeClock {
  let nowMs = new Date(at).getTime()
  return {
    now: () => new Date(nowMs),
    set: (to) => {
      nowMs = new Date(to).getTime()
    },
    advance: (ms) => {
      nowMs += ms
    },
  }
}
