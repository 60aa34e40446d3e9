import type { Me } from '#contracts'
import type { Ctx, Session } from '#platform'
import { findOperator, getOperator, permissionsOf, secondFactorOf } from '#staff'

/** Who is signed in and what they may do: the console's first answer. Before the second step it says no more than the name. */
export async function readMe(ctx: Ctx, session: Session): Promise<Me> {
  const [operator, { isOn }] = await Promise.all([
    getOperator(ctx, session.operatorId),
    secondFactorOf(ctx, session.operatorId, session.roles),
  ])
  const mentor = operator.probation && (await findOperator(ctx, operator.probation.mentorId))
  const isHalf = session.waitsFor === 'second_step'
  return {
    operatorId: operator.id,
    login: operator.login,
    displayName: operator.displayName,
    roles: isHalf ? [] : [...operator.roles],
    permissions: isHalf ? [] : [...permissionsOf(operator.roles)],
    interfaceLanguage: operator.interfaceLanguage,
    mustChangePassword: session.mustChangePassword,
    csrfToken: session.csrfToken,
    departmentIds: isHalf ? [] : [...operator.departmentIds],
    capacity: operator.capacity,
    mentorName: mentor?.displayName ?? null,
    waitsFor: session.waitsFor,
    provesBy: provesBy(session, isOn),
  }
}

function provesBy(session: Session, hasFactor: boolean): Me['provesBy'] {
  if (hasFactor) return 'code'
  return session.method === 'password' ? 'password' : 'oidc'
}
