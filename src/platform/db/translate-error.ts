/**
 * Turns what the driver or Prisma throws when the server cannot be reached, or chose a statement to give way in a deadlock, into
 * `database.unavailable`, and a full disk into `disk.full`, so that every edge answers "try again" instead of "bug". Everything
 * else is left as it is.
 */
import { AppError } from '#kernel'

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])
/** PostgreSQL: connection exceptions (08…), shutting down (57P0x), too many connections (53300), read only after failover (25006). */
const awayStates = /^(08...|57P0[1-5]|53300|25006)$/
const fullStates = /^(53100|53200)$/
/** Prisma: cannot reach, timed out, closed by the server, pool exhausted, transaction could not start or was lost. */
const prismaAway = new Set(['P1000', 'P1001', 'P1002', 'P1008', 'P1011', 'P1017', 'P2024', 'P2028', 'P2037'])
/** pg and its pool give these no code. */
const awayMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout|Cannot use a pool after calling end)/

/** SQLSTATE or system code, wherever the layers hid it. */
export function databaseCodeOf(error: unknown): string | undefined {
  for (const layer of layersOf(error)) {
    if (layer instanceof AppError) continue
    const code = layer['originalCode'] ?? layer['code']
    if (typeof code === 'string' && !/^P\d{4}$/.test(code)) return code
  }
  return undefined
}

/** True where running the same transaction once more may succeed: a deadlock or a serialisation failure, translated or not. */
export function isRetryable(error: unknown): boolean {
  const code = databaseCodeOf(error)
  return code === '40P01' || code === '40001' || layersOf(error).some((layer) => layer['code'] === 'P2034')
}

export function translateDatabaseError(error: unknown): unknown {
  if (error instanceof AppError) return error
  const code = databaseCodeOf(error)
  if (code !== undefined && fullStates.test(code)) return new AppError('disk.full', {}, { cause: error })
  return isAway(error, code) || isRetryable(error) ? new AppError('database.unavailable', {}, { cause: error }) : error
}

function isAway(error: unknown, code: string | undefined): boolean {
  if (code !== undefined && (networkCodes.has(code) || awayStates.test(code))) return true
  return layersOf(error).some(
    (layer) =>
      (typeof layer['code'] === 'string' && prismaAway.has(layer['code'])) ||
      (typeof layer['message'] === 'string' && awayMessages.test(layer['message'])) ||
      layer['kind'] === 'DatabaseNotReachable' ||
      layer['kind'] === 'ConnectionClosed' ||
      layer['kind'] === 'SocketTimeout' ||
      layer['kind'] === 'TooManyConnections',
  )
}

/** The error, its causes, what Prisma keeps in `meta.driverAdapterError`, and the parts of an AggregateError. */
function layersOf(error: unknown, depth = 0): Record<string, unknown>[] {
  if (typeof error !== 'object' || error === null || depth > 5) return []
  const layer = error as Record<string, unknown>
  const meta = layer['meta'] as Record<string, unknown> | undefined
  const inner = Array.isArray(layer['errors']) ? layer['errors'] : []
  return [layer, ...[layer['cause'], meta?.['driverAdapterError'], ...inner].flatMap((next) => layersOf(next, depth + 1))]
}
