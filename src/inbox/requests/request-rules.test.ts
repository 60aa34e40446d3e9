import { describe, expect, it } from 'vitest'
import { holderKinds, outcomes, priorities, requestStatuses } from '#contracts'
import { newId, type OperatorId } from '#kernel'
import {
  closingMeetsClocks,
  decideArrival,
  decideClose,
  decideCorrection,
  decideHolder,
  decidePause,
  decideReclassification,
  decideReopen,
  decideReply,
  decideResume,
  type Holding,
  isLower,
  isSameHolder,
} from './request-rules.ts'

const ana = newId<OperatorId>()
const botir = newId<OperatorId>()
const holding = (
  status: Holding['status'],
  holderKind: Holding['holderKind'],
  operator: OperatorId | null = null,
): Holding => ({
  status,
  holderKind,
  holderOperatorId: operator,
  holderVersion: 4,
})
const verdict = (result: { ok: true; value: unknown } | { ok: false; refusal: string }) => (result.ok ? 'ok' : result.refusal)

describe('an arriving message', () => {
  const window = 24 * 3_600_000
  const hour = 3_600_000
  it.each([
    // open, closed for, needs work, quiet -> effect
    [true, null, true, false, 'append'],
    [true, hour, false, true, 'append'],
    [false, null, true, false, 'open'],
    [false, null, false, false, 'open'],
    [false, null, false, true, 'open'],
    [false, hour, true, false, 'reopen'],
    [false, hour, false, false, 'attach'],
    [false, hour, false, true, 'attach'],
    [false, window, true, false, 'reopen'],
    [false, window + 1, true, false, 'open'],
    [false, window + 1, false, false, 'open'],
    [false, window + 1, false, true, 'attach'],
  ] as const)(
    'open %s, closed for %s, needs work %s, quiet %s: %s',
    (hasOpenRequest, closedForMs, needsWork, isQuiet, effect) => {
      expect(decideArrival({ hasOpenRequest, closedForMs }, { needsWork, isQuiet }, window)).toBe(effect)
    },
  )
  it.each([
    [true, null, 'attach'],
    [true, hour, 'attach'],
    [false, hour, 'attach'],
    [false, window + 1, 'attach'],
    [false, null, 'open'],
  ] as const)('that only rates, open %s, closed for %s: %s', (hasOpenRequest, closedForMs, effect) => {
    const rating = { needsWork: false, isQuiet: true, isAside: true }
    expect(decideArrival({ hasOpenRequest, closedForMs }, rating, window)).toBe(effect)
  })
})

describe('a reply', () => {
  it('of the bot is refused while a person holds the request, after any change of holder, and after the close', () => {
    const table = requestStatuses.flatMap((status) =>
      holderKinds.flatMap((kind) =>
        [4, 3].map((version) => [
          status,
          kind,
          version,
          verdict(
            decideReply(holding(status, kind, kind === 'operator' ? ana : null), { kind: 'bot', holderVersion: version }),
          ),
        ]),
      ),
    )
    for (const [status, kind, version, result] of table) {
      const allowed = status !== 'closed' && kind !== 'operator' && version === 4
      expect(result).toBe(allowed ? 'ok' : status === 'closed' ? 'request.closed' : 'holder.stale')
    }
  })
  it('of an operator needs the request in their hands', () => {
    expect(verdict(decideReply(holding('open', 'operator', ana), { kind: 'operator', id: ana }))).toBe('ok')
    expect(verdict(decideReply(holding('waiting_client', 'operator', ana), { kind: 'operator', id: ana }))).toBe('ok')
    expect(verdict(decideReply(holding('open', 'operator', botir), { kind: 'operator', id: ana }))).toBe(
      'request.held_by_other',
    )
    expect(verdict(decideReply(holding('open', 'queue'), { kind: 'operator', id: ana }))).toBe('request.not_held_by_you')
    expect(verdict(decideReply(holding('open', 'bot'), { kind: 'operator', id: ana }))).toBe('request.not_held_by_you')
    expect(verdict(decideReply(holding('closed', 'operator', ana), { kind: 'operator', id: ana }))).toBe('request.closed')
  })
  it('of the system goes out in every state', () => {
    for (const status of requestStatuses) expect(verdict(decideReply(holding(status, 'queue'), { kind: 'system' }))).toBe('ok')
  })
})

describe('a change of holder', () => {
  const toAna = { kind: 'operator', operatorId: ana } as const
  it('goes by the version that was looked at', () => {
    expect(verdict(decideHolder(holding('open', 'queue'), toAna, 4))).toBe('ok')
    expect(verdict(decideHolder(holding('open', 'queue'), toAna, undefined))).toBe('ok')
    expect(verdict(decideHolder(holding('waiting_client', 'operator', botir), toAna, 4))).toBe('ok')
  })
  it('tells the second of two who reach for it who was first', () => {
    expect(verdict(decideHolder(holding('open', 'operator', botir), toAna, 3))).toBe('request.held_by_other')
    expect(verdict(decideHolder(holding('open', 'operator', ana), toAna, 3))).toBe('request.changed_meanwhile')
    expect(verdict(decideHolder(holding('open', 'queue'), toAna, 3))).toBe('request.changed_meanwhile')
  })
  it('is refused for a closed request', () => {
    expect(verdict(decideHolder(holding('closed', 'queue'), toAna, 4))).toBe('request.closed')
  })
  it('to who has it already is none, unless the department differs', () => {
    const queue = { ...holding('open', 'queue'), departmentId: 'd1' }
    expect(isSameHolder(queue, { kind: 'queue', departmentId: 'd1' })).toBe(true)
    expect(isSameHolder(queue, { kind: 'queue', departmentId: 'd2' })).toBe(false)
    expect(isSameHolder({ ...holding('open', 'operator', ana), departmentId: 'd1' }, toAna)).toBe(true)
    expect(isSameHolder({ ...holding('open', 'operator', botir), departmentId: 'd1' }, toAna)).toBe(false)
    expect(isSameHolder({ ...holding('open', 'bot'), departmentId: 'd1' }, { kind: 'bot' })).toBe(true)
  })
})

describe('states', () => {
  it('pause, resume, close and reopen along the whole table', () => {
    const table = requestStatuses.map((status) => [
      status,
      verdict(decidePause(status)),
      verdict(decideResume(status)),
      verdict(decideClose(status)),
      verdict(decideReopen(status, false)),
      verdict(decideReopen(status, true)),
    ])
    expect(table).toEqual([
      ['open', 'ok', 'request.not_paused', 'ok', 'request.not_closed', 'request.not_closed'],
      ['waiting_client', 'ok', 'ok', 'ok', 'request.not_closed', 'request.not_closed'],
      ['closed', 'request.closed', 'request.closed', 'request.closed', 'ok', 'request.other_open'],
    ])
    expect(decidePause('waiting_client')).toEqual({ ok: true, value: 'keep' })
  })
  it('a close without a promise meets nothing', () => {
    expect(outcomes.filter((outcome) => !closingMeetsClocks(outcome))).toEqual(['no_reply_needed', 'duplicate', 'spam'])
  })
})

describe('a judgement', () => {
  const from = { type: 'complaint', priority: 'high', topic: 'card_block' } as const
  it('is lowered by a person with a reason only', () => {
    for (const priority of priorities) {
      const bare = verdict(decideCorrection(from, { priority }, '  '))
      expect(bare).toBe(isLower('high', priority) ? 'priority.reason_missing' : 'ok')
      expect(verdict(decideCorrection(from, { priority }, 'mijoz bilan kelishildi'))).toBe('ok')
    }
  })
  it('of the model raises, never lowers, and leaves alone what a person confirmed', () => {
    const state = { ...from, isConfirmed: false, status: 'open' } as const
    expect(decideReclassification(state, { type: 'question', priority: 'urgent', topic: 'fraud' })).toEqual({
      ok: true,
      value: { type: 'question', priority: 'urgent', topic: 'fraud' },
    })
    expect(decideReclassification(state, { type: 'question', priority: 'low', topic: 'atm' })).toMatchObject({
      value: { priority: 'high' },
    })
    expect(decideReclassification(state, { type: 'unsorted', priority: 'normal', topic: 'general' })).toEqual({
      ok: true,
      value: 'unchanged',
    })
    expect(decideReclassification({ ...state, isConfirmed: true }, { ...from, priority: 'urgent' })).toEqual({
      ok: false,
      refusal: 'confirmed',
    })
    expect(decideReclassification({ ...state, status: 'closed' }, from)).toEqual({ ok: false, refusal: 'closed' })
  })
})
