/** Failed sign-ins by hashed address and login, counted for all processes together. */
import type { Db } from '#platform'

export type PaceRow = { readonly key: string; readonly failures: number; readonly windowEndAt: Date }

export async function selectPace(db: Db, keys: readonly string[], now: Date): Promise<PaceRow[]> {
  return db.prisma.signInPace.findMany({ where: { key: { in: [...keys] }, windowEndAt: { gt: now } } })
}

/** One more failure for each key; a window that has run out begins anew. */
export async function addFailures(db: Db, keys: readonly string[], now: Date, windowEndAt: Date): Promise<void> {
  await db.query({
    name: 'staff-add-failures',
    text: `INSERT INTO sign_in_pace (key, window_end_at, failures) SELECT key, $3, 1 FROM unnest($1::text[]) AS key
      ON CONFLICT (key) DO UPDATE SET
        failures = CASE WHEN sign_in_pace.window_end_at > $2 THEN sign_in_pace.failures + 1 ELSE 1 END,
        window_end_at = CASE WHEN sign_in_pace.window_end_at > $2 THEN sign_in_pace.window_end_at ELSE $3 END`,
    values: [[...keys].sort(), now, windowEndAt],
  })
}

export async function deletePaceBefore(db: Db, at: Date): Promise<number> {
  return (await db.prisma.signInPace.deleteMany({ where: { windowEndAt: { lte: at } } })).count
}
