/** The facts this room states. Ids and closed words only. */
import { z } from 'zod'
import { defineEvent } from '#platform'

const watched = { alertId: z.string(), departmentId: z.string().nullable() }
/** The will to recommend fell, or stands too low, in a department or (null) the bank. The subject is the alert. */
export const npsFell = defineEvent('nps.fell', 1, z.object({ ...watched, reason: z.enum(['fell', 'low']) }))
/** It is as it was, or too long ago. */
export const npsRecovered = defineEvent('nps.recovered', 1, z.object(watched))
