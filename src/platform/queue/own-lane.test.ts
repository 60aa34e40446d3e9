import { describe, expect, it } from 'vitest'
import { OwnLane } from './own-lane.ts'

const gate = () => {
  let open: () => void = () => undefined
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open }
}
const turns = async (count = 20) => {
  for (let turn = 0; turn < count; turn++) await Promise.resolve()
}

describe('the lane of own hints', () => {
  it('runs no more at once than it may, and all in the end', async () => {
    const lane = new OwnLane(2)
    const gates = [gate(), gate(), gate()]
    const begun: number[] = []
    for (const [index, one] of gates.entries()) {
      lane.take(() => {
        begun.push(index)
        return one.passed
      }, {})
    }
    await turns()
    expect(begun).toEqual([0, 1])
    gates[1]?.open()
    await turns()
    expect(begun).toEqual([0, 1, 2])
    expect(lane.depth).toBe(2)
  })

  it('drops a twin while one waits and takes it once that one runs', async () => {
    const lane = new OwnLane(1)
    const first = gate()
    const ran: string[] = []
    lane.take(() => first.passed, {})
    const add = (name: string) => lane.take(async () => void ran.push(name), { key: 'k' })
    expect([add('kept'), add('twin')]).toEqual([true, true])
    first.open()
    await turns()
    add('after')
    await turns()
    expect(ran).toEqual(['kept', 'after'])
  })

  it('lets a delayed hint keep no immediate one out', async () => {
    const lane = new OwnLane(1)
    const ran: string[] = []
    lane.take(async () => void ran.push('later'), { key: 'k', delayMs: 30_000 })
    lane.take(async () => void ran.push('now'), { key: 'k' })
    await turns()
    expect(ran).toEqual(['now'])
    await lane.close()
    expect(lane.depth).toBe(0)
  })

  it('leaves to the store what is far away and what comes after its end', async () => {
    const lane = new OwnLane(1)
    expect(lane.take(async () => undefined, { delayMs: 3_600_000 })).toBe(false)
    await lane.close()
    expect(lane.take(async () => undefined, {})).toBe(false)
  })

  it('waits at its end for what runs, and not for what has not begun', async () => {
    const lane = new OwnLane(1)
    const running = gate()
    let hasBegun = false
    let isClosed = false
    lane.take(() => running.passed, {})
    lane.take(async () => {
      hasBegun = true
    }, {})
    const closing = lane.close().then(() => {
      isClosed = true
    })
    await turns()
    expect(isClosed).toBe(false)
    running.open()
    await closing
    expect(hasBegun).toBe(false)
  })

  it('gives back what came through it, also a failure', async () => {
    const lane = new OwnLane(1)
    expect(await lane.through(async () => 7)).toBe(7)
    await expect(lane.through(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(lane.depth).toBe(0)
    await lane.close()
    expect(await lane.through(async () => 8)).toBe(8)
  })
})
