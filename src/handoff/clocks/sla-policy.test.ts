import { describe, expect, it } from 'vitest'
import { channelKinds, priorities, requestTypes, SlaTargets } from '#contracts'
import { minuteMs } from '#kernel'
import { assertSound, compilePolicy, defaultTargets } from './sla-policy.ts'

const policy = { version: 1, targets: defaultTargets(null) }

describe('the SLA policy a bank starts with', () => {
  it('promises something for every priority, type and channel, and is sound by its own schema', () => {
    expect(SlaTargets.safeParse(policy.targets).success).toBe(true)
    const targetsOf = compilePolicy(policy)
    for (const priority of priorities) {
      for (const type of requestTypes) {
        for (const channel of channelKinds) expect(targetsOf({ priority, type, channel }).first_response).toBeGreaterThan(0)
      }
    }
  })
  it('never answers the more pressing matter later', () => {
    const targetsOf = compilePolicy(policy)
    for (const type of requestTypes) {
      for (const channel of channelKinds) {
        const inOrder = priorities.map((priority) => targetsOf({ priority, type, channel }))
        for (const kind of ['first_response', 'next_response', 'resolution'] as const) {
          const targets = inOrder.map((each) => each[kind])
          expect(targets, `${type} ${channel} ${kind}`).toEqual([...targets].sort((a, b) => a - b))
        }
      }
    }
  })
})

describe('a policy', () => {
  it('lets a later, particular rule override an earlier one field by field', () => {
    const targetsOf = compilePolicy({
      version: 2,
      targets: {
        ...policy.targets,
        rules: [
          { firstResponseMinutes: 30, nextResponseMinutes: 40, resolutionMinutes: 600 },
          { channel: 'webchat', firstResponseMinutes: 2 },
          { channel: 'webchat', type: 'complaint', resolutionMinutes: 120 },
        ],
      },
    })
    expect(targetsOf({ priority: 'low', type: 'complaint', channel: 'webchat' })).toEqual({
      first_response: 2 * minuteMs,
      next_response: 40 * minuteMs,
      resolution: 120 * minuteMs,
    })
    expect(targetsOf({ priority: 'low', type: 'complaint', channel: 'telegram' }).first_response).toBe(30 * minuteMs)
  })
  it('with a hole in it is refused', () => {
    const rules = [{ channel: 'webchat' as const, firstResponseMinutes: 2, nextResponseMinutes: 2, resolutionMinutes: 2 }]
    expect(() => compilePolicy({ version: 3, targets: { ...policy.targets, rules } })).toThrow(RangeError)
    expect(() => assertSound({ ...policy.targets, rules })).toThrow(RangeError)
  })
  it('whose steps cannot be told apart, or whose legal term is beyond the longest allowed, is refused', () => {
    expect(() => assertSound(policy.targets)).not.toThrow()
    const [step] = policy.targets.escalation
    if (step === undefined) throw new Error('a bank starts with steps of escalation')
    expect(() => assertSound({ ...policy.targets, escalation: [step, step] })).toThrow(RangeError)
    const statutory = { ...policy.targets.statutory, mostExtendedDays: 14 }
    expect(() => assertSound({ ...policy.targets, statutory })).toThrow(RangeError)
  })
})
