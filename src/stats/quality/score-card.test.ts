import { describe, expect, it } from 'vitest'
import { cardFaults, type MarkedItem, QualityCardInput, type QualityMark } from '#contracts'
import { agreementOf, firstCard, totalOf } from './score-card.ts'

const marked = (over: Readonly<Record<string, QualityMark>> = {}, cause: string | null = 'knowledge'): MarkedItem[] =>
  firstCard.items.map(({ code }) => {
    const mark = over[code] === undefined ? 1 : over[code]
    return { item: code, mark, cause: mark !== null && mark < 1 ? cause : null, messageId: null, note: '' }
  })

describe('a scorecard', () => {
  it('has an item of each of the four groups, and so does the first one', () => {
    expect([QualityCardInput.safeParse(firstCard).success, cardFaults(firstCard)]).toEqual([true, []])
    const items = firstCard.items.filter(({ group }) => group !== 'routing')
    expect(cardFaults({ ...firstCard, items })).toEqual([{ at: 'group.routing', why: 'group' }])
  })

  it('names the field of each fault: a code twice, a name missing in one language, a weight out of bounds, no causes', () => {
    const twice = [...firstCard.items, ...firstCard.items.slice(0, 1)]
    expect(cardFaults({ ...firstCard, items: twice })).toEqual([{ at: `items.${twice.length - 1}.code`, why: 'twice' }])
    const [item, ...rest] = firstCard.items
    if (!item) throw new Error('the first card has no items')
    const bad = { ...item, weight: 101, names: { ...item.names, ru: ' ' } }
    expect(cardFaults({ items: [bad, ...rest], causes: [] })).toEqual([
      { at: 'items.0.names.ru', why: 'name' },
      { at: 'causes', why: 'none' },
      { at: 'items.0.weight', why: 'weight' },
    ])
  })

  it('comes to the weighted share of what applied', () => {
    expect(totalOf(firstCard, marked())).toEqual({ total: 100, isZeroed: false })
    expect(totalOf(firstCard, marked({ facts: 0.5, resolution: 0 })).total).toBeCloseTo(70)
    expect(totalOf(firstCard, marked({ facts: 0.5, resolution: null })).total).toBeCloseTo((70 / 80) * 100)
  })

  it('is nothing where a critical item failed, however good the rest is', () => {
    expect(totalOf(firstCard, marked({ secrecy: 0 }))).toEqual({ total: 0, isZeroed: true })
    expect(totalOf(firstCard, marked({ secrecy: 0.5 })).isZeroed).toBe(false)
  })

  it('takes no mark twice, none missing, and no fault without its cause', () => {
    const whole = marked()
    const refused = (marks: MarkedItem[]) =>
      expect(() => totalOf(firstCard, marks)).toThrow(expect.objectContaining({ code: 'quality.marks_incomplete' }))
    refused(whole.slice(1))
    refused([...whole.slice(1), ...whole.slice(1, 2)])
    refused(marked({ facts: 0 }, null))
    refused(marked({ facts: 0 }, 'no_such_cause'))
    refused(whole.map((one) => ({ ...one, mark: null })))
  })
})

describe('the agreement of two who scored the same', () => {
  it('is the share of equal marks, and kappa without what chance alone gives', () => {
    expect(agreementOf([])).toEqual({ marks: 0, share: null, kappa: null })
    expect(agreementOf([[1, 1]])).toEqual({ marks: 1, share: 1, kappa: null })
    // The textbook table: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no.
    const pairs = (n: number, pair: readonly [QualityMark, QualityMark]) => Array.from({ length: n }, () => pair)
    const told = agreementOf([...pairs(20, [1, 1]), ...pairs(5, [1, 0]), ...pairs(10, [0, 1]), ...pairs(15, [0, 0])])
    expect(told.share).toBeCloseTo(0.7)
    expect(told.kappa).toBeCloseTo(0.4)
  })
})
