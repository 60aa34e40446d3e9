/** What the console's page of the audit asks and gets. */
import { z } from 'zod'

/** What an entry is about, coarsely: the filter nobody needs the list of actions for. */
export const auditGroups = ['reads', 'exports', 'sign_ins', 'settings', 'templates', 'people', 'requests', 'data'] as const
export type AuditGroup = (typeof auditGroups)[number]

/** The actions of a group, as prefixes; an action belongs to the first group that has its prefix. */
export const prefixesOfGroup: Record<AuditGroup, readonly string[]> = {
  reads: ['read.', 'message.revealed'],
  exports: ['export.'],
  sign_ins: ['staff.'],
  settings: ['setting.', 'sla_policy.', 'calendar.', 'department.', 'routing.', 'topic.', 'webhook.', 'channel.'],
  templates: ['template.'],
  people: ['operator.'],
  requests: ['request.', 'reply.', 'holder.', 'note.', 'statutory.', 'appeal.', 'incident.', 'delivery.', 'inner_wait.'],
  data: ['contact.', 'retention.', 'hold.', 'texts.', 'client.', 'backup.'],
}

/** Ids and closed words only: what is asked for goes on record, and must be nothing a person wrote. */
const Word = z
  .string()
  .max(120)
  .regex(/^[\w:.-]*$/)
const Moment = z.iso.datetime({ offset: true })
const filter = {
  /** `operator:<id>`, `client:<id>`, `bot`, `system:<name>`. */
  actor: Word.optional(),
  action: Word.optional(),
  group: z.enum(auditGroups).optional(),
  /** What it was done to: `<kind>:<id>`, or a request's number. */
  subject: Word.optional(),
  /** From this moment on, and before that one. */
  from: Moment.optional(),
  to: Moment.optional(),
}
export const AuditFilter = z.object(filter)
export type AuditFilter = z.infer<typeof AuditFilter>
export const AuditQuery = AuditFilter.extend({
  cursor: z.string().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type AuditQuery = z.infer<typeof AuditQuery>

export const AuditEntryView = z.object({
  id: z.number().int(),
  at: z.string(),
  actor: z.string(),
  /** Of a member of staff. */
  actorName: z.string().nullable(),
  action: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  /** A request's number, a person's name; null where there is none. */
  subjectName: z.string().nullable(),
  facts: z.record(z.string(), z.unknown()),
  /** Its number in the chain; null for a moment after it was written. */
  no: z.number().int().nullable(),
})
export type AuditEntryView = z.infer<typeof AuditEntryView>
export const AuditPage = z.object({ items: z.array(AuditEntryView), nextCursor: z.string().nullable() })
export type AuditPage = z.infer<typeof AuditPage>
/** The chain's end, for somebody to write down elsewhere, and what checks a signature. */
export const AuditState = z.object({
  lastNo: z.number().int(),
  lastHash: z.string(),
  anchoredNo: z.number().int(),
  publicKey: z.string(),
})
export type AuditState = z.infer<typeof AuditState>
