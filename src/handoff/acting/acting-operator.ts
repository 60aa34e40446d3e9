import type { Permission } from '#contracts'
import { getRequest, type RequestView } from '#inbox'
import { AppError, type OperatorId, type RequestId } from '#kernel'
import type { Ctx, Tx } from '#platform'
import { permissionsOf, requirePermission } from '#staff'

/**
 * The person who acts, with the right to do it.
 * @throws permission.missing, also where the actor is no operator
 */
export function actingOperator(ctx: Ctx, permission: Permission): { id: OperatorId; permissions: ReadonlySet<Permission> } {
  requirePermission(ctx, permission)
  if (ctx.actor.kind !== 'operator') throw new AppError('permission.missing', { permission })
  return { id: ctx.actor.id, permissions: permissionsOf(ctx.actor.roles) }
}

/** @throws request.not_found */
export async function requestForWork(ctx: Ctx, tx: Tx, requestId: RequestId): Promise<RequestView> {
  const request = await getRequest(ctx, requestId, tx)
  if (request === null) throw new AppError('request.not_found', { requestId })
  return request
}

/**
 * An open request in the hands of the person who acts, or of a colleague where the actor may direct others.
 * @throws request.not_found, request.closed, request.not_held_by_you, permission.missing
 */
export async function heldRequest(ctx: Ctx, tx: Tx, requestId: RequestId, permission: Permission): Promise<RequestView> {
  const { id, permissions } = actingOperator(ctx, permission)
  const request = await requestForWork(ctx, tx, requestId)
  if (request.status === 'closed') throw new AppError('request.closed', { requestId })
  if (request.holderOperatorId !== id && !permissions.has('request.assign_others')) {
    throw new AppError('request.not_held_by_you', { requestId, holderOperatorId: request.holderOperatorId })
  }
  return request
}
