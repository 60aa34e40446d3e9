/**
 * The log says what happened to which id, never what a person wrote. Both halves are allow-lists: a field is a word, a
 * number or an id; of an error only its type, code and our own frames are told. Redaction would hide the leaks somebody
 * thought of; this hides the next one too.
 */
import { pino } from 'pino'
import { describeError } from './describe-error.ts'

export type LogFields = Readonly<Record<string, unknown>>

export type Log = {
  debug(fields: LogFields, message: string): void
  info(fields: LogFields, message: string): void
  warn(fields: LogFields, message: string): void
  error(fields: LogFields, message: string): void
  /** The same log with these fields on every line. */
  child(fields: LogFields): Log
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'
export type LogSink = { write(line: string): void }

const longestString = 200
const longestList = 20

function tame(value: unknown): unknown {
  if (value instanceof Error) return describeError(value)
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string') return value.length > longestString ? `${value.slice(0, longestString)}…` : value
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return value.slice(0, longestList).map((item) => (isPlain(item) ? tame(item) : '[object]'))
  return isPlain(value) ? value : '[object]'
}
const isPlain = (value: unknown) => value === null || value === undefined || typeof value !== 'object'

function tameFields(fields: LogFields): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const key of Object.keys(fields)) {
    const value = fields[key]
    // Whatever was thrown is told as an error, even where it is none.
    result[key] = key === 'err' || key === 'error' ? describeError(value) : tame(value)
  }
  return result
}

/** @param sink where the lines go; the standard output unless given. */
export function createLog(level: LogLevel, sink?: LogSink): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: {} }
  return wrap(sink ? pino(options, sink) : pino(options))
}

function wrap(logger: pino.Logger): Log {
  return {
    debug: (fields, message) => {
      if (logger.isLevelEnabled('debug')) logger.debug(tameFields(fields), message)
    },
    info: (fields, message) => logger.info(tameFields(fields), message),
    warn: (fields, message) => logger.warn(tameFields(fields), message),
    error: (fields, message) => logger.error(tameFields(fields), message),
    child: (fields) => wrap(logger.child(tameFields(fields))),
  }
}
