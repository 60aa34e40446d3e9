/** The facts this room states. Ids and closed words only. */

import { z } from 'zod'
import { PresenceState } from '#contracts'
import { defineEvent } from '#platform'

/** What colleagues and routing see of a person changed: the effective state, after leases and choice are put together. */
export const presenceChanged = defineEvent('presence.changed', 1, z.object({ operatorId: z.string(), state: PresenceState }))
export const staffSignedIn = defineEvent('staff.signed_in', 1, z.object({ operatorId: z.string() }))
/** Roles, departments, languages, capacity or activity of a person changed, or the person was added. */
export const operatorChanged = defineEvent('operator.changed', 1, z.object({ operatorId: z.string() }))
/** A department was made, renamed or switched on or off. */
export const departmentChanged = defineEvent('department.changed', 1, z.object({ departmentId: z.string() }))
/** Working time changed: clocks that run by this calendar are due at another moment. */
export const calendarChanged = defineEvent(
  'calendar.changed',
  1,
  z.object({ calendarId: z.string(), version: z.number().int() }),
)
