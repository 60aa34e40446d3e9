import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import * as path from 'node:path'
import type { Config } from '#platform'
import { type SealKey, sealKeyFrom } from '#privacy'

/**
 * The key that seals the originals of masked texts: from the configuration, else made once for this installation and kept
 * beside the data, readable by its owner only. The file may hold several keys, one a line: the first seals, the others open
 * what they sealed before. A file left from before SEAL_KEY was set goes on opening too. Losing all of them loses the
 * originals and nothing else.
 */
export function sealKeyOf(config: Config, dataDirectory: string): SealKey {
  const file = path.join(dataDirectory, 'seal.key')
  if (config.SEAL_KEY) {
    const before = config.SEAL_KEYS_BEFORE?.reveal().split(',') ?? []
    return sealKeyFrom(config.SEAL_KEY.reveal(), [...clean(before), ...keysIn(file)])
  }
  if (keysIn(file).length === 0) makeKey(file)
  const [newest, ...older] = keysIn(file)
  if (newest === undefined) throw new Error(`no key in ${file}`)
  return sealKeyFrom(newest, older)
}

const clean = (lines: readonly string[]) => lines.map((line) => line.trim()).filter((line) => line !== '')
const keysIn = (file: string) => (fs.existsSync(file) ? clean(fs.readFileSync(file, 'utf8').split('\n')) : [])

function makeKey(file: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  // 'wx': of two processes that start together one makes the key and the other reads it.
  try {
    fs.writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}
