import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Urgency } from './urgency.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const never = () => new Promise<void>(() => undefined)

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

  it('gives following work its slice although urgent work never ends', async () => {
    const urgency = new Urgency()
    void urgency.during(never)
    const resting = Promise.all([urgency.rest(), urgency.rest()])
    await vi.advanceTimersByTimeAsync(1_010)
    await resting
  })

  it('is over although the urgent work failed', async () => {
    const urgency = new Urgency()
    await expect(urgency.during(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await vi.advanceTimersByTimeAsync(10)
    await urgency.rest()
  })
})
