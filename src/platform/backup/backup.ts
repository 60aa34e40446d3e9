/**
 * A backup: every table as of one moment, the files those rows name, and the fingerprints of the keys without which the
 * sealed texts stay shut. The keys themselves are not in it.
 */
import { once } from 'node:events'
import { closeSync, createReadStream, createWriteStream, openSync, readSync, renameSync, rmSync } from 'node:fs'
import { Readable } from 'node:stream'
import { createGunzip, createGzip } from 'node:zlib'
import pg from 'pg'
import { isAppError } from '#kernel'
import type { FileStore } from '../files/file-store.ts'
import { BackupError, type Entry, packed, unpacked } from './archive.ts'
import { type DatabaseShape, dumpTables, readShape } from './dump-database.ts'
import { migrateTo, prepareTables, refuseUsed, resumeSequences, TableLoader } from './load-database.ts'
import { openedStream, saltBytes, sealedHead, sealedStream } from './passphrase.ts'

const format = 'murojaat backup 1'
export type Manifest = DatabaseShape & {
  readonly format: string
  readonly version: string
  readonly at: string
  /** Of the keys that open what is sealed in it. */
  readonly sealKeyIds: readonly string[]
}
export type BackupPlace = {
  readonly databaseUrl: string
  readonly files: FileStore
  readonly passphrase?: string
  readonly say: (line: string) => void
}
export type BackupMade = { readonly files: number; readonly missing: number; readonly sizeBytes: number }

/**
 * Writes a whole backup to `file`, or leaves nothing there. Work goes on meanwhile; it is as of the moment of its begin.
 * Files that the rows name and the store does not have are counted, and are missing after a restore as they are now.
 */
export async function makeBackup(
  place: BackupPlace,
  of: { readonly version: string; readonly sealKeyIds: readonly string[] },
  file: string,
): Promise<BackupMade> {
  const client = await connect(place.databaseUrl)
  const at = new Date()
  const beside = `${file}.part`
  const counted = { files: 0, missing: 0, sizeBytes: 0 }
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const manifest: Manifest = { format, at: at.toISOString(), ...of, ...(await readShape(client)) }
    const entries = entriesOf(client, manifest, place, counted)
    const zipped = Readable.from(packed(entries, at)).pipe(createGzip({ level: 4 }))
    const bytes = place.passphrase === undefined ? zipped : sealedStream(zipped, place.passphrase)
    const out = createWriteStream(beside, { mode: 0o600, flush: true })
    for await (const part of bytes as AsyncIterable<Buffer>) {
      counted.sizeBytes += part.length
      if (!out.write(part)) await once(out, 'drain')
    }
    out.end()
    await once(out, 'close')
    renameSync(beside, file)
    return counted
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  } finally {
    await client.end()
  }
}

async function* entriesOf(
  client: pg.Client,
  manifest: Manifest,
  { files, say }: BackupPlace,
  counted: { files: number; missing: number },
): AsyncGenerator<Entry> {
  yield { name: 'manifest.json', bytes: Buffer.from(JSON.stringify(manifest, null, 1)) }
  yield* dumpTables(client, manifest.tables, say)
  const { rows } = await client.query<{ key: string }>(
    `SELECT storage_key AS key FROM attachment WHERE storage_key IS NOT NULL
      UNION SELECT storage_key FROM template_file ORDER BY 1`,
  )
  for (const { key } of rows) {
    const bytes = await readOrNone(files, key)
    if (bytes === null) counted.missing++
    else {
      counted.files++
      yield { name: `files/${key}`, bytes }
    }
  }
}

async function readOrNone(files: FileStore, key: string): Promise<Buffer | null> {
  try {
    return Buffer.from(await files.read(key))
  } catch (error) {
    if (isAppError(error, 'attachment.not_found')) return null // removed by its term since the row was read
    throw error
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC -c statement_timeout=0' })
  client.on('error', () => undefined) // the statement under way tells
  await client.connect()
  return client
}

/** @throws BackupError where it is sealed and no passphrase is given, or where it is no backup */
function openBackup(file: string, passphrase: string | undefined): Readable {
  const head = Buffer.alloc(sealedHead.length + saltBytes)
  const descriptor = openSync(file, 'r')
  try {
    readSync(descriptor, head, 0, head.length, 0)
  } finally {
    closeSync(descriptor)
  }
  const isSealed = head.subarray(0, sealedHead.length).equals(sealedHead)
  if (!isSealed && head.readUInt16BE(0) !== 0x1f8b) throw new BackupError('the file is no backup')
  if (isSealed && passphrase === undefined) throw new BackupError('the backup is sealed: set BACKUP_PASSPHRASE')
  const salt = head.subarray(sealedHead.length)
  const plain = isSealed
    ? Readable.from(openedStream(createReadStream(file, { start: head.length }), passphrase ?? '', salt))
    : createReadStream(file)
  const unzipped = createGunzip()
  plain.on('error', (error: Error) => unzipped.destroy(error))
  return plain.pipe(unzipped)
}

async function* entriesIn(file: string, passphrase: string | undefined): AsyncGenerator<Entry> {
  try {
    yield* unpacked(openBackup(file, passphrase))
  } catch (error) {
    const isZip = error instanceof Error && 'code' in error && /^Z_/.test(String(error.code))
    throw isZip ? new BackupError('the backup was changed or cut short', { cause: error }) : error
  }
}

/** Reads a backup to its end without touching anything. @throws BackupError where it is not whole or not one */
export async function checkBackup(file: string, passphrase?: string): Promise<Manifest> {
  let manifest: Manifest | undefined
  for await (const { name, bytes } of entriesIn(file, passphrase))
    if (name === 'manifest.json') manifest = JSON.parse(bytes.toString('utf8')) as Manifest
  if (manifest?.format !== format) throw new BackupError('the file is no backup, or of a format of another version')
  return manifest
}

/**
 * Restores a backup that `checkBackup` has read into an installation nobody uses. The rows come in one transaction; the files
 * before it ends, so that no row names a file that is not there.
 * @throws BackupError, MigrationError; the database is then as empty as before
 */
export async function restoreBackup(place: BackupPlace, manifest: Manifest, file: string): Promise<{ files: number }> {
  const client = await connect(place.databaseUrl)
  let files = 0
  try {
    await refuseUsed(client)
    await migrateTo(place.databaseUrl, manifest, place.say)
    await client.query('BEGIN')
    await prepareTables(client, manifest)
    const loader = new TableLoader(client, manifest.tables)
    for await (const { name, bytes } of entriesIn(file, place.passphrase)) {
      const table = /^tables\/([^/]+)\//.exec(name)?.[1]
      if (table !== undefined) await loader.load(table, bytes)
      if (!name.startsWith('files/')) continue
      await loader.end()
      await place.files.put(name.slice('files/'.length), bytes)
      files++
    }
    await loader.end()
    await resumeSequences(client)
    await client.query('COMMIT')
    await client.query('ANALYZE')
    return { files }
  } finally {
    await client.end() // rolls back what is not committed
  }
}
