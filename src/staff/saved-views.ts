import type { SavedView, SavedViewInput } from '#contracts'
import { AppError, type Id, isId, newId, type OperatorId } from '#kernel'
import type { Ctx } from '#platform'
import { deleteSavedView, selectSavedViews, upsertSavedView } from './saved-view.store.ts'

/** More would not be found again in a list. */
const mostViews = 30

/** A person's own views, the oldest first. */
export function savedViewsOf(ctx: Ctx, operatorId: OperatorId): Promise<SavedView[]> {
  return selectSavedViews(ctx.db, operatorId)
}

/** Keeps a view under a name; the same name again replaces it. @throws view.too_many */
export async function saveView(ctx: Ctx, operatorId: OperatorId, input: SavedViewInput): Promise<SavedView[]> {
  const given = { ...input, id: newId<Id<'SavedView'>>(), operatorId, createdAt: ctx.clock.now() }
  if (!(await upsertSavedView(ctx.db, given, mostViews))) throw new AppError('view.too_many', { most: mostViews })
  return savedViewsOf(ctx, operatorId)
}

/** Forgetting what is not there, or is somebody else's, changes nothing. */
export async function forgetView(ctx: Ctx, operatorId: OperatorId, id: string): Promise<SavedView[]> {
  if (isId(id)) await deleteSavedView(ctx.db, operatorId, id)
  return savedViewsOf(ctx, operatorId)
}
