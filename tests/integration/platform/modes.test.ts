import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { describe, expect, it } from 'vitest'
import { freePort, modes, startChild, until } from '../../support/index.ts'

for (const { mode, isAbsent, open } of modes()) {
  describe.skipIf(isAbsent)(`the program, ${mode}`, () => {
    it('keeps its data over a restart and goes on where it was', async () => {
      const directory = fs.mkdtempSync(path.join(tmpdir(), 'murojaat-mode-'))
      fs.chmodSync(directory, 0o755)
      const { env, close } = await open()
      const run = async (more: Record<string, string> = {}) =>
        startChild('tests/support/children/run-bare-program.ts', {
          DATA_DIR: directory,
          PORT: String(await freePort()),
          LOG_LEVEL: 'error',
          ...env,
          ...more,
        })
      const first = await run({ WRITE: 'on' })
      await first.line('heard')
      first.kill('SIGTERM')
      expect(await first.ended()).toBe(0)
      const acknowledged = first.lines.filter((line) => line.startsWith('acknowledged ')).length
      const second = await run()
      await second.line('ready')
      const heard = () =>
        new Set(
          [...first.lines, ...second.lines]
            .filter((line) => line.startsWith('heard '))
            .flatMap((line) => line.slice('heard '.length).split(',').map(Number)),
        )
      await until(() => heard().size >= acknowledged, { what: 'every acknowledged fact to be heard' })
      expect(second.lines.filter((line) => line.includes('migration'))).toEqual([])
      second.kill('SIGTERM')
      expect(await second.ended()).toBe(0)
      await close()
      fs.rmSync(directory, { recursive: true, force: true })
    }, 180_000)
  })
}
