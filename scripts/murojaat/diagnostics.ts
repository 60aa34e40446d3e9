import { readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { collectDiagnostics } from '../../src/app/diagnostics.ts'
import { examine } from '../../src/app/doctor.ts'
import { environment } from '../../src/platform/index.ts'
import { type Command, say, withDatabase } from './command.ts'
import { doctorLines } from './doctor.ts'
import { tarOf } from './tar.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }

export const diagnostics: Command = {
  usage: '[file]',
  about: 'gathers what helps to help from afar into a .tar.gz: no secret in it and nothing of any client',
  async run([given]) {
    const now = Date.now()
    const file = given ?? `murojaat-diagnostics-${new Date(now).toISOString().slice(0, 16).replace(/[T:]/g, '-')}.tar.gz`
    const report = { name: 'doctor.txt', text: `${doctorLines(await examine(environment())).join('\n')}\n` }
    const collected = await withDatabase((tools) => collectDiagnostics(tools, version))
    writeFileSync(file, gzipSync(tarOf([report, ...collected], now)), { mode: 0o600 })
    say(`${file} written; look into it before you send it anywhere`)
    return 0
  },
}
