/** `murojaat <command>`: finds the command, runs it, and says in a sentence what stood in its way. */
import { ConfigError, createLog, sayWhyNot } from '../../src/platform/index.ts'
import { auditVerifyCommand } from './audit-verify.ts'
import { backup, restoreCommand } from './backup.ts'
import { type Command, complain, say } from './command.ts'
import { createAdmin } from './create-admin.ts'
import { diagnostics } from './diagnostics.ts'
import { doctor } from './doctor.ts'
import { migrateCommand } from './migrate.ts'
import { seed } from './seed.ts'
import { start } from './start.ts'

/** By the words they are called with; the order is that of the list. */
const commands: Readonly<Record<string, Command>> = {
  start,
  migrate: migrateCommand,
  seed,
  doctor,
  'create-admin': createAdmin,
  diagnostics,
  backup,
  restore: restoreCommand,
  'audit verify': auditVerifyCommand,
}

function help(): string {
  const lines = Object.entries(commands).map(
    ([name, { usage, about }]) => `  ${`${name} ${usage}`.trimEnd().padEnd(36)} ${about}`,
  )
  return ['murojaat <command>', '', ...lines, '', 'Settings come from the environment; .env.example explains each.'].join('\n')
}

/** A command may be two words, as `audit verify` is. */
function find(args: readonly string[]): { command: Command; rest: readonly string[] } | undefined {
  for (const words of [2, 1]) {
    const command = commands[args.slice(0, words).join(' ')]
    if (command) return { command, rest: args.slice(words) }
  }
  return undefined
}

/** Ends the process with the command's exit code, except where the command goes on running. */
export async function main(args: readonly string[]): Promise<void> {
  const found = find(args)
  if (!found) {
    process.exitCode = sayHelp(args[0])
    return
  }
  try {
    const code = await found.command.run(found.rest)
    if (found.command !== start) process.exit(code)
  } catch (error) {
    process.exit(sayWhy(error))
  }
}

function sayHelp(asked: string | undefined): number {
  if (asked === undefined || ['help', '--help', '-h'].includes(asked)) {
    say(help())
    return 0
  }
  complain(`murojaat: there is no command "${asked}"\n\n${help()}`)
  return 2
}

function sayWhy(error: unknown): number {
  const sentence = sayWhyNot(error)
  if (sentence !== undefined) complain(`murojaat: ${sentence}`)
  else createLog('error').error({ err: error }, 'the command met a bug')
  return error instanceof ConfigError ? 2 : 1
}
