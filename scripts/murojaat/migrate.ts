import {
  environment,
  loadConfig,
  migrate,
  pendingMigrations,
  reachableDatabase,
  waitForDatabase,
  withTools,
} from '../../src/platform/index.ts'
import { type Command, complain, say } from './command.ts'

export const migrateCommand: Command = {
  usage: '[--check]',
  about: 'brings the database up to date; --check only tells what is missing and ends with 1 where something is',
  run(args) {
    const [option] = args
    if (option === undefined) return bringUpToDate()
    if (option === '--check') return tellPending()
    complain('usage: murojaat migrate [--check]')
    return Promise.resolve(2)
  },
}

async function bringUpToDate(): Promise<number> {
  const config = loadConfig(environment())
  const url = config.DATABASE_URL?.reveal()
  if (url === undefined) {
    // An embedded one that runs was brought up to date by its program; one that does not is by being opened.
    await withTools(config, say, async () => undefined)
    say('the embedded database is up to date')
    return 0
  }
  await waitForDatabase(url, say)
  const applied = await migrate(url, say)
  say(applied.length === 0 ? 'the database is up to date' : `${applied.length} migrations applied`)
  return 0
}

async function tellPending(): Promise<number> {
  const reachable = await reachableDatabase(loadConfig(environment()))
  if (reachable === undefined) {
    say('the embedded database does not run; the next start brings it up to date')
    return 0
  }
  await waitForDatabase(reachable.url, say)
  const pending = await pendingMigrations(reachable.url)
  for (const name of pending) say(`not applied yet: ${name}`)
  if (pending.length === 0) say('the database is up to date')
  return pending.length === 0 ? 0 : 1
}
