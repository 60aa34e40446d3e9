import type { Db } from './db.ts'

/** How large the database is, and how many connections are open to it. */
export async function databaseSize(db: Db): Promise<{ sizeBytes: number; connections: number }> {
  const [row] = await db.query<{ sizeBytes: number; connections: number }>({
    name: 'database-size',
    text: `SELECT pg_database_size(current_database())::float8 AS "sizeBytes",
      (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database()) AS connections`,
  })
  return row ?? { sizeBytes: 0, connections: 0 }
}
