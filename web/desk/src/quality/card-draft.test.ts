import { describe, expect, it } from 'vitest'
import { QualityCardInput, qualityGroups } from '#contracts'
import { cardOf, draftOf, faultsOf, withLine, withoutLine } from './card-draft.ts'

const four = (name: string) => ({ 'uz-Latn': name, 'uz-Cyrl': name, ru: name, en: name })
const card = {
  ...{ version: 3, createdAt: null, causes: [{ code: 'knowledge', names: four('Knowledge') }] },
  items: qualityGroups.map((group) => ({ code: group, group, names: four(group), weight: 25, isCritical: false })),
}

describe('a draft of the scorecard', () => {
  it('is the card it came from until something is changed', () => {
    expect(cardOf(draftOf(card))).toEqual({ items: card.items, causes: card.causes })
    expect([...faultsOf(draftOf(card))]).toEqual([])
  })

  it('tells a new line’s missing names, then gives it a code that the server takes', () => {
    const draft = withLine(draftOf(card), 'items')
    expect(faultsOf(draft).get('items.4.names.ru')).toBe('name')
    const named = (name: string) => ({
      ...draft,
      items: draft.items.map((one) => (one.isNew ? { ...one, names: four(name) } : one)),
    })
    for (const [name, code] of [
      ['Empathy & care!', 'empathy_care'],
      ['24/7 promise', 'line_24_7_promise'],
      ['A', 'line_a'],
      ['Эмпатия', `line_${draft.items[4]?.key}`],
      ['a very long name of an item that goes on and on', 'a_very_long_name_of_an_item_that_g'],
    ] as const) {
      const made = cardOf(named(name))
      expect(made.items[4]?.code).toBe(code)
      expect(QualityCardInput.safeParse(made).success).toBe(true)
    }
    expect([...faultsOf(named('Culture'))]).toEqual([['items.4.code', 'twice']])
  })

  it('misses a group or the causes once their last line is taken out', () => {
    const draft = draftOf(card)
    const without = withoutLine(withoutLine(draft, 2), 4)
    expect([...faultsOf(without)]).toEqual([
      ['causes', 'none'],
      ['group.routing', 'group'],
    ])
  })
})
