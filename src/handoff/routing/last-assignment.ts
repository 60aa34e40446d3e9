import type { RequestDetail } from '#contracts'
import type { RequestId } from '#kernel'
import type { Ctx } from '#platform'
import { selectLatestAssignment } from './assignment.store.ts'

/** "Why me?": the rule and the candidates behind the newest handing over to a person; null where there was none yet. */
export async function lastAssignment(ctx: Ctx, requestId: RequestId): Promise<RequestDetail['assignment']> {
  const assignment = await selectLatestAssignment(ctx.db, requestId)
  return assignment && { ...assignment, at: assignment.at.toISOString() }
}
