import type { Config } from '../config/schema.ts'

type Headers = Readonly<Record<string, string | string[] | undefined>>

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/

/**
 * Whether a browser says that the call comes from one of our own pages. Callers that send no Origin are no browsers of
 * a victim (browsers send it with every POST and every websocket), and are held by their token alone.
 */
export function isSameOrigin(request: { readonly headers: Headers }, config: Pick<Config, 'PUBLIC_URL' | 'HOST'>): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  const { origin, host } = request.headers
  if (origin === undefined) return true
  if (typeof origin !== 'string' || typeof host !== 'string') return false
  const from = parse(origin)
  if (!from) return false
  if (config.PUBLIC_URL !== undefined && from.origin === new URL(config.PUBLIC_URL).origin) return true
  // The name in Host is the caller's word. Only names that cannot be pointed at us from outside are believed, unless the
  // program was opened to the network without being told its own name.
  const isKnownName = loopback.test(from.hostname) || (config.PUBLIC_URL === undefined && !loopback.test(config.HOST))
  return isKnownName && from.host === host
}

function parse(origin: string): URL | undefined {
  return URL.canParse(origin) ? new URL(origin) : undefined
}
