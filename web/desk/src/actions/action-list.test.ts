import { expect, test } from 'vitest'
import { type Permission, permissionsOfRole } from '#contracts'
import { aRequest } from '../live/fixtures.ts'
import { actionOfKey, allowedActions, keyLabel } from './action-list.ts'

const me = 'me'
const operator = (permission: Permission) => permissionsOfRole.operator.includes(permission)
const supervisor = (permission: Permission) => permissionsOfRole.supervisor.includes(permission)
const manager = (permission: Permission) => permissionsOfRole.manager.includes(permission)
const aClock = {
  id: 'c',
  state: 'running' as const,
  startedAt: '2026-11-20T09:00:00.000Z',
  targetMs: 1,
  dueAt: null,
  warnAt: null,
  warnedAt: null,
  pausedAt: null,
  metAt: null,
  breachedAt: null,
}
const plain = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false }

test('a request in the queue can be taken, not closed', () => {
  const allowed = allowedActions(aRequest({ id: 'a' }), me, operator)
  expect(allowed.has('take')).toBe(true)
  expect(allowed.has('close')).toBe(false)
  expect(allowed.has('reply')).toBe(false)
})

test('a colleague’s request is not for an operator to take, but a supervisor may', () => {
  const held = aRequest({ id: 'a', holderKind: 'operator', holderOperatorId: 'other' })
  expect(allowedActions(held, me, operator).has('take')).toBe(false)
  expect(allowedActions(held, me, supervisor).has('take')).toBe(true)
})

test('an own request can be paused, and once paused resumed, by the same key', () => {
  const open = allowedActions(aRequest({ id: 'a', holderOperatorId: me }), me, operator)
  const paused = allowedActions(aRequest({ id: 'a', holderOperatorId: me, status: 'waiting_client' }), me, operator)
  expect(actionOfKey({ ...plain, code: 'KeyP' }, null, open)).toBe('pause')
  expect(actionOfKey({ ...plain, code: 'KeyP' }, null, paused)).toBe('resume')
})

test('a closed request can only be reopened and noted', () => {
  const closed = allowedActions(aRequest({ id: 'a', status: 'closed', holderOperatorId: me }), me, operator)
  expect([closed.has('reopen'), closed.has('note'), closed.has('close'), closed.has('reply')]).toEqual([
    true,
    true,
    false,
    false,
  ])
})

test('a manager reads and takes nothing', () => {
  expect(allowedActions(aRequest({ id: 'a' }), me, manager).has('take')).toBe(false)
})

test('keys mean the same on any layout, and nothing beside Ctrl or Alt', () => {
  const allowed = allowedActions(aRequest({ id: 'a' }), me, operator)
  expect(actionOfKey({ ...plain, code: 'KeyT' }, null, allowed)).toBe('take')
  expect(actionOfKey({ ...plain, code: 'KeyT', ctrlKey: true }, null, allowed)).toBeNull()
  expect(actionOfKey({ ...plain, code: 'Slash', shiftKey: true }, null, allowed)).toBe('keys')
})

test('G then M goes to one’s own requests, and G alone does nothing', () => {
  const allowed = allowedActions(null, me, operator)
  expect(actionOfKey({ ...plain, code: 'KeyG' }, null, allowed)).toBeNull()
  expect(actionOfKey({ ...plain, code: 'KeyM' }, 'KeyG', allowed)).toBe('goMine')
})

test('every page has its key for those who may see it, and none for the others', () => {
  const pages = ['goTemplates', 'goRouting', 'goPolicy', 'goCalendars', 'goBoard', 'goStatistics', 'goSatisfaction'] as const
  const forSupervisor = allowedActions(null, me, supervisor)
  expect(pages.filter((id) => !forSupervisor.has(id))).toEqual([])
  const forOperator = allowedActions(null, me, operator)
  expect(pages.filter((id) => forOperator.has(id))).toEqual(['goTemplates'])
  expect([forOperator.has('goDeliveries'), forOperator.has('goApprovals')]).toEqual([true, false])
  expect([forSupervisor.has('goApprovals'), forSupervisor.has('goChannels'), forSupervisor.has('goHooks')]).toEqual([
    true,
    true,
    false,
  ])
  expect(actionOfKey({ ...plain, code: 'KeyP' }, 'KeyG', forSupervisor)).toBe('goPolicy')
})

test('no two keys of what may be done at one moment are the same', () => {
  const mine = allowedActions(aRequest({ id: 'a', holderOperatorId: me }), me, supervisor)
  const labels = [...mine].map(keyLabel)
  expect(labels.filter((label, index) => labels.indexOf(label) !== index)).toEqual([])
})

test('a supervisor may extend a legal term that runs, an operator may not, and nobody one that does not', () => {
  const clock = { ...aClock, kind: 'statutory' as const }
  const running = aRequest({ id: 'a', holderOperatorId: me, clocks: [clock] })
  const over = aRequest({ id: 'a', holderOperatorId: me, clocks: [{ ...clock, state: 'met' as const }] })
  expect(allowedActions(running, me, supervisor).has('extend')).toBe(true)
  expect(allowedActions(running, me, operator).has('extend')).toBe(false)
  expect(allowedActions(over, me, supervisor).has('extend')).toBe(false)
})
