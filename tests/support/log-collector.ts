import { createLog, type Log, type LogLevel } from '#platform'

export type LogCollector = {
  readonly log: Log
  /** Every line as it would have been printed, for the silence law. */
  readonly lines: string[]
  /** Lines whose message holds these words, parsed. */
  saying(words: string): Record<string, unknown>[]
}

/** The real log with its lines kept instead of printed. */
export function collectLog(level: LogLevel = 'debug'): LogCollector {
  const lines: string[] = []
  const log = createLog(level, { write: (line) => void lines.push(line) })
  return {
    log,
    lines,
    saying: (words) =>
      lines
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter((line) => typeof line['msg'] === 'string' && line['msg'].includes(words)),
  }
}
