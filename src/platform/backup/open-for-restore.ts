import * as path from 'node:path'
import type { Config } from '../config/schema.ts'
import { waitForDatabase } from '../db/wait-for-database.ts'
import { startEmbeddedDatabase } from '../embedded/embedded-database.ts'
import { takeInstanceLock } from '../embedded/instance-lock.ts'
import { openFileStore } from '../files/open-file-store.ts'
import { dataDirectoryOf } from '../tools.ts'
import type { BackupPlace } from './backup.ts'

/**
 * The installation of this configuration while nothing of it runs, its schema left as it is.
 * @throws AlreadyRunningError, EmbeddedDatabaseError, and what waiting for a database throws
 */
export async function openForRestore(
  config: Config,
  say: (line: string) => void,
): Promise<BackupPlace & { close(): Promise<void> }> {
  const dataDirectory = dataDirectoryOf(config)
  const passphrase = config.BACKUP_PASSPHRASE?.reveal()
  const files = openFileStore(config, dataDirectory)
  const common = { files, say, ...(passphrase !== undefined && { passphrase }) }
  if (config.DATABASE_URL) {
    const databaseUrl = config.DATABASE_URL.reveal()
    await waitForDatabase(databaseUrl, say)
    return { ...common, databaseUrl, close: async () => undefined }
  }
  const lock = takeInstanceLock(dataDirectory)
  const embedded = await startEmbeddedDatabase({ directory: path.join(dataDirectory, 'postgres'), progress: say })
  return { ...common, databaseUrl: embedded.url, close: () => embedded.stop().finally(() => lock.release()) }
}
