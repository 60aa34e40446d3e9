/** Working time as data. The pure function over it is in working-time.ts: one function for server, screens and reports. */
import { z } from 'zod'

/** Local wall time of a day, "HH:MM"; "24:00" is the end of the day. */
export const WallTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/)
export const WorkInterval = z.object({ from: WallTime, to: WallTime })
export type WorkInterval = z.infer<typeof WorkInterval>
const LocalDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

export const CalendarRules = z.object({
  /** IANA zone, e.g. Asia/Tashkent. */
  timeZone: z.string(),
  /** Index 0 is Monday; several intervals a day (lunch is the gap). */
  week: z.array(z.array(WorkInterval).max(6)).length(7),
  /** "MM-DD" days off every year. */
  yearlyDaysOff: z.array(z.string().regex(/^\d{2}-\d{2}$/)),
  /** Days off of one year: holidays set by decree, moved days. */
  daysOff: z.array(LocalDate),
  /** Days with their own intervals: a moved working Saturday, a short eve. */
  specialDays: z.record(LocalDate, z.array(WorkInterval).max(6)),
  /** Eves of the holidays of `yearlyDaysOff` end this much earlier, in minutes; 0 switches it off. */
  eveShorterMinutes: z.number().int().min(0).max(480),
})
export type CalendarRules = z.infer<typeof CalendarRules>
