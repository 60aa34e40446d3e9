import { parseArgs } from 'node:util'
import { auditVerify, type VerifyAsked } from '../../src/app/commands/audit-verify.ts'
import { environment, loadConfig } from '../../src/platform/index.ts'
import { type Command, complain, say } from './command.ts'

const usage = '[--anchor <no>:<hash>] [--file <export> [--public-key <key>]]'
const options = { anchor: { type: 'string' }, file: { type: 'string' }, 'public-key': { type: 'string' } } as const

function askedBy(args: readonly string[]): VerifyAsked | undefined {
  try {
    const { anchor, file, 'public-key': publicKey } = parseArgs({ args: [...args], options }).values
    return {
      ...(anchor !== undefined && { anchor }),
      ...(file !== undefined && { file }),
      ...(publicKey !== undefined && { publicKey }),
    }
  } catch {
    return undefined // parseArgs says nothing about ours; the usage does
  }
}

export const auditVerifyCommand: Command = {
  usage,
  about: 'finds a changed, removed or moved entry of the audit and names the first; or checks an exported file',
  run(args) {
    const asked = askedBy(args)
    if (asked !== undefined) return auditVerify(loadConfig(environment()), asked, say)
    complain(`usage: murojaat audit verify ${usage}`)
    return Promise.resolve(2)
  },
}
