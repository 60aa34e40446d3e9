import { describe, expect, it } from 'vitest'
import type { EventId } from '#kernel'
import type { Fact } from './fact.ts'
import { RecentFacts } from './recent-facts.ts'

const fact = (feedNo: number): Fact => ({
  ...{ id: `fact ${feedNo}` as EventId, feedNo, name: 'bell.rang', version: 1, occurredAt: new Date(0) },
  ...{ subjectId: 'bell', actor: 'bot', trace: null, data: {} },
})
const numbers = (facts: readonly Fact[] | null) => facts?.map(({ feedNo }) => feedNo)

describe('recent facts', () => {
  it('come in the order of the feed, whatever the order of the ranges', () => {
    const recent = new RecentFacts()
    recent.keep([fact(1), fact(2), fact(3), fact(4)])
    expect(
      numbers(
        recent.of([
          { from: 3, to: 4 },
          { from: 1, to: 1 },
        ]),
      ),
    ).toEqual([1, 3, 4])
  })

  it('are all there or none: half a range is read from the table', () => {
    const recent = new RecentFacts()
    recent.keep([fact(1), fact(3)])
    expect(recent.of([{ from: 1, to: 3 }])).toBeNull()
  })

  it('are forgotten, the oldest first, before they fill the memory', () => {
    const recent = new RecentFacts()
    for (let feedNo = 1; feedNo <= 20_000; feedNo += 500)
      recent.keep(Array.from({ length: 500 }, (_, index) => fact(feedNo + index)))
    expect(recent.of([{ from: 1, to: 1 }])).toBeNull()
    expect(numbers(recent.of([{ from: 19_999, to: 20_000 }]))).toEqual([19_999, 20_000])
  })
})
