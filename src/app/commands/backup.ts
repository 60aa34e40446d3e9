/** `backup` and `restore`: the whole installation into one file, and out of it into an empty one. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  BackupError,
  type Config,
  checkBackup,
  dataDirectoryOf,
  makeBackup,
  openForRestore,
  restoreBackup,
  withTools,
} from '#platform'
import type { SealKey } from '#privacy'
import { sealKeyOf } from '../seal-key.ts'

type Say = (line: string) => void

const { version } = JSON.parse(readFileSync(fileURLToPath(new URL('../../../package.json', import.meta.url)), 'utf8')) as {
  version: string
}
const keyIdsOf = (key: SealKey): string[] => [key.id, ...(key.older ?? []).map(({ id }) => id)]
const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`

/** The program may run meanwhile. @returns the exit code. Throws what withTools throws, and system errors of the file. */
export function backUp(config: Config, file: string, say: Say): Promise<number> {
  const passphrase = config.BACKUP_PASSPHRASE?.reveal()
  return withTools(config, say, async ({ ctx, databaseUrl, dataDirectory }) => {
    const startedAt = performance.now()
    const sealKeyIds = keyIdsOf(sealKeyOf(config, dataDirectory))
    const place = { databaseUrl, files: ctx.files, say, ...(passphrase !== undefined && { passphrase }) }
    const { files, missing, sizeBytes } = await makeBackup(place, { version, sealKeyIds }, file)
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
    const how = passphrase === undefined ? 'NOT sealed: set BACKUP_PASSPHRASE to seal it' : 'sealed'
    say(`${file}: ${megabytes(sizeBytes)}, ${files} files, in ${seconds} s, ${how}`)
    if (missing > 0) say(`${missing} files are named in the database and not in the store; they are not in the backup either`)
    say(`the key is not in it: keep ${sealKeyIds[0]} (seal.key or SEAL_KEY) elsewhere, without it masked originals stay shut`)
    return 0
  })
}

/**
 * @param options.isWithoutKey restores though the key of the sealed texts is not here
 * @returns the exit code; 1 where it was refused, with nothing changed
 */
export async function restore(config: Config, file: string, options: { isWithoutKey: boolean }, say: Say): Promise<number> {
  const passphrase = config.BACKUP_PASSPHRASE?.reveal()
  try {
    const manifest = await checkBackup(file, passphrase)
    say(`whole: of ${manifest.at}, version ${manifest.version}, ${manifest.tables.length} tables`)
    const place = await openForRestore(config, say)
    try {
      const here = keyIdsOf(sealKeyOf(config, dataDirectoryOf(config)))
      const absent = manifest.sealKeyIds.filter((id) => !here.includes(id))
      if (absent.length > 0 && !options.isWithoutKey)
        throw new BackupError(
          `the key ${absent.join(', ')} is not here, and without it masked originals and channels' tokens stay shut. Put seal.key into ${dataDirectoryOf(config)} or set SEAL_KEY, or say --without-key`,
        )
      const startedAt = performance.now()
      const { files } = await restoreBackup(place, manifest, file)
      say(`restored, ${files} files, in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s; start the program now`)
      return 0
    } finally {
      await place.close()
    }
  } catch (error) {
    if (!(error instanceof BackupError)) throw error
    say(`not restored: ${error.message}`)
    return 1
  }
}
