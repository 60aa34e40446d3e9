/** The bank's own choices about routing, as data by versions, and what follows from them. Pure. */
import {
  type ChannelKind,
  channelKinds,
  type Priority,
  priorities,
  type RequestType,
  type RoutingRules,
  requestTypes,
} from '#contracts'
import { secondMs } from '#kernel'

/** A person who lost the connection, or stepped away, keeps what they hold for this long unless the bank says otherwise. */
export const absenceGraceMs = 120 * secondMs

/** What a bank starts with. An urgent matter takes a person's whole attention, so it uses two places. */
export const defaultRoutingRules: RoutingRules = {
  weights: [{ priority: 'urgent', weight: 2 }],
  cherryPicking: 'allowed',
  silentReturnMinutes: { urgent: 5, high: 10, normal: 15, low: 60 },
  absenceGraceSeconds: absenceGraceMs / secondMs,
  rampUpSeconds: 60,
  rampUpSharePercent: 50,
  sameOperatorDays: 7,
  complaintLookbackDays: 30,
}

/** How gently a person is brought to their capacity after coming online. */
export type RampUp = Pick<RoutingRules, 'rampUpSeconds' | 'rampUpSharePercent'>

/** How much of this capacity a person may have in use so long after coming online; one place at least, where there is one. */
export function capacityAfter(rampUp: RampUp, capacity: number, presentMs: number): number {
  if (presentMs >= rampUp.rampUpSeconds * secondMs) return capacity
  return Math.min(capacity, Math.max(1, Math.ceil((capacity * rampUp.rampUpSharePercent) / 100)))
}

export type Matter = { readonly channel: ChannelKind; readonly type: RequestType; readonly priority: Priority }

/** How much of a person's capacity one open request of this kind uses: the last rule that applies, 1 where none does. */
export function weightOf(rules: RoutingRules, { channel, type, priority }: Matter): number {
  let weight = 1
  for (const rule of rules.weights) {
    const applies =
      (rule.channel ?? channel) === channel && (rule.type ?? type) === type && (rule.priority ?? priority) === priority
    if (applies) weight = rule.weight
  }
  return weight
}

/**
 * The weights that are not 1, by `channel type priority`: what the database needs to count loads, in one small JSON text.
 */
export function weightTable(rules: RoutingRules): string {
  const table: Record<string, number> = {}
  for (const channel of channelKinds) {
    for (const type of requestTypes) {
      for (const priority of priorities) {
        const weight = weightOf(rules, { channel, type, priority })
        if (weight !== 1) table[`${channel} ${type} ${priority}`] = weight
      }
    }
  }
  return JSON.stringify(table)
}
