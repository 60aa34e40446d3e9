/** The house itself, for whoever administers it: its people, its departments, its first set-up, how the program does. */
import { z } from 'zod'
import {
  ChangeDepartmentInput,
  ChangeSetUpInput,
  ChangeStaffInput,
  DepartmentInHouse,
  FirstPassword,
  HouseHealth,
  NewDepartmentInput,
  NewStaffInput,
  type ProbationInput,
  SetUpView,
  StaffMember,
} from '#contracts'
import { changeDepartmentInUse, listTopics, openByDepartment } from '#handoff'
import { openCounts } from '#inbox'
import { AppError, type CalendarId, type DepartmentId, isId, type OperatorId } from '#kernel'
import type { Ctx } from '#platform'
import {
  accountStates,
  changeOperator,
  createDepartment,
  createOperator,
  firstPassword,
  getOperator,
  listHouseDepartments,
  listOperators,
  nameBank,
  passSetUpStep,
  putSetUp,
  readSetUp,
  resetPassword,
  setEmail,
  setProbation,
} from '#staff'
import { type DeskRoute, defineRoute } from './desk-route.ts'

/** What only the composed program knows of itself; handed in by app. */
export type House = { health(ctx: Ctx): Promise<HouseHealth> }

function operatorIdOf(id: string): OperatorId {
  if (!isId(id)) throw new AppError('operator.not_found')
  return id as OperatorId
}

/** An id of another shape names nothing. */
function departmentIdsOf(ids: readonly string[]): DepartmentId[] {
  const unknown = ids.find((id) => !isId(id))
  if (unknown !== undefined) throw new AppError('department.not_found')
  return ids as DepartmentId[]
}

const probationOf = ({ mentorId, capacity }: z.infer<typeof ProbationInput>) => ({
  mentorId: operatorIdOf(mentorId),
  capacity,
})

async function staffMembers(ctx: Ctx): Promise<StaffMember[]> {
  const [operators, states] = await Promise.all([listOperators(ctx), accountStates(ctx)])
  const counts = await openCounts(
    ctx,
    operators.map(({ id }) => id),
  )
  const byId = new Map(states.map((state) => [state.id, state]))
  return operators.map(
    ({ id, login, displayName, roles, departmentIds, languages, capacity, isActive, mustChangePassword, probation }) => ({
      id,
      login,
      displayName,
      roles: [...roles],
      departmentIds: [...departmentIds],
      languages: [...languages],
      capacity,
      email: byId.get(id)?.email ?? null,
      isActive,
      mustChangePassword,
      lockedUntil: byId.get(id)?.lockedUntil?.toISOString() ?? null,
      lastSeenAt: byId.get(id)?.lastSeenAt?.toISOString() ?? null,
      held: counts.get(id) ?? 0,
      probation: probation && { ...probation, since: probation.since.toISOString() },
    }),
  )
}

const people: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/staff',
    summary: 'Everybody who works or worked here, with roles, departments and the state of their account.',
    permission: 'staff.edit',
    answer: z.array(StaffMember),
    handle: ({ ctx }) => staffMembers(ctx),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/staff',
    summary: 'Add a member of staff. The first password is told in this answer and never again.',
    permission: 'staff.edit',
    needsProof: true,
    body: NewStaffInput,
    answer: FirstPassword,
    async handle({ ctx, body }) {
      const password = firstPassword()
      const { probation, ...person } = body
      const operatorId = await createOperator(ctx, { ...person, departmentIds: departmentIdsOf(body.departmentIds), password })
      if (probation !== null) await setProbation(ctx, operatorId, probationOf(probation))
      return { operatorId, login: body.login, password }
    },
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/staff/:operatorId',
    summary:
      'Change a person’s name, roles, departments, capacity, e-mail or probation, or switch their account off or on; what is left out stays.',
    permission: 'staff.edit',
    needsProof: true,
    params: z.object({ operatorId: z.string() }),
    body: ChangeStaffInput,
    async handle({ ctx, params, body, reply }) {
      const { displayName, roles, departmentIds, capacity, isActive, email, probation } = body
      const operatorId = operatorIdOf(params.operatorId)
      // First, because it alone can be refused for what somebody else has.
      if (email !== undefined) await setEmail(ctx, operatorId, email)
      await changeOperator(ctx, operatorId, {
        ...(displayName !== undefined && { displayName }),
        ...(roles && { roles }),
        ...(departmentIds && { departmentIds: departmentIdsOf(departmentIds) }),
        ...(capacity !== undefined && { capacity }),
        ...(isActive !== undefined && { isActive }),
      })
      if (probation !== undefined) await setProbation(ctx, operatorId, probation && probationOf(probation))
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/staff/:operatorId/password',
    summary:
      'A new first password for somebody, told in this answer only; it opens a locked account and ends every session of theirs.',
    permission: 'staff.edit',
    needsProof: true,
    params: z.object({ operatorId: z.string() }),
    answer: FirstPassword,
    async handle({ ctx, params }) {
      const operatorId = operatorIdOf(params.operatorId)
      const { login } = await getOperator(ctx, operatorId)
      const password = firstPassword()
      await resetPassword(ctx, operatorId, password)
      return { operatorId, login, password }
    },
  }),
]

const departments: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/departments',
    summary: 'Every department, those switched off too, with its people, its topics and what is open there.',
    permission: 'board.read',
    answer: z.array(DepartmentInHouse),
    async handle({ ctx }) {
      const [list, topics, open] = await Promise.all([listHouseDepartments(ctx), listTopics(ctx), openByDepartment(ctx)])
      return list.map((one) => ({
        ...one,
        topics: topics.filter(({ departmentId }) => departmentId === one.id).map(({ code }) => code),
        openRequests: open.get(one.id) ?? 0,
      }))
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/departments',
    summary: 'Make a department; topics and people are led to it afterwards.',
    permission: 'settings.edit',
    body: NewDepartmentInput,
    answer: z.object({ id: z.string() }),
    async handle({ ctx, body }) {
      if (!isId(body.calendarId)) throw new AppError('calendar.not_found')
      return createDepartment(ctx, { ...body, calendarId: body.calendarId as CalendarId })
    },
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/departments/:departmentId',
    summary: 'Rename a department or switch it on or off; off only where nothing leads there any more.',
    permission: 'settings.edit',
    params: z.object({ departmentId: z.string() }),
    body: ChangeDepartmentInput,
    async handle({ ctx, params, body, reply }) {
      const { names, isActive } = body
      const [id] = departmentIdsOf([params.departmentId])
      if (id === undefined) throw new AppError('department.not_found')
      await changeDepartmentInUse(ctx, id, { ...(names && { names }), ...(isActive !== undefined && { isActive }) })
      return reply.status(204).send()
    },
  }),
]

const setUp: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/set-up',
    summary: 'Where the first set-up of the installation stands.',
    permission: 'settings.edit',
    answer: SetUpView,
    handle: ({ ctx }) => readSetUp(ctx),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/set-up',
    summary: 'Name the bank, note a step as looked through, or end the set-up or begin it again.',
    permission: 'settings.edit',
    body: ChangeSetUpInput,
    answer: SetUpView,
    async handle({ ctx, body }) {
      if ('bankName' in body) await nameBank(ctx, body.bankName)
      else if ('step' in body) await passSetUpStep(ctx, body.step)
      else await putSetUp(ctx, body.state)
      return readSetUp(ctx)
    },
  }),
]

export function houseRoutes(house: House): readonly DeskRoute[] {
  return [
    ...people,
    ...departments,
    ...setUp,
    defineRoute({
      method: 'GET',
      path: '/api/house/health',
      summary: 'How the program does: database, queue, relay, clocks, replies, channels, disk, memory, each with its figures.',
      permission: 'audit.read',
      answer: HouseHealth,
      handle: ({ ctx }) => house.health(ctx),
    }),
  ]
}
