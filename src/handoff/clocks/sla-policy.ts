/**
 * How soon: targets per priority, type and channel, as data. A policy is a list of rules from the general to the particular;
 * each names what it is about (a missing word means "every") and the targets it sets; a later rule overrides an earlier one
 * field by field. So a bank says "web chat is answered faster" in one line and still reads the whole policy on one screen.
 */

import {
  type ChannelKind,
  type ClockKind,
  channelKinds,
  type EscalationStep,
  type Priority,
  priorities,
  type RequestType,
  requestTypes,
  type SlaRule,
  type SlaTargets,
} from '#contracts'
import { minuteMs } from '#kernel'

export type SlaPolicy = { readonly version: number; readonly targets: SlaTargets }
/** Working milliseconds. */
export type ServiceTargets = Readonly<Record<Exclude<ClockKind, 'statutory'>, number>>
export type ServiceMatter = { readonly priority: Priority; readonly type: RequestType; readonly channel: ChannelKind }

/**
 * Compiles a policy to one look-up per matter.
 * @throws RangeError where a rule list leaves some matter without a target: a policy with holes promises nothing.
 */
export function compilePolicy({ targets }: SlaPolicy): (matter: ServiceMatter) => ServiceTargets {
  const table = new Map<string, ServiceTargets>()
  for (const priority of priorities) {
    for (const type of requestTypes) {
      for (const channel of channelKinds)
        table.set(`${priority} ${type} ${channel}`, resolve(targets.rules, { priority, type, channel }))
    }
  }
  return ({ priority, type, channel }) => {
    const found = table.get(`${priority} ${type} ${channel}`)
    if (found === undefined) throw new RangeError(`no target for ${priority} ${type} ${channel}`)
    return found
  }
}

function resolve(rules: readonly SlaRule[], matter: ServiceMatter): ServiceTargets {
  let first: number | undefined
  let next: number | undefined
  let resolution: number | undefined
  for (const rule of rules.filter((candidate) => applies(candidate, matter))) {
    first = rule.firstResponseMinutes ?? first
    next = rule.nextResponseMinutes ?? next
    resolution = rule.resolutionMinutes ?? resolution
  }
  if (first === undefined || next === undefined || resolution === undefined) {
    throw new RangeError(`the policy sets no target for ${matter.priority} ${matter.type} ${matter.channel}`)
  }
  return {
    first_response: Math.round(first * minuteMs),
    next_response: Math.round(next * minuteMs),
    resolution: Math.round(resolution * minuteMs),
  }
}

/** The steps of escalation for a clock of this matter, in the order of their moments. */
export function stepsFor({ escalation }: SlaTargets, kind: ClockKind, matter: ServiceMatter): EscalationStep[] {
  return escalation.filter((step) => step.clock === kind && applies(step, matter)).sort((a, b) => a.share - b.share)
}

/**
 * Whether a policy promises something for every matter and can tell its steps apart.
 * @throws RangeError saying what is missing
 */
export function assertSound(targets: SlaTargets): void {
  compilePolicy({ version: 0, targets })
  const codes = new Set(targets.escalation.map(({ code }) => code))
  if (codes.size < targets.escalation.length) throw new RangeError('two steps of escalation have one code')
  const { termDays, appealTermDays, mostExtendedDays } = targets.statutory
  if (Math.max(appealTermDays, ...Object.values(termDays)) > mostExtendedDays)
    throw new RangeError('a legal term is longer than the longest one allowed')
}

type Narrowed = { readonly [Word in 'priority' | 'type' | 'channel']?: ServiceMatter[Word] | undefined }

function applies(rule: Narrowed, { priority, type, channel }: ServiceMatter): boolean {
  return (rule.priority ?? priority) === priority && (rule.type ?? type) === type && (rule.channel ?? channel) === channel
}

/**
 * What a bank starts with. First answers are set by how long a client stays at the screen: a minute or two in web chat, a
 * quarter of an hour in a messenger. The bank changes it to its own promises.
 * @param statutoryCalendarId the bank's ordinary calendar: the law counts its days off, also for a department that never closes.
 */
export function defaultTargets(statutoryCalendarId: string | null): SlaTargets {
  return {
    rules: [
      { firstResponseMinutes: 15, nextResponseMinutes: 20, resolutionMinutes: 16 * 60 },
      { priority: 'low', firstResponseMinutes: 60, nextResponseMinutes: 60, resolutionMinutes: 40 * 60 },
      { type: 'question', resolutionMinutes: 4 * 60 },
      { type: 'information_request', resolutionMinutes: 8 * 60 },
      { type: 'suggestion', firstResponseMinutes: 120, resolutionMinutes: 40 * 60 },
      { type: 'complaint', firstResponseMinutes: 10, nextResponseMinutes: 15, resolutionMinutes: 24 * 60 },
      { channel: 'webchat', firstResponseMinutes: 3, nextResponseMinutes: 5 },
      { channel: 'webchat', priority: 'low', firstResponseMinutes: 10, nextResponseMinutes: 10 },
      { channel: 'facebook', firstResponseMinutes: 30, nextResponseMinutes: 60 },
      { priority: 'high', firstResponseMinutes: 5, nextResponseMinutes: 10, resolutionMinutes: 8 * 60 },
      { priority: 'high', type: 'question', resolutionMinutes: 3 * 60 },
      { priority: 'high', channel: 'webchat', firstResponseMinutes: 2, nextResponseMinutes: 4 },
      { priority: 'urgent', firstResponseMinutes: 2, nextResponseMinutes: 3, resolutionMinutes: 2 * 60 },
      { priority: 'urgent', channel: 'webchat', firstResponseMinutes: 1, nextResponseMinutes: 2 },
    ],
    warnShare: 0.75,
    statutory: {
      termDays: { complaint: 15, suggestion: 15 },
      appealTermDays: 15,
      // O'RQ-580, art. 68: up to one month where more study is needed.
      mostExtendedDays: 30,
      warnDays: 3,
      endsOnWorkingDay: true,
      registersInWorkingTime: true,
      calendarId: statutoryCalendarId,
    },
    escalation: [
      { code: 'urgent_half_gone', clock: 'first_response', priority: 'urgent', share: 0.5, action: { kind: 'notify' } },
      { code: 'first_late', clock: 'first_response', share: 1, action: { kind: 'tell_supervisor' } },
      { code: 'next_late', clock: 'next_response', share: 1, action: { kind: 'tell_supervisor' } },
      { code: 'legal_near', clock: 'statutory', share: 0.8, action: { kind: 'tell_supervisor' } },
    ],
    innerWaitMinutes: { urgent: 15, high: 60, normal: 240, low: 480 },
    repeatDays: 30,
  }
}
