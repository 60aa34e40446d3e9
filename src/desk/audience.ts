import type { Access, Permission, RequestSummary } from '#contracts'

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
  return seesEverything(viewer) || viewer.departmentIds.has(placement.departmentId)
}

/** Whether this person answers for the whole bank, not for the departments they work in. */
export function seesEverything(viewer: Viewer): boolean {
  return viewer.permissions.has('departments.all')
}

/** What the table says of a route or frame; where it is, and whose, is asked besides. */
export function mayAccess(viewer: Pick<Viewer, 'permissions'>, access: Access): boolean {
  return access === 'signed_in' || viewer.permissions.has(access)
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
