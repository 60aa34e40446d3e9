import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DepartmentId, minuteMs, type OperatorId, type RequestId } from '#kernel'
import {
  chooseOperators,
  type FreeOperator,
  knowsLanguage,
  type PastAssignment,
  type WaitingRequest,
} from './choose-operator.ts'
import { capacityAfter, defaultRoutingRules } from './routing-rules.ts'

const now = new Date('2026-11-23T10:00:00Z')
const terms = { now, rampUp: defaultRoutingRules }
const ago = (minutes: number) => new Date(now.getTime() - minutes * minuteMs)
const operator = (id: string, over: Partial<FreeOperator> = {}): FreeOperator => ({
  id: id as OperatorId,
  capacity: 4,
  languages: [],
  channels: [],
  types: [],
  departmentIds: ['info' as DepartmentId],
  presentSince: ago(60),
  lastAssignedAt: ago(30),
  load: 0,
  ...over,
})
const request = (id: string, over: Partial<WaitingRequest> = {}): WaitingRequest => ({
  requestId: id as RequestId,
  departmentId: 'info' as DepartmentId,
  language: 'ru',
  channel: 'telegram',
  type: 'question',
  weight: 1,
  holderVersion: 1,
  overflowDepartmentId: null,
  lastOperatorId: null,
  complainedAbout: new Set(),
  ...over,
})
const chosen = (waiting: WaitingRequest[], online: FreeOperator[], past: PastAssignment[] = []) =>
  chooseOperators(waiting, online, past, terms).map((choice) => choice.operatorId)

describe('who gets a request', () => {
  it('is the one with the smallest share of their capacity in use', () => {
    expect(
      chosen([request('r')], [operator('a', { load: 2 }), operator('b', { load: 2, capacity: 8 }), operator('c', { load: 3 })]),
    ).toEqual(['b'])
  })
  it('is, of equals, the one who has gone longest without being given anything', () => {
    const online = [
      operator('a', { lastAssignedAt: ago(5) }),
      operator('b', { lastAssignedAt: ago(9) }),
      operator('c', { lastAssignedAt: ago(7) }),
    ]
    expect(chosen([request('r')], online)).toEqual(['b'])
    expect(chosen([request('r')], [...online, operator('new', { lastAssignedAt: null })])).toEqual(['new'])
  })
  it('is nobody who is full, elsewhere, or does not know the language', () => {
    const online = [
      operator('full', { load: 4 }),
      operator('elsewhere', { departmentIds: ['cards' as DepartmentId] }),
      operator('english', { languages: ['en'] }),
    ]
    expect(chosen([request('r')], online)).toEqual([])
    const [choice] = chooseOperators([request('r')], [...online, operator('free', { load: 3 })], [], terms)
    expect(choice?.candidates.map(({ operatorId, verdict }) => [operatorId, verdict])).toEqual([
      ['full', 'full'],
      ['english', 'language'],
      ['free', 'chosen'],
    ])
  })
  it('is the one who closed it before, when it was reopened and they are free', () => {
    const past = [{ requestId: 'r' as RequestId, operatorId: 'b' as OperatorId, endedAt: ago(60), endReason: 'closed' }]
    expect(chosen([request('r')], [operator('a'), operator('b', { load: 3 })], past)).toEqual(['b'])
    expect(chosen([request('r')], [operator('a'), operator('b', { load: 4 })], past)).toEqual(['a'])
  })
  it('is, for a reopened one, nobody who has gone home: whoever is there has it', () => {
    const past = [{ requestId: 'r' as RequestId, operatorId: 'gone' as OperatorId, endedAt: ago(60), endReason: 'closed' }]
    expect(chosen([request('r', { lastOperatorId: 'gone' as OperatorId })], [operator('a')], past)).toEqual(['a'])
  })
  it('is not the one who has just given it back, until nobody else came for a quarter of an hour', () => {
    const gaveBack = (minutes: number) => [
      { requestId: 'r' as RequestId, operatorId: 'a' as OperatorId, endedAt: ago(minutes), endReason: 'returned' },
    ]
    expect(chosen([request('r')], [operator('a'), operator('b', { load: 3 })], gaveBack(1))).toEqual(['b'])
    expect(chosen([request('r')], [operator('a')], gaveBack(1))).toEqual([])
    expect(chosen([request('r')], [operator('a')], gaveBack(16))).toEqual(['a'])
  })
  it('is not flooded who comes first in the morning: half of their capacity in the first minute', () => {
    const backlog = Array.from({ length: 10 }, (_, i) => request(`r${i}`))
    expect(chosen(backlog, [operator('first', { capacity: 5, presentSince: now })])).toHaveLength(3)
    expect(chosen(backlog, [operator('first', { capacity: 5, presentSince: ago(2) })])).toHaveLength(5)
  })
  it('comes to their capacity as gently as the bank says', () => {
    const rampUp = { rampUpSeconds: 300, rampUpSharePercent: 20 }
    const backlog = Array.from({ length: 10 }, (_, i) => request(`r${i}`))
    const given = (minutes: number, rules = rampUp) =>
      chooseOperators(backlog, [operator('first', { capacity: 5, presentSince: ago(minutes) })], [], { now, rampUp: rules })
        .length
    expect([given(0), given(4), given(5)]).toEqual([1, 1, 5])
    expect(given(0, { ...rampUp, rampUpSeconds: 0 })).toBe(5)
    // Nobody who may have something is left with nothing, and nobody gets more than they may have.
    expect([capacityAfter(rampUp, 1, 0), capacityAfter(rampUp, 0, 0), capacityAfter(rampUp, 10, 0)]).toEqual([1, 0, 2])
  })
})

describe('what a person may be given', () => {
  const verdicts = (waiting: WaitingRequest, online: FreeOperator[], past: PastAssignment[] = []) =>
    chooseOperators([waiting], online, past, terms)[0]?.candidates.map(({ operatorId, verdict }) => [operatorId, verdict])

  it('is of their channels and types, where they have any', () => {
    const online = [
      operator('web', { channels: ['webchat'] }),
      operator('complaints', { types: ['complaint'] }),
      operator('fits', { channels: ['telegram'], types: ['question'], load: 3 }),
    ]
    expect(verdicts(request('r'), online)).toEqual([
      ['web', 'channel'],
      ['complaints', 'type'],
      ['fits', 'chosen'],
    ])
  })
  it('uses up as much of their capacity as it weighs', () => {
    const heavy = Array.from({ length: 4 }, (_, i) => request(`r${i}`, { weight: 2 }))
    expect(chosen(heavy, [operator('a', { capacity: 4 })])).toEqual(['a', 'a'])
    expect(chosen(heavy, [operator('a', { capacity: 3 }), operator('b', { capacity: 1 })])).toEqual(['a', 'b', 'a'])
  })
  it('is never a complaint about themselves, even where nobody else is there', () => {
    const about = request('r', { complainedAbout: new Set(['a' as OperatorId]), lastOperatorId: 'a' as OperatorId })
    expect(chosen([about], [operator('a')])).toEqual([])
    expect(verdicts(about, [operator('a'), operator('b', { load: 3 })])).toEqual([
      ['a', 'complained_about'],
      ['b', 'chosen'],
    ])
  })
  it('is what they fell silent over only after a rest', () => {
    const silent = (minutes: number) => [
      { requestId: 'r' as RequestId, operatorId: 'a' as OperatorId, endedAt: ago(minutes), endReason: 'silent' },
    ]
    expect(verdicts(request('r'), [operator('a'), operator('b', { load: 3 })], silent(1))).toEqual([
      ['a', 'fell_silent'],
      ['b', 'chosen'],
    ])
    expect(chosen([request('r')], [operator('a')], silent(16))).toEqual(['a'])
  })
})

describe('a client who writes again', () => {
  it('comes to the person who had them lately, while that person is there and has a free place', () => {
    const again = request('r', { lastOperatorId: 'b' as OperatorId })
    const [choice] = chooseOperators([again], [operator('a'), operator('b', { load: 3 })], [], terms)
    expect(choice).toMatchObject({ operatorId: 'b', rule: 'same_operator' })
    const [full] = chooseOperators([again], [operator('a'), operator('b', { load: 4 })], [], terms)
    expect(full).toMatchObject({ operatorId: 'a', rule: 'least_load' })
    expect(chosen([again], [operator('a')])).toEqual(['a'])
  })
})

describe('a request that has waited too long', () => {
  const cards = operator('helper', { departmentIds: ['cards' as DepartmentId] })
  it('goes to the people of the other department only where nobody of its own is free', () => {
    const late = request('r', { overflowDepartmentId: 'cards' as DepartmentId })
    expect(chosen([late], [operator('own', { load: 3 }), cards])).toEqual(['own'])
    const [choice] = chooseOperators([late], [operator('own', { load: 4 }), cards], [], terms)
    expect(choice).toMatchObject({ operatorId: 'helper', rule: 'overflow' })
    expect(choice?.candidates.map(({ operatorId, verdict, isOverflow }) => [operatorId, verdict, isOverflow])).toEqual([
      ['own', 'full', false],
      ['helper', 'chosen', true],
    ])
    expect(chosen([request('r')], [operator('own', { load: 4 }), cards])).toEqual([])
  })
})

describe('a round of placing', () => {
  const arbitraryOperators = fc.array(
    fc.record({
      capacity: fc.integer({ min: 1, max: 6 }),
      load: fc.integer({ min: 0, max: 7 }),
      department: fc.constantFrom('info', 'cards'),
      languages: fc.constantFrom([], ['ru'], ['uz-Latn'], ['en']),
    }),
    { maxLength: 12 },
  )
  const arbitraryRequests = fc.array(
    fc.record({ department: fc.constantFrom('info', 'cards'), language: fc.constantFrom('ru', 'uz-Cyrl', 'en', 'kaa') }),
    { maxLength: 40 },
  )
  it('never exceeds a capacity, never gives one request twice, never leaves one behind that somebody could take', () => {
    fc.assert(
      fc.property(arbitraryOperators, arbitraryRequests, (people, matters) => {
        const online = people.map(({ department, ...rest }, i) =>
          operator(`o${i}`, { ...rest, departmentIds: [department as DepartmentId] }),
        )
        const waiting = matters.map(({ department, language }, i) =>
          request(`r${i}`, { departmentId: department as DepartmentId, language }),
        )
        const choices = chooseOperators(waiting, online, [], terms)
        const load = new Map(online.map(({ id, load }) => [id, load]))
        for (const { operatorId } of choices) load.set(operatorId, (load.get(operatorId) ?? 0) + 1)
        for (const { id, capacity, load: before } of online)
          expect(load.get(id)).toBeLessThanOrEqual(Math.max(capacity, before))
        const given = new Set(choices.map((choice) => choice.request.requestId))
        expect(given.size).toBe(choices.length)
        for (const left of waiting.filter(({ requestId }) => !given.has(requestId))) {
          const free = online.filter(
            ({ id, capacity, departmentIds, languages }) =>
              (load.get(id) ?? 0) < capacity &&
              departmentIds.includes(left.departmentId) &&
              knowsLanguage(languages, left.language),
          )
          expect(free).toEqual([])
        }
      }),
      { numRuns: 300 },
    )
  })
})
