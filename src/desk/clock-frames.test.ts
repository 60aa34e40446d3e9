import { describe, expect, it } from 'vitest'
import { permissionsOfRole, type RequestSummary, type Role } from '#contracts'
import type { Fact } from '#platform'
import type { Viewer } from './audience.ts'
import { clockFrame, hearsClockNews } from './clock-frames.ts'

const request = { id: 'r1', number: '2026-000001', departmentId: 'cards', holderOperatorId: 'ana' } as RequestSummary
const fact = (name: string, data: object) => ({ name, data, feedNo: 7 }) as Fact
const escalated = (action: string, outcome = 'told') =>
  fact('clock.escalated', { requestId: 'r1', clockId: 'k1', kind: 'first_response', code: 'late', action, outcome })
const viewer = (operatorId: string, role: Role, ...departments: string[]): Viewer => ({
  operatorId,
  departmentIds: new Set(departments),
  permissions: new Set(permissionsOfRole[role]),
})
const ana = viewer('ana', 'operator', 'cards')
const colleague = viewer('bek', 'operator', 'cards')
const stranger = viewer('ali', 'operator', 'credit')
const supervisor = viewer('sherzod', 'supervisor', 'cards')

describe('a step of escalation that was done', () => {
  it('is told with its clock, and one that was dropped is told to nobody', () => {
    expect(clockFrame(escalated('notify'), request)).toEqual({
      kind: 'clock.escalated',
      feedNo: 7,
      requestId: 'r1',
      number: '2026-000001',
      clock: 'first_response',
      action: 'notify',
      outcome: 'told',
    })
    for (const outcome of ['answered_meanwhile', 'request_closed', 'not_in_policy'])
      expect(clockFrame(escalated('notify', outcome), request)).toBeNull()
    expect(clockFrame(fact('clock.warned', { kind: 'first_response' }), request)).toBeNull()
  })

  it('for the supervisor reaches who directs others, and not the holder', () => {
    const frame = clockFrame(escalated('tell_supervisor'), request)
    if (frame === null) throw new Error('a frame')
    expect([ana, colleague, stranger, supervisor].map((each) => hearsClockNews(each, request, frame))).toEqual([
      false,
      false,
      false,
      true,
    ])
  })

  it('of any other kind reaches its holder and who directs others, and nobody beside', () => {
    const frame = clockFrame(escalated('raise_priority', 'raised'), request)
    if (frame === null) throw new Error('a frame')
    expect([ana, colleague, stranger, supervisor].map((each) => hearsClockNews(each, request, frame))).toEqual([
      true,
      false,
      false,
      true,
    ])
  })
})

describe('a department that let its moment pass', () => {
  it('is named to the holder', () => {
    const frame = clockFrame(fact('inner_wait.overdue', { requestId: 'r1', waitId: 'w', departmentId: 'credit' }), request)
    expect(frame).toMatchObject({ kind: 'inner_wait.overdue', departmentId: 'credit' })
    expect(frame && hearsClockNews(ana, request, frame)).toBe(true)
  })
})
