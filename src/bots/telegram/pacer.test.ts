import { describe, expect, it } from 'vitest'
import { createPacer } from './pacer.ts'

describe('the pacer', () => {
  it('makes only the chat wait that was told to', async () => {
    const now = 1000
    const pacer = createPacer(1000, () => now)
    pacer.pause('a', 5000)
    expect(await pacer.turn('a')).toBe(5000)
    expect(await pacer.turn('b')).toBe(0)
  })
  it('makes the account wait when several chats are told so in a short time', async () => {
    const now = 1000
    const pacer = createPacer(1000, () => now)
    for (const chat of ['a', 'b', 'c']) pacer.pause(chat, 5000)
    expect(await pacer.turn('d')).toBe(5000)
  })
  it('sends a told chat back in when its time is over', async () => {
    let now = 1000
    const pacer = createPacer(1000, () => now)
    pacer.pause('a', 5000)
    now = 6000
    expect(await pacer.turn('a')).toBe(0)
  })
  it('has room for a call of no consequence only where nothing that matters waits', async () => {
    let now = 1000
    const pacer = createPacer(10, () => now)
    expect(pacer.isFree('a')).toBe(true)
    expect(pacer.isFree('b')).toBe(false)
    now += 100
    pacer.pause('a', 5000)
    expect(pacer.isFree('a')).toBe(false)
    expect(pacer.isFree('b')).toBe(true)
  })
  it('says how long a burst would have to wait instead of holding it', async () => {
    const now = 1000
    const pacer = createPacer(0.1, () => now)
    expect(await pacer.turn('a')).toBe(0)
    expect(await pacer.turn('b')).toBe(10_000)
  })
})
