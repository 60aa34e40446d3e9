import { expect, test } from 'vitest'
import type { AskedReplyView } from '#contracts'
import { toldOf } from './waiting-words.tsx'

const asked = (id: string, state: AskedReplyView['state'], askedAt: string) => ({ id, state, askedAt }) as AskedReplyView

test('a refusal is told until other words are asked for; what is decided well is in the conversation itself', () => {
  const refused = asked('a', 'refused', '2026-11-20T09:00:00Z')
  expect(toldOf([refused]).map(({ id }) => id)).toEqual(['a'])
  expect(toldOf([refused, asked('b', 'approved', '2026-11-20T10:00:00Z')])).toEqual([])
  expect(toldOf([refused, asked('b', 'waiting', '2026-11-20T10:00:00Z')]).map(({ id }) => id)).toEqual(['b'])
})
