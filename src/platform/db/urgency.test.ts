import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Urgency } from './urgency.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const never = () => new Promise<void>(() => undefined)

/** Whether it has ended, without waiting for it. */
function hasEnded(work: Promise<unknown>): { isOver: boolean } {
  const state = { isOver: false }
  void work.then(() => {
    state.isOver = true
  })
  return state
}

describe('urgency', () => {
  it('keeps nobody waiting while nothing is urgent', async () => {
    await new Urgency().rest()
  })

  it('lets following work go on as soon as the urgent one is over and nothing comes after it', async () => {
    const urgency = new Urgency()
    let end: () => void = () => undefined
    const urgent = urgency.during(() => new Promise<void>((resolve) => (end = resolve)))
    let hasRested = false
    const resting = urgency.rest().then(() => {
      hasRested = true
    })
    await vi.advanceTimersByTimeAsync(50)
    expect(hasRested).toBe(false)
    end()
    await urgent
    await vi.advanceTimersByTimeAsync(10)
    await resting
    expect(hasRested).toBe(true)
  })

  it('reads what has come in a long turn of the loop before it takes it for quiet', async () => {
    const urgency = new Urgency()
    await urgency.during(async () => undefined)
    await vi.advanceTimersByTimeAsync(20) // nobody has looked at the sockets in this time
    setImmediate(() => void urgency.during(never))
    const resting = hasEnded(urgency.rest())
    await vi.advanceTimersByTimeAsync(100)
    expect(resting.isOver).toBe(false)
    await vi.advanceTimersByTimeAsync(500)
    expect(resting.isOver).toBe(true)
  })

  it('gives following work its slice although urgent work never ends', async () => {
    const urgency = new Urgency()
    void urgency.during(never)
    const resting = Promise.all([urgency.rest(), urgency.rest()])
    await vi.advanceTimersByTimeAsync(1_010)
    await resting
  })

  it('lets following work go on for a slice once it has rested', async () => {
    const urgency = new Urgency()
    void urgency.during(never)
    const resting = urgency.rest()
    await vi.advanceTimersByTimeAsync(510)
    await resting
    await urgency.rest()
    await vi.advanceTimersByTimeAsync(45)
    const again = hasEnded(urgency.rest())
    await vi.advanceTimersByTimeAsync(100)
    expect(again.isOver).toBe(false)
  })

  it('makes it rest for less once the stream has lasted longer than a burst', async () => {
    const urgency = new Urgency()
    void urgency.during(never)
    await vi.advanceTimersByTimeAsync(10_000)
    const resting = hasEnded(urgency.rest())
    await vi.advanceTimersByTimeAsync(70)
    expect(resting.isOver).toBe(true)
  })

  it('is over although the urgent work failed', async () => {
    const urgency = new Urgency()
    await expect(urgency.during(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    const resting = hasEnded(urgency.rest())
    await vi.advanceTimersByTimeAsync(10)
    expect(resting.isOver).toBe(true)
  })
})
