/** The facts this room states. Ids and closed words only. */

import { z } from 'zod'
import { defineEvent } from '#platform'

/** New clocks follow this version; running ones keep the one they started with until their request is reclassified. */
export const slaPolicyChanged = defineEvent('sla_policy.changed', 1, z.object({ version: z.number().int() }))
/** How requests find people: a place may have become free. */
export const routingChanged = defineEvent('routing.changed', 1, z.object({ version: z.number().int() }))
/** Requests of some topics go to another department from now on; ended by a person or by its time. */
export const incidentStarted = defineEvent(
  'incident.started',
  1,
  z.object({ incidentId: z.string(), departmentId: z.string() }),
)
export const incidentEnded = defineEvent(
  'incident.ended',
  1,
  z.object({ incidentId: z.string(), by: z.enum(['person', 'time']) }),
)
/** A topic goes to another department or changed its name. */
export const topicChanged = defineEvent('topic.changed', 1, z.object({ code: z.string(), departmentId: z.string() }))
/** A template's version went to another state of draft, review, published, withdrawn. */
export const templateChanged = defineEvent(
  'template.changed',
  1,
  z.object({ templateId: z.string(), versionId: z.string(), state: z.string() }),
)
/** A reply waits for a second person, its supervisors are called, or it waits no longer. The subject is the request. */
export const askedReplyChanged = defineEvent(
  'asked_reply.changed',
  1,
  z.object({
    askedReplyId: z.string(),
    requestId: z.string(),
    state: z.enum(['waiting', 'escalated', 'approved', 'refused', 'withdrawn', 'dropped', 'sent_late']),
  }),
)
