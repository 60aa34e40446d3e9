import * as fs from 'node:fs'
import * as path from 'node:path'
import { seedHandoff } from '#handoff'
import { saveChannelAccount } from '#inbox'
import { type Ctx, withActor } from '#platform'
import { firstPassword, nameBank, putSetUp, seedStaff } from '#staff'

export type SeededBank = {
  /** Members of staff that were put in: none where there was staff already. */
  readonly count: number
  greeting(base: string): readonly string[]
}

/**
 * Puts into an empty database what a bank begins with: departments, working calendar, SLA policy, topics, templates, the
 * website's channel and one administrator, who is led through the set-up and adds the others; the demonstration has the
 * invented people of its bank instead. A database that has staff keeps what it has. First passwords are generated here, for
 * this installation, told once and kept in a file for the owner of the data directory until the bank removes it.
 */
export async function seedBank(
  ctx: Ctx,
  options: { dataDirectory: string; isDemo: boolean; siteCode: string },
): Promise<SeededBank> {
  const file = path.join(options.dataDirectory, 'first-logins.txt')
  const people = options.isDemo ? 'invented' : 'administrator'
  const { operators } = await seedStaff(ctx, { passwordFor: firstPassword, mustChange: true, people })
  await seedHandoff(ctx)
  await saveChannelAccount(ctx, {
    kind: 'webchat',
    externalId: options.siteCode,
    name: options.isDemo ? 'Namuna Bank, sayt' : 'Sayt',
    visibility: 'private',
    botEnabled: true,
  })
  const isNew = operators.length > 0
  if (isNew) {
    const seeding = withActor(ctx, { kind: 'system', name: 'seed' })
    await (options.isDemo ? nameBank(seeding, 'Namuna Bank') : putSetUp(seeding, 'pending'))
  }
  if (isNew) {
    const lines = operators.map(
      (operator) => `${operator.login.padEnd(12)} ${operator.password}   ${operator.displayName}, ${operator.roles.join(', ')}`,
    )
    fs.mkdirSync(options.dataDirectory, { recursive: true })
    fs.writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 })
  }
  return { count: operators.length, greeting: () => loginLines(file) }
}

function loginLines(file: string): readonly string[] {
  if (!fs.existsSync(file)) return []
  const logins = fs.readFileSync(file, 'utf8').trimEnd().split('\n')
  return [
    '',
    'First logins of this installation (each is asked for a new password at the first sign-in):',
    ...logins.map((line) => `  ${line}`),
    `  kept in ${path.relative(process.cwd(), file)}; remove the file when everybody has signed in`,
  ]
}
