/** Which pages may talk to the widget's API: compared whole, never by suffix or prefix. */
import type { IncomingHttpHeaders } from 'node:http'

export type OriginRule = {
  readonly allowed: readonly string[]
  /** The outside address of this program, whose own pages may always. */
  readonly publicUrl: string | undefined
}

function isOwn(origin: string, host: string | undefined, publicUrl: string | undefined): boolean {
  if (publicUrl !== undefined && new URL(publicUrl).origin === origin) return true
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`)
}

/**
 * True without an Origin too: a browser always sends one with a cross-site call, a program can send any, and nothing here
 * rests on cookies, so its absence gives nobody a right they would not have.
 */
export function isAllowedOrigin(rule: OriginRule, headers: IncomingHttpHeaders): boolean {
  const { origin, host } = headers
  if (origin === undefined) return true
  return rule.allowed.includes(origin) || isOwn(origin, host, rule.publicUrl)
}
