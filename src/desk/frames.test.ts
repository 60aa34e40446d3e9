import { describe, expect, it } from 'vitest'
import { permissionsOfRole, type RequestSummary, type Role } from '#contracts'
import type { EventId } from '#kernel'
import type { Fact } from '#platform'
import { framesOf, type Screen, touchedBy } from './frames.ts'

const fact = (name: string, data: object): Fact => ({
  id: 'e' as EventId,
  feedNo: 7,
  name,
  version: 1,
  occurredAt: new Date(0),
  subjectId: 's',
  actor: 'system:test',
  trace: null,
  data,
})
const nothing = {
  ...{ requests: new Map(), messages: new Map(), notes: new Map(), operators: new Map(), seen: [] },
  departmentOfTopic: new Map([['card_block', 'cards']]),
}
const screen = (role: Role): Screen => ({
  operatorId: 'ana',
  departmentIds: new Set(['cards']),
  permissions: new Set(permissionsOfRole[role]),
  openRequestId: null,
})
const toldTo = (role: Role, ...facts: Fact[]) =>
  framesOf(touchedBy(facts), nothing)
    .filter(({ isFor }) => isFor(screen(role)))
    .map(({ frame }) => frame)

describe('a change of approved words', () => {
  const changed = (state: string) => fact('template.changed', { templateId: 't', versionId: 'v', state })

  it('is told to every composer at once when it concerns what may be sent', () => {
    for (const state of ['published', 'withdrawn', 'archived', 'restored', 'renamed'])
      expect(toldTo('operator', changed(state))).toEqual([
        { kind: 'template', feedNo: 7, templateId: 't', versionId: 'v', state },
      ])
  })
  it('is told of what is being written to those who write and approve, and to no operator', () => {
    for (const state of ['draft', 'review']) {
      expect(toldTo('operator', changed(state))).toEqual([])
      expect(toldTo('supervisor', changed(state))).toHaveLength(1)
    }
  })
})

describe('an incident', () => {
  it('is told where it begins and where it ends, to those who see a queue', () => {
    const told = toldTo(
      'operator',
      fact('incident.started', { incidentId: 'i', departmentId: 'cards' }),
      fact('incident.ended', { incidentId: 'i', by: 'time' }),
    )
    expect(told.map((frame) => frame.kind === 'incident' && frame.what)).toEqual(['started', 'ended'])
  })
})

describe('a request that goes to another department', () => {
  const moved = { id: 'r1', departmentId: 'credit', holderOperatorId: null } as RequestSummary
  const told = (data: object, who: Partial<Screen> = {}) =>
    framesOf(touchedBy([fact('holder.changed', { requestId: 'r1', ...data })]), {
      ...nothing,
      requests: new Map([['r1', moved]]),
    })
      .filter(({ isFor }) => isFor({ ...screen('operator'), ...who }))
      .map(({ frame }) => frame.kind)

  it('is gone from the screens that saw it there, also from those that have it from their first load alone', () => {
    expect(told({ fromDepartmentId: 'cards' })).toEqual(['request.gone'])
    expect(told({ topic: 'credit_terms', previousTopic: 'card_block' })).toEqual(['request.gone'])
    expect(told({ fromDepartmentId: 'transfers', fromOperatorId: 'ana' })).toEqual(['request.gone'])
  })
  it('is never spoken of to those who never saw it, and is a change to those who still do', () => {
    expect(told({ fromDepartmentId: 'transfers' })).toEqual([])
    expect(told({ topic: 'card_block', previousTopic: 'card_block' })).toEqual([])
    expect(told({ fromDepartmentId: 'cards' }, { departmentIds: new Set(['credit', 'cards']) })).toEqual(['request'])
  })
})
