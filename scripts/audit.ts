/** `npm run audit:verify [-- --anchor <no>:<hash>] [--file <export> [--public-key <key>]]` */
import { parseArgs } from 'node:util'
import { auditVerify } from '../src/app/commands/audit-verify.ts'
import { environment, loadConfig } from '../src/platform/index.ts'

const options = { anchor: { type: 'string' }, file: { type: 'string' }, 'public-key': { type: 'string' } } as const
const { anchor, file, 'public-key': publicKey } = parseArgs({ options }).values
const asked = { ...(anchor !== undefined && { anchor }), ...(file !== undefined && { file }) }
const config = loadConfig(environment())
process.exit(
  await auditVerify(config, { ...asked, ...(publicKey !== undefined && { publicKey }) }, (line) => console.log(line)),
)
