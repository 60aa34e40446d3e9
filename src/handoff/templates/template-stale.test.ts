import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FourTexts, type Language, languages } from '#contracts'
import { staleAfter } from './template-stale.ts'

const same: FourTexts = { 'uz-Latn': 'a', 'uz-Cyrl': 'a', ru: 'a', en: 'a' }
const change = (...changed: Language[]): FourTexts => ({ ...same, ...Object.fromEntries(changed.map((each) => [each, 'b'])) })

describe('four texts of one thing', () => {
  it('are behind when one of them leads', () => {
    expect(staleAfter({ texts: same, stale: [] }, change('ru'), [])).toEqual(['uz-Latn', 'uz-Cyrl', 'en'])
  })
  it('have caught up once changed or confirmed, and then lead nobody', () => {
    expect(staleAfter({ texts: same, stale: ['uz-Latn', 'en'] }, change('en'), [])).toEqual(['uz-Latn'])
    expect(staleAfter({ texts: same, stale: ['uz-Latn', 'en'] }, same, ['en'])).toEqual(['uz-Latn'])
    expect(staleAfter({ texts: same, stale: [] }, change('ru'), ['en', 'uz-Latn'])).toEqual(['uz-Cyrl'])
  })
  it('lead nobody when they are written for the first time, or taken out', () => {
    const half: FourTexts = { ...same, ru: '', en: ' ' }
    expect(staleAfter({ texts: half, stale: [] }, { ...half, ru: 'b' }, [])).toEqual([])
    expect(staleAfter({ texts: same, stale: [] }, { ...same, ru: '' }, [])).toEqual([])
  })
  it('are not behind because of a space', () => {
    expect(staleAfter({ texts: same, stale: [] }, { ...same, ru: 'a \n' }, [])).toEqual([])
  })
  it('are never all behind, and none is once all are looked at', () => {
    const some = fc.subarray([...languages])
    fc.assert(
      fc.property(some, some, some, (stale, changed, confirmed) => {
        const after = staleAfter({ texts: same, stale }, change(...changed), confirmed)
        if (stale.length < languages.length) expect(after.length).toBeLessThan(languages.length)
        expect(after.some((each) => changed.includes(each) || confirmed.includes(each))).toBe(false)
        expect(staleAfter({ texts: same, stale: after }, same, [...languages])).toEqual([])
      }),
    )
  })
})
