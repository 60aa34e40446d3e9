/** A call that fits each route of the console: made from its own shape, or written down where a shape says too little. */
import fc from 'fast-check'
import type { z } from 'zod'
import { firstTerms } from '#contracts'
import type { DeskRoute } from '#desk'
import { shippedLists } from '#privacy'
import { arbitraryOf } from '../../support/arbitrary-of.ts'

const fourTexts = { 'uz-Latn': 'a', 'uz-Cyrl': 'а', ru: 'а', en: 'a' }
const templateDraft = {
  texts: fourTexts,
  variables: [],
  scope: { topic: null, channels: [], departmentIds: [], visibility: 'private', botMayAnswer: false },
}
/** A body that fits where the route asks for one: permission is looked at before the work, shape before permission. */
const bodies: Readonly<Record<string, unknown>> = {
  '/api/me/password': { currentPassword: 'noto‘g‘ri', newPassword: 'Boshqa-parol-2026' },
  '/api/me/preferences': { interfaceLanguage: 'ru' },
  '/api/me/presence': { state: 'online' },
  '/api/requests/:requestId/replies': { clientReplyId: '01a200a7-3b44-4657-be57-24f5148584dd', text: 'Salom' },
  '/api/requests/:requestId/notes': { text: 'izoh' },
  '/api/requests/:requestId/transfer': { to: { departmentId: 'x' } },
  '/api/requests/:requestId/pause': { reason: 'waiting_client_answer' },
  '/api/requests/:requestId/close': { outcome: 'resolved' },
  '/api/classifier/version': { version: 'm1' },
  '/api/messages/:messageId/reveal': { reason: 'fraud_check' },
  '/api/templates': { shortcut: 'yangi', title: fourTexts, ...templateDraft },
  '/api/templates/:templateId': { shortcut: 'yangi' },
  '/api/templates/:templateId/versions': templateDraft,
  '/api/template-versions/:versionId': templateDraft,
  '/api/template-versions/:versionId/confirm': { languages: ['ru'] },
  '/api/template-versions/:versionId/reject': { reason: 'eskirgan' },
  '/api/template-versions/:versionId/withdraw': { reason: 'eskirgan' },
  '/api/composer-modes': { editLimit: 0.3 },
  '/api/deliveries/:deliveryId/resend': {
    conversationId: '01a200a7-3b44-4657-be57-24f5148584dd',
    clientReplyId: '01a200a7-3b44-4657-be57-24f5148584dd',
  },
  '/api/deliveries/:deliveryId/handled': { how: 'given_up' },
  '/api/requests/:requestId/private-reply': {
    commentMessageId: '01a200a7-3b44-4657-be57-24f5148584dd',
    clientReplyId: '01a200a7-3b44-4657-be57-24f5148584dd',
    text: 'Salom',
  },
  '/api/requests/:requestId/asked-replies': {
    conversationId: '01a200a7-3b44-4657-be57-24f5148584dd',
    clientReplyId: '01a200a7-3b44-4657-be57-24f5148584dd',
    text: 'Salom',
  },
  '/api/messages/:messageId/moderate': { what: 'hidden', reason: 'haqorat' },
  '/api/channel-health/:channelAccountId/hold': { isHeld: true },
  '/api/webhooks': { name: 'CRM', url: 'https://crm.example.uz/hook' },
  '/api/webhooks/:webhookId/replay': { failed: true },
  '/api/channel-accounts/check': { kind: 'instagram', credentials: {} },
  '/api/channel-accounts': { kind: 'instagram', credentials: {} },
  '/api/channel-accounts/:accountId': { isEnabled: false },
  '/api/guard/lists': { lists: shippedLists, expectedVersion: 0 },
  '/api/guard/check': { text: 'Salom', visibility: 'private' },
  '/api/retention': firstTerms,
  '/api/retention/preview': firstTerms,
  '/api/holds': { subject: 'M-1', reason: 'court' },
  '/api/contacts/:contactId/erasure': { reason: 'client_asked' },
  '/api/staff': { login: 'yangi.xodim', displayName: 'Yangi Xodim', roles: ['operator'], departmentIds: [] },
  '/api/staff/:operatorId': { displayName: 'Boshqa Ism' },
  '/api/departments': { code: 'yangi', names: fourTexts, calendarId: 'x' },
  '/api/departments/:departmentId': { names: fourTexts },
  '/api/set-up': { step: 'bank' },
  '/api/me/proof': { secret: 'noto‘g‘ri' },
  '/api/me/second-step/confirm': { code: '000000' },
  '/api/second-step-roles': { roles: [] },
  '/api/requests/:requestId/appeal': {
    ...{ fullName: 'Dilnoza Karimova', address: 'Toshkent', essence: 'Kartamdan pul yechildi', hasConsent: true },
  },
  '/api/merges/:mergeId/undo': { reason: 'ikki boshqa odam' },
}
const queries: Readonly<Record<string, string>> = {
  '/api/statistics/templates': '?from=2026-11-01&to=2026-11-21',
  '/api/statistics/templates.csv': '?from=2026-11-01&to=2026-11-21',
  '/api/requests/:requestId/messages': '?beforeAt=2026-11-21T10:00:00Z&beforeId=01a200a7-3b44-7657-be57-24f5148584dd',
  '/api/statistics/satisfaction': '?from=2026-11-01&to=2026-11-21',
  '/api/statistics/sla': '?from=2026-11-01&to=2026-11-21',
  '/api/statistics/sla.csv': '?from=2026-11-01&to=2026-11-21',
}

/** What fits the shape, made from it: a route that comes tomorrow is asked by itself. */
const fitting = (schema: z.ZodType) => fc.sample(arbitraryOf(schema), { numRuns: 1, seed: 5 })[0]
export function queryOf({ path, query }: DeskRoute): string {
  if (queries[path] !== undefined || query === undefined) return queries[path] ?? ''
  const entries = Object.entries(fitting(query) as object).filter(([, value]) => value !== undefined && value !== null)
  return `?${new URLSearchParams(entries.map(([key, value]) => [key, String(value)]))}`
}

export const bodyOf = (route: DeskRoute): unknown => bodies[route.path] ?? (route.body ? fitting(route.body) : undefined)
