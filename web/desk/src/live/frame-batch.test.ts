import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createBatch } from './frame-batch.ts'

const pictureMs = 16
let isHidden = false

beforeEach(() => {
  isHidden = false
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] })
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => !isHidden && setTimeout(draw, pictureMs))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const batch = () => {
  const taken: number[][] = []
  return { taken, put: createBatch<number>((gathered) => taken.push([...gathered])) }
}

test('a lone frame is taken with the next picture, and so is one after a rest', () => {
  const { taken, put } = batch()
  put([1])
  vi.advanceTimersByTime(pictureMs)
  expect(taken).toEqual([[1]])
  vi.advanceTimersByTime(1_000)
  put([2])
  vi.advanceTimersByTime(pictureMs)
  expect(taken).toEqual([[1], [2]])
})

test('of fifty frames a second nothing is lost, their order is kept, and they are taken ten times a second at most', () => {
  const { taken, put } = batch()
  for (let at = 0; at < 100; at++) {
    put([at])
    vi.advanceTimersByTime(20)
  }
  vi.advanceTimersByTime(1_000)
  expect(taken.flat()).toEqual(Array.from({ length: 100 }, (_, at) => at))
  expect(taken.length).toBeLessThanOrEqual(21)
})

test('a page that draws no pictures takes them all the same', () => {
  const { taken, put } = batch()
  isHidden = true
  put([1])
  put([2])
  vi.advanceTimersByTime(500)
  expect(taken).toEqual([[1, 2]])
})
