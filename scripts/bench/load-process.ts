/** The load's own process, seen from the bench. */
import { type ChildProcess, fork } from 'node:child_process'
import type { LoadAnswer, LoadOrder } from './load-protocol.ts'

/** Starts the process that plays the vendor and the screens. `series` keeps the clients of several of them apart. */
export function startGenerator(series = 1) {
  const child = fork('scripts/bench/load-generator.ts', {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
    env: { PATH: process.env['PATH'], SERIES: String(series) },
  })
  return {
    child,
    async obey<K extends LoadAnswer['kind']>(order: LoadOrder, kind: K): Promise<Extract<LoadAnswer, { kind: K }>> {
      const answer = await new Promise<LoadAnswer>((resolve, reject) => {
        const ended = () => reject(new Error('the load process ended'))
        child.once('exit', ended)
        child.once('message', (message) => {
          child.off('exit', ended)
          resolve(message as LoadAnswer)
        })
        child.send(order)
      })
      if (answer.kind !== kind) throw new Error(answer.kind === 'failed' ? answer.message : `unexpected ${answer.kind}`)
      return answer as Extract<LoadAnswer, { kind: K }>
    },
  }
}

export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
}
