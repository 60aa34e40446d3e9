import type { Me } from '#contracts'
import type { Ctx, Session } from '#platform'
import { getOperator, permissionsOf } from '#staff'

/** Who is signed in and what they may do: the console's first answer. */
export async function readMe(ctx: Ctx, session: Session): Promise<Me> {
  const operator = await getOperator(ctx, session.operatorId)
  return {
    operatorId: operator.id,
    login: operator.login,
    displayName: operator.displayName,
    roles: [...operator.roles],
    permissions: [...permissionsOf(operator.roles)],
    interfaceLanguage: operator.interfaceLanguage,
    mustChangePassword: operator.mustChangePassword,
    csrfToken: session.csrfToken,
    departmentIds: [...operator.departmentIds],
    capacity: operator.capacity,
  }
}
