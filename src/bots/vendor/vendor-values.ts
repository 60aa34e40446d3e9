/** The few shapes all of Meta's payloads share: ids as strings or numbers, moments in seconds, milliseconds or words. */
import { createHash } from 'node:crypto'
import { z } from 'zod'

/** Recorded payloads hold ids as numbers too; long ones are strings already (read-json.ts). */
export const VendorId = z.union([z.string().min(1).max(512), z.number().int().transform(String)])
export const VendorInstant = z.union([z.string(), z.number()])

/** Larger numbers are milliseconds: seconds reach this in the year 5138. */
const leastMs = 100_000_000_000

/** A moment in seconds, milliseconds or ISO 8601; never later than now, and now where it cannot be read. */
export function instantOf(value: string | number | undefined, now: Date): Date {
  const number = typeof value === 'number' || /^\d+$/.test(value ?? '') ? Number(value) : Date.parse(value ?? '')
  const isMoment = typeof value === 'string' && !/^\d+$/.test(value)
  const ms = isMoment || number >= leastMs ? number : number * 1000
  return Number.isFinite(ms) && ms > 0 && ms < now.getTime() ? new Date(ms) : now
}

/** A name for something that has no id of its own: the same content gives the same name. */
export function nameByContent(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)
}

export const cut = (text: string, units: number) => (text.length <= units ? text : text.slice(0, units))
