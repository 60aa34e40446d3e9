import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import * as path from 'node:path'
import type { Config } from '#platform'
import { type SealKey, sealKeyFrom } from '#privacy'

/**
 * The key that seals the originals of masked texts: from the configuration, else made once for this installation and kept
 * beside the data, readable by its owner only. Losing it loses the originals and nothing else.
 */
export function sealKeyOf(config: Config, dataDirectory: string): SealKey {
  if (config.SEAL_KEY) return sealKeyFrom(config.SEAL_KEY.reveal())
  const file = path.join(dataDirectory, 'seal.key')
  if (!fs.existsSync(file)) {
    fs.mkdirSync(dataDirectory, { recursive: true })
    // 'wx': of two processes that start together one makes the key and the other reads it.
    try {
      fs.writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
  return sealKeyFrom(fs.readFileSync(file, 'utf8').trim())
}
