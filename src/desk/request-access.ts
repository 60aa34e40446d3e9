import type { RequestSummary } from '#contracts'
import { requestSummaries } from '#inbox'
import { AppError, isId, type RequestId } from '#kernel'
import type { Ctx } from '#platform'
import { maySee, type Viewer } from './audience.ts'

/**
 * The request, if this viewer may know that it exists; otherwise `request.not_found`, the same answer as for an id that
 * was never given.
 */
export async function getVisibleRequest(ctx: Ctx, viewer: Viewer, id: string): Promise<RequestSummary & { id: RequestId }> {
  const [summary] = isId(id) ? await requestSummaries(ctx, [id as RequestId]) : []
  if (!summary || !maySee(viewer, summary)) throw new AppError('request.not_found')
  return { ...summary, id: id as RequestId }
}
