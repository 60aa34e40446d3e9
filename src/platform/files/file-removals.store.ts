import type { Db, Tx } from '../db/db.ts'

export async function insertRemovals(tx: Tx, keys: readonly string[], now: Date): Promise<void> {
  await tx.$executeRaw`INSERT INTO file_removal (storage_key, at)
    SELECT key, ${now} FROM unnest(${[...keys]}::text[]) AS key ON CONFLICT DO NOTHING`
}

export async function selectRemovals(db: Db, most: number): Promise<string[]> {
  const rows = await db.query<{ key: string }>({
    text: 'SELECT storage_key AS key FROM file_removal ORDER BY at LIMIT $1',
    values: [most],
  })
  return rows.map(({ key }) => key)
}

export async function deleteRemovals(db: Db, keys: readonly string[]): Promise<void> {
  await db.query({ text: 'DELETE FROM file_removal WHERE storage_key = ANY($1)', values: [keys] })
}
