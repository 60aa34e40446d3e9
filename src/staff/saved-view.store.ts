/** The views a person has kept under a name. */
import type { QueueFilter, SavedView, SearchScope } from '#contracts'
import type { OperatorId } from '#kernel'
import { type Db, Prisma } from '#platform'

type Kept = { view: SearchScope; filter: QueueFilter }

export async function selectSavedViews(db: Db, operatorId: OperatorId): Promise<SavedView[]> {
  const rows = await db.prisma.savedView.findMany({ where: { operatorId }, orderBy: { createdAt: 'asc' } })
  return rows.map(({ id, name, filter }) => ({ id, name, ...(filter as Kept) }))
}

export type NewSavedView = SavedView & { readonly operatorId: OperatorId; readonly createdAt: Date }

/** The same name again replaces what stood under it. False where the person has as many as they may. */
export async function upsertSavedView(db: Db, given: NewSavedView, most: number): Promise<boolean> {
  const { id, operatorId, name, view, filter, createdAt } = given
  const kept = JSON.stringify({ view, filter })
  const rows = await db.prisma.$queryRaw<{ id: string }[]>(Prisma.sql`
    INSERT INTO saved_view (id, operator_id, name, filter, created_at)
    SELECT ${id}::uuid, ${operatorId}::uuid, ${name}, ${kept}::jsonb, ${createdAt}
    WHERE (SELECT count(*) FROM saved_view WHERE operator_id = ${operatorId}::uuid AND name <> ${name}) < ${most}
    ON CONFLICT (operator_id, name) DO UPDATE SET filter = excluded.filter RETURNING id`)
  return rows.length > 0
}

export async function deleteSavedView(db: Db, operatorId: OperatorId, id: string): Promise<void> {
  await db.prisma.savedView.deleteMany({ where: { id, operatorId } })
}
