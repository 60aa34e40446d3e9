import { AppError, type DepartmentId, type OperatorId } from '#kernel'
import type { Ctx } from '#platform'
import { type AccountState, type HouseDepartment, selectAccountStates, selectHouseDepartments } from './house.store.ts'
import type { Department, Operator } from './operator.ts'
import { selectDepartments, selectOperators } from './staff.store.ts'

export async function findOperator(ctx: Ctx, id: OperatorId): Promise<Operator | null> {
  return (await selectOperators(ctx.db, [id]))[0] ?? null
}

/** @throws operator.not_found */
export async function getOperator(ctx: Ctx, id: OperatorId): Promise<Operator> {
  const operator = await findOperator(ctx, id)
  if (operator === null) throw new AppError('operator.not_found', { operatorId: id })
  return operator
}

/** Everybody, the inactive too, by name. A bank's staff is hundreds: no paging. */
export async function listOperators(ctx: Ctx): Promise<Operator[]> {
  return selectOperators(ctx.db)
}

export async function departmentsOf(ctx: Ctx, id: OperatorId): Promise<readonly DepartmentId[]> {
  return (await getOperator(ctx, id)).departmentIds
}

/** The active departments, by code. */
export async function listDepartments(ctx: Ctx): Promise<Department[]> {
  return selectDepartments(ctx.db)
}

/** Every department, those switched off too, with how many people work there. */
export async function listHouseDepartments(ctx: Ctx): Promise<HouseDepartment[]> {
  return selectHouseDepartments(ctx.db)
}

/** Whether somebody is locked out, and when each was last seen. */
export async function accountStates(ctx: Ctx): Promise<AccountState[]> {
  return selectAccountStates(ctx.db, ctx.clock.now())
}
