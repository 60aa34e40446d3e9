import type { Permission, RequestSummary } from '#contracts'

/** One console connection as the audience rules see it. */
export type Viewer = {
  readonly operatorId: string
  readonly departmentIds: ReadonlySet<string>
  readonly permissions: ReadonlySet<Permission>
}

/** What of a request decides who may see it. */
export type Placement = Pick<RequestSummary, 'departmentId' | 'holderOperatorId'>

/**
 * Whether this member of staff may know the request exists: those who watch the whole board, the people of its
 * department, and whoever holds it. Used by frames and routes alike; where it says no, the answer is 404.
 */
export function maySee(viewer: Viewer, placement: Placement): boolean {
  if (!viewer.permissions.has('request.read')) return false
  if (placement.holderOperatorId === viewer.operatorId) return true
  // Without queue.read there is no queue of one's own department: compliance and quality read what they look up.
  return seesEverything(viewer) || viewer.departmentIds.has(placement.departmentId)
}

/** Board, statistics and audit readers answer for the whole bank, not for one department. */
export function seesEverything(viewer: Viewer): boolean {
  return (
    viewer.permissions.has('board.read') || viewer.permissions.has('statistics.read') || viewer.permissions.has('audit.read')
  )
}

/** Whole messages go to whoever has the request open or holds it; the others need only its summary. */
export function wantsMessages(viewer: Viewer, placement: Placement, openRequestId: string | null, requestId: string): boolean {
  return maySee(viewer, placement) && (openRequestId === requestId || placement.holderOperatorId === viewer.operatorId)
}

/**
 * A clock's warning concerns its holder, those who can give the work to others, and while nobody holds it the people of
 * the department who can take it. Whoever only reads the board sees it there and is not called from other work.
 */
export function hearsAlert(viewer: Viewer, placement: Placement): boolean {
  if (!maySee(viewer, placement)) return false
  if (placement.holderOperatorId === viewer.operatorId) return true
  if (viewer.permissions.has('request.assign_others')) return true
  return placement.holderOperatorId === null && viewer.permissions.has('request.take')
}
