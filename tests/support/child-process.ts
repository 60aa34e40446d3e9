import { type ChildProcess, spawn } from 'node:child_process'
import { runArguments } from './run-arguments.ts'
import { until } from './until.ts'

export type Child = {
  readonly pid: number
  /** Every line it has printed so far, standard error included. */
  readonly lines: string[]
  /** The first line that holds these words, as soon as it is there. */
  line(words: string, withinMs?: number): Promise<string>
  kill(signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT'): void
  /** Exit code, or the signal's name, as soon as it is over. */
  ended(withinMs?: number): Promise<number | string>
}

/** A TypeScript file of this project as a process of its own, with nothing of our environment but what is given. */
export function startChild(script: string, env: Record<string, string> = {}): Child {
  const lines: string[] = []
  const process_: ChildProcess = spawn(process.execPath, runArguments(script), {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [process_.stdout, process_.stderr]) {
    let rest = ''
    stream?.on('data', (chunk: Buffer) => {
      const parts = (rest + chunk.toString()).split('\n')
      rest = parts.pop() ?? ''
      lines.push(...parts)
    })
  }
  const end = () => process_.signalCode ?? process_.exitCode
  return {
    pid: process_.pid ?? 0,
    lines,
    line: (words, withinMs = 90_000) =>
      until(
        () => {
          const found = lines.find((line) => line.includes(words))
          if (found === undefined && end() !== null)
            throw new Error(`it ended (${end()}) after: ${lines.slice(-5).join(' | ')}`)
          return found
        },
        { withinMs, what: `the line "${words}"` },
      ),
    kill: (signal) => void process_.kill(signal),
    async ended(withinMs = 90_000) {
      await until(() => end() !== null, { withinMs, what: 'the end of the process' })
      return end() ?? 0
    },
  }
}
