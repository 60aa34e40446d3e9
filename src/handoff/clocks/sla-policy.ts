/**
 * How soon: targets per priority, type and channel, as data. A policy is a list of rules from the general to the particular;
 * each names what it is about (a missing word means "every") and the targets it sets; a later rule overrides an earlier one
 * field by field. So a bank says "web chat is answered faster" in one line and still reads the whole policy on one screen.
 */

import { z } from 'zod'
import { ChannelKind, type ClockKind, channelKinds, Priority, priorities, RequestType, requestTypes } from '#contracts'
import { minuteMs } from '#kernel'

const Minutes = z.number().positive().max(525_600)

const SlaRule = z.object({
  priority: Priority.optional(),
  type: RequestType.optional(),
  channel: ChannelKind.optional(),
  /** Minutes of working time. */
  firstResponseMinutes: Minutes.optional(),
  nextResponseMinutes: Minutes.optional(),
  resolutionMinutes: Minutes.optional(),
})
type SlaRule = z.infer<typeof SlaRule>

export const SlaTargets = z.object({
  rules: z.array(SlaRule).min(1).max(500),
  /** A warning fires when this share of the target has passed, 0..1. */
  warnShare: z.number().gt(0).lt(1),
  statutory: z.object({
    /** Calendar days by type; a type that is not named has no statutory clock. */
    termDays: z.partialRecord(RequestType, z.number().int().min(1).max(366)),
    /** The warning comes this many calendar days before the last one. */
    warnDays: z.number().int().min(0).max(60),
    /** Whether a term that ends on a day off ends on the next working day instead. */
    endsOnWorkingDay: z.boolean(),
    /** Whether receipt after closing is registered on the next working day. */
    registersInWorkingTime: z.boolean(),
    /** Whose days off count; null for the department's own calendar. */
    calendarId: z.string().nullable(),
  }),
})
export type SlaTargets = z.infer<typeof SlaTargets>

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

function applies(rule: SlaRule, { priority, type, channel }: ServiceMatter): boolean {
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
      warnDays: 3,
      endsOnWorkingDay: true,
      registersInWorkingTime: true,
      calendarId: statutoryCalendarId,
    },
  }
}
