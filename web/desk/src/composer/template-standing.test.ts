import { expect, test } from 'vitest'
import type { TemplateDetail, TemplateStanding, TemplateView } from '#contracts'
import { fillAnew, standingOf } from './template-standing.ts'

const texts = (text: string) => ({ 'uz-Latn': text, 'uz-Cyrl': text, ru: text, en: text })
const template: TemplateView = {
  id: 't1',
  shortcut: 'muddat',
  title: texts('Muddat'),
  topic: null,
  channels: [],
  visibility: 'private',
  botMayAnswer: false,
  versionId: 'v1',
  version: 1,
  texts: texts('Javob {{days}} kunda beriladi.'),
  variables: [{ name: 'days', isRequired: true, fallback: null }],
}
const detail = (standings: Readonly<Record<string, TemplateStanding>>, isArchived = false): TemplateDetail => ({
  id: 't1',
  shortcut: 'muddat',
  title: template.title,
  isArchived,
  createdAt: '2026-11-01T00:00:00Z',
  versions: Object.entries(standings).map(([versionId, standing], index) => ({
    versionId,
    version: index + 1,
    standing,
    texts: texts('Javob ko‘pi bilan {{days}} kunda beriladi.'),
    variables: template.variables,
    files: [],
    scope: { topic: null, channels: [], departmentIds: [], visibility: 'private', botMayAnswer: false },
    stale: [],
    author: null,
    approver: null,
    rejection: null,
    createdAt: null,
    submittedAt: null,
    publishedAt: null,
    withdrawnAt: null,
    validFrom: null,
    validUntil: null,
  })),
})

test('a template in force may be sent, a withdrawn, expired or archived one may not', () => {
  expect(standingOf(template, detail({ v1: 'in_force' })).what).toBe('fine')
  expect(standingOf(template, detail({ v1: 'withdrawn' })).what).toBe('gone')
  expect(standingOf(template, detail({ v1: 'expired' })).what).toBe('gone')
  expect(standingOf(template, detail({ v1: 'in_force' }, true)).what).toBe('gone')
})

test('where a newer version is in force its words are offered, with the places filled in so far', () => {
  const now = standingOf(template, detail({ v1: 'replaced', v2: 'in_force' }))
  if (now.what !== 'newer') throw new Error('the newer version is not offered')
  expect(now.newer.versionId).toBe('v2')
  const draft = {
    mode: 'reply',
    reply: 'Javob 5 kunda beriladi.',
    note: '',
    template,
    language: 'uz-Latn',
    offered: [],
    inserted: [],
  } as const
  expect(fillAnew(draft, now.newer, {})).toBe('Javob ko‘pi bilan 5 kunda beriladi.')
  const open = { ...draft, reply: 'Javob {{days}} kunda beriladi.' }
  expect(fillAnew(open, now.newer, {})).toBe('Javob ko‘pi bilan {{days}} kunda beriladi.')
})
