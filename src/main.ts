/**
 * The program: reads the configuration, brings everything up, and stops gracefully. Exit codes: 0 stopped as asked, 1 could
 * not start or met a bug, 2 the configuration is at fault.
 */
import { readFileSync } from 'node:fs'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createApp } from '#app'
import { ConfigError, createLog, environment, loadConfig, type Running, runProgram, sayWhyNot } from '#platform'

/** Ctrl-C under npm arrives twice, from the terminal and from npm; only a later one is a second wish. */
const sameSignalMs = 1_000
const longestStopMs = 45_000

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }
const say = (line: string) => void process.stdout.write(`${line}\n`)

let running: Running | undefined
let stopAskedAt: number | undefined
let graceMs = 0

function stopFor(signal: string): void {
  if (stopAskedAt !== undefined) {
    if (Date.now() - stopAskedAt < sameSignalMs) return
    say('stopping at once')
    running?.abandon()
    process.exit(1)
  }
  stopAskedAt = Date.now()
  say(`stopping (${signal}); once more to stop at once`)
  if (running) void stop(0) // else as soon as everything is up, so that nothing is left half started
}

async function stop(code: number, how?: 'at once'): Promise<void> {
  setTimeout(() => process.exit(1), graceMs + longestStopMs).unref()
  await running?.stop(how)
  if (running) say('stopped')
  process.exit(code)
}

/** Nobody knows what state is left; what was acknowledged is in the database, so stopping loses nothing. */
function onBug(err: unknown): void {
  ;(running?.ctx.log ?? createLog('error')).error({ err }, 'the program met a bug and stops')
  if (stopAskedAt !== undefined) process.exit(1)
  stopAskedAt = Date.now()
  void stop(1, 'at once')
}

process.on('uncaughtException', onBug)
process.on('unhandledRejection', onBug)
process.on('SIGINT', () => stopFor('SIGINT'))
process.on('SIGTERM', () => stopFor('SIGTERM'))

try {
  const config = loadConfig(environment())
  graceMs = config.STOP_GRACE_SECONDS * 1_000
  running = await runProgram(config, createApp, { version, webDirectory: path.join(root, 'dist/web'), say })
  if (stopAskedAt !== undefined) await stop(0)
} catch (error) {
  const sentence = sayWhyNot(error)
  if (sentence !== undefined) process.stderr.write(`murojaat: ${sentence}\n`)
  else createLog('error').error({ err: error }, 'the program could not start')
  process.exit(error instanceof ConfigError ? 2 : 1)
}
