import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findAcross, maskAcross } from './find-across.ts'
import { guardOutgoing } from './guard-outgoing.ts'
import { type LabelledLine, labelledLines, labelledPairs, labelledReplies } from './labelled-lines.ts'
import { maskText } from './mask-text.ts'
import { plainView } from './plain-view.ts'

const fileOf = (name: string) => readFileSync(new URL(`../../tests/fixtures/privacy/${name}.tsv`, import.meta.url), 'utf8')
const lines = ['cards', 'documents', 'codes', 'contacts', 'not-personal', 'held-out-lines', 'held-out-second-lines'].flatMap(
  (name) => labelledLines(fileOf(name)),
)
const replies = ['replies', 'held-out-replies', 'held-out-second-replies'].flatMap((name) => labelledReplies(fileOf(name)))
const pairs = ['two-messages', 'held-out-pairs', 'held-out-second-pairs'].flatMap((name) => labelledPairs(fileOf(name)))
const labelled = (label: LabelledLine['label']) => lines.filter((line) => line.label === label)

describe('on the labelled set', () => {
  it('there are lines enough of every label to mean something', () => {
    expect(labelled('must').length).toBeGreaterThan(600)
    expect(labelled('not').length).toBeGreaterThan(250)
    expect(replies.length).toBeGreaterThan(250)
  })
  it('no secret a client wrote is missed', () => {
    const missed = labelled('must').filter(({ kinds, text }) => {
      const [inPrivate, inPublic] = [maskText(text).masked, maskText(text, { visibility: 'public' }).masked]
      return !kinds.every((kind) => (kind === 'phone' ? inPublic : inPrivate).includes(kind))
    })
    expect(missed).toEqual([])
  })
  it('no masked text still holds the secret’s digits', () => {
    const readable = labelled('must').filter(({ digits, text }) => {
      const left = plainView(maskText(text).text).chars.replace(/\D/g, '')
      return digits !== '' && left.includes(digits.slice(0, Math.max(3, digits.length - 4)))
    })
    expect(readable).toEqual([])
  })
  it('a contact is seen, stays in private and is hidden in public', () => {
    for (const { kinds, text } of labelled('may')) {
      expect(maskText(text), text).toMatchObject({ text, kinds, masked: [] })
      expect(maskText(text, { visibility: 'public' }).masked, text).toEqual(kinds)
    }
  })
  it('nothing that is nobody’s secret is touched', () => {
    const hit = labelled('not').filter(({ text }) => maskText(text, { visibility: 'public' }).text !== text)
    expect(hit).toEqual([])
  })
  it('masking what is masked changes nothing', () => {
    for (const { text } of lines) {
      const once = maskText(text, { visibility: 'public' }).text
      expect(maskText(once, { visibility: 'public' }).text).toBe(once)
    }
  })
})

describe('of the labelled replies', () => {
  const found = ({ text, visibility }: (typeof replies)[number]) => {
    const result = guardOutgoing(text, visibility)
    return result.ok ? [] : result.finds
  }
  it('none that must not go out goes out, and the reason is told', () => {
    const missed = replies.filter(
      (reply) => reply.label === 'must' && !found(reply).some(({ reason }) => reason === reply.reason),
    )
    expect(missed).toEqual([])
  })
  it('none that is harmless is held back', () => {
    expect(replies.filter((reply) => reply.label === 'not' && found(reply).length > 0)).toEqual([])
  })
  it('every find lies inside the text and covers something', () => {
    for (const reply of replies) {
      for (const { start, end } of found(reply)) {
        expect(start).toBeLessThan(end)
        expect(reply.text.slice(start, end).trim()).not.toBe('')
      }
    }
  })
})

describe('of the labelled pairs of messages', () => {
  it('every number that is whole only together is found', () => {
    const missed = pairs.filter(({ label, kinds, earlier, text }) => {
      const found = findAcross(earlier, text).map(({ kind }) => kind)
      return label === 'must' && !kinds.every((kind) => found.includes(kind))
    })
    expect(missed).toEqual([])
  })
  it('no two harmless messages make a secret', () => {
    expect(pairs.filter(({ label, earlier, text }) => label === 'not' && findAcross(earlier, text).length > 0)).toEqual([])
  })
  it('the parts are told for each message and hidden in each', () => {
    expect(findAcross(['salom', 'kartam 8600 0052'], '6018 1595 shu')).toEqual([
      {
        kind: 'card',
        parts: [
          { message: 1, start: 7, end: 16 },
          { message: 2, start: 0, end: 9 },
        ],
        tail: '1595',
      },
    ])
    expect(maskAcross(['salom', 'kartam 8600 0052'], '6018 1595 shu')).toEqual({
      text: '****1595 shu',
      earlier: [{ message: 1, text: 'kartam ****' }],
      kinds: ['card'],
    })
  })
})
