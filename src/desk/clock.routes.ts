/** Time: policies and their escalation, the legal term, waits inside the bank, calendars, repeats. */
import { z } from 'zod'
import {
  CalendarMonth,
  CalendarPreview,
  CalendarUse,
  ChangeCalendarInput,
  ChangePolicyInput,
  CreateCalendarInput,
  dayNumber,
  EndInnerWaitInput,
  EscalationQuery,
  EscalationView,
  ExtendStatutoryInput,
  ImportedHolidays,
  ImportHolidaysInput,
  InnerWaitInput,
  MonthQuery,
  PolicyPreview,
  PreviewCalendarInput,
  PreviewPolicyInput,
  RegisterAppealInput,
  RepeatQuery,
  RepeatReport,
  RequestTime,
  SlaPolicyView,
  WithdrawAppealInput,
  zoneTime,
} from '#contracts'
import {
  askDepartment,
  changePolicy,
  endDepartmentWait,
  extendStatutory,
  needsNoReplyAsOperator,
  policyHistory,
  previewCalendar,
  previewPolicy,
  readRequestTime,
  registerAppealAsOperator,
  withdrawAppealAsSupervisor,
} from '#handoff'
import { countRunningByCalendar, latestEscalations, repeatReport } from '#inbox'
import { AppError, type CalendarId, type DepartmentId, isId } from '#kernel'
import type { Ctx } from '#platform'
import {
  calendarMonth,
  changeCalendar,
  changeDepartmentCalendar,
  createCalendar,
  getCalendar,
  importHolidays,
  listCalendars,
  listDepartments,
} from '#staff'
import { reportTimeZone } from '#stats'
import { type DeskRoute, defineRoute } from './desk-route.ts'
import { getVisibleRequest } from './request-access.ts'

const policies: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/clocks/policies',
    summary: 'Every version of the policy of targets and escalation, newest first; the first is in force.',
    permission: 'board.read',
    answer: z.array(SlaPolicyView),
    handle: ({ ctx }) => policyHistory(ctx),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/clocks/policies',
    summary:
      'Put the next version in force for clocks that begin from now on; refused where somebody else changed it meanwhile.',
    permission: 'settings.edit',
    body: ChangePolicyInput,
    answer: z.object({ version: z.number().int() }),
    async handle({ ctx, body }) {
      const { version } = await changePolicy(ctx, body)
      return { version }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/clocks/policies/preview',
    summary: 'What a draft would do: how the open requests would stand, and when samples would be due. Nothing is stored.',
    permission: 'board.read',
    body: PreviewPolicyInput,
    answer: PolicyPreview,
    handle: ({ ctx, body }) => previewPolicy(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/clocks/escalations',
    summary: 'The latest steps of escalation over all requests that are not closed.',
    permission: 'board.read',
    query: EscalationQuery,
    answer: z.array(EscalationView),
    handle: ({ ctx, query }) => latestEscalations(ctx, query.limit),
  }),
]

const RequestParams = z.object({ requestId: z.string().max(64) })

const legal: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/requests/:requestId/time',
    summary: 'The legal term, the appeal, the extension with its proof, the repeat, escalations and waits of one request.',
    permission: 'request.read',
    params: RequestParams,
    answer: RequestTime,
    async handle({ ctx, caller, params }) {
      const { id } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      return readRequestTime(ctx, id)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:requestId/appeal',
    summary: 'Make the request an official appeal: a registration number, a printable card and the legal term.',
    permission: 'request.classify',
    params: RequestParams,
    body: RegisterAppealInput,
    answer: RequestTime,
    async handle({ ctx, caller, params, body }) {
      const { id: requestId } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      const { fullName, address, phone, essence, receivedAt } = body
      await registerAppealAsOperator(ctx, {
        ...{ requestId, fullName, essence },
        ...(address !== undefined && { address }),
        ...(phone !== undefined && { phone }),
        ...(receivedAt !== undefined && { receivedAt: new Date(receivedAt) }),
      })
      return readRequestTime(ctx, requestId)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:requestId/appeal/withdraw',
    summary: 'Take the registration as an official appeal back, with a reason.',
    permission: 'request.lower_complaint',
    params: RequestParams,
    body: WithdrawAppealInput,
    answer: RequestTime,
    async handle({ ctx, caller, params, body }) {
      const { id: requestId } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      await withdrawAppealAsSupervisor(ctx, { requestId, reason: body.reason })
      return readRequestTime(ctx, requestId)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:requestId/statutory/extend',
    summary: 'Extend the legal term, once, and tell the client by an approved template; its delivery is the proof.',
    permission: 'request.extend_statutory',
    params: RequestParams,
    body: ExtendStatutoryInput,
    answer: RequestTime,
    async handle({ ctx, caller, params, body }) {
      const { id: requestId } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      await extendStatutory(ctx, { requestId, ...body })
      return readRequestTime(ctx, requestId)
    },
  }),
]

const waits: DeskRoute[] = [
  defineRoute({
    method: 'POST',
    path: '/api/requests/:requestId/inner-waits',
    summary: 'Ask another department. It gets a due moment of its own; the client’s clocks run on.',
    permission: 'request.reply',
    params: RequestParams,
    body: InnerWaitInput,
    answer: RequestTime,
    async handle({ ctx, caller, params, body }) {
      const { id: requestId } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      if (!isId(body.departmentId)) throw new AppError('department.not_found')
      await askDepartment(ctx, { requestId, departmentId: body.departmentId as DepartmentId, note: body.note })
      return readRequestTime(ctx, requestId)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:requestId/inner-waits/:waitId/end',
    summary: 'The other department has answered, or is waited for no more.',
    permission: 'request.note',
    params: RequestParams.extend({ waitId: z.string().max(64) }),
    body: EndInnerWaitInput,
    answer: RequestTime,
    async handle({ ctx, caller, params, body }) {
      const { id: requestId } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      await endDepartmentWait(ctx, { requestId, waitId: params.waitId, ...(body.note !== undefined && { note: body.note }) })
      return readRequestTime(ctx, requestId)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:requestId/no-reply-needed',
    summary: 'The client’s last message needs no reply: nobody waits any more and the clock of the next answer ends.',
    permission: 'request.reply',
    params: RequestParams,
    async handle({ ctx, caller, params, reply }) {
      const { id: requestId } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      await needsNoReplyAsOperator(ctx, { requestId })
      return reply.status(204).send()
    },
  }),
]

const CalendarParams = z.object({ calendarId: z.string().max(64) })
const calendarOf = (ctx: Ctx, id: string) => getCalendar(ctx, (isId(id) ? id : '') as CalendarId)

async function calendarUses(ctx: Ctx): Promise<z.output<typeof CalendarUse>[]> {
  const [calendars, departments, running] = await Promise.all([
    listCalendars(ctx),
    listDepartments(ctx),
    countRunningByCalendar(ctx),
  ])
  return calendars.map((calendar) => ({
    ...calendar,
    departmentIds: departments.filter(({ calendarId }) => calendarId === calendar.id).map(({ id }) => id),
    runningClocks: running.get(calendar.id) ?? 0,
  }))
}

const calendars: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/calendars',
    summary: 'Working calendars with the departments they lead and the clocks that count by them.',
    permission: 'board.read',
    answer: z.array(CalendarUse),
    handle: ({ ctx }) => calendarUses(ctx),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/calendars',
    summary: 'Make a calendar, in any time zone.',
    permission: 'settings.edit',
    body: CreateCalendarInput,
    answer: z.object({ id: z.string() }),
    handle: ({ ctx, body }) => createCalendar(ctx, body),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/calendars/:calendarId',
    summary: 'Put new rules in force; running clocks move at once, each with its ledger entry.',
    permission: 'settings.edit',
    params: CalendarParams,
    body: ChangeCalendarInput,
    answer: z.object({ version: z.number().int() }),
    async handle({ ctx, params, body }) {
      const { id } = await calendarOf(ctx, params.calendarId)
      const { name, rules, expectedVersion } = body
      return changeCalendar(ctx, { calendarId: id, rules, expectedVersion, ...(name !== undefined && { name }) })
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/calendars/:calendarId/month',
    summary: 'A month: the hours of every day and why it has them.',
    permission: 'board.read',
    params: CalendarParams,
    query: MonthQuery,
    answer: CalendarMonth,
    async handle({ ctx, params, query }) {
      return calendarMonth((await calendarOf(ctx, params.calendarId)).rules, query.month)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/calendars/:calendarId/departments/:departmentId',
    summary: 'Lead a department by this calendar; its running clocks move.',
    permission: 'settings.edit',
    params: CalendarParams.extend({ departmentId: z.string().max(64) }),
    async handle({ ctx, params, reply }) {
      const { id } = await calendarOf(ctx, params.calendarId)
      if (!isId(params.departmentId)) throw new AppError('department.not_found')
      await changeDepartmentCalendar(ctx, params.departmentId as DepartmentId, id)
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/calendars/:calendarId/preview',
    summary: 'How many running clocks new rules would move, and a month as it would look. Nothing is stored.',
    permission: 'board.read',
    params: CalendarParams,
    body: PreviewCalendarInput,
    answer: CalendarPreview,
    handle: ({ ctx, params, body: { rules, month } }) =>
      previewCalendar(ctx, { calendarId: params.calendarId, rules, ...(month !== undefined && { month }) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/calendars/:calendarId/import',
    summary: 'Read holidays out of CSV or iCalendar text into a draft of the rules. Nothing is stored.',
    permission: 'settings.edit',
    params: CalendarParams,
    body: ImportHolidaysInput,
    answer: ImportedHolidays,
    async handle({ ctx, params, body }) {
      const { rules } = await calendarOf(ctx, params.calendarId)
      return importHolidays(body.rules ?? rules, body.format, body.text)
    },
  }),
]

const repeats: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/statistics/repeats',
    summary: 'How many matters said again what an earlier one of the same client had said, by topic.',
    permission: 'statistics.read',
    query: RepeatQuery,
    answer: RepeatReport,
    async handle({ ctx, query }) {
      const { startOfLocalDay } = zoneTime(reportTimeZone)
      const [first, last] = [dayNumber(query.from), dayNumber(query.to)]
      if (last < first) throw new AppError('report.period_invalid')
      return repeatReport(ctx, new Date(startOfLocalDay(first)), new Date(startOfLocalDay(last + 1)))
    },
  }),
]

export const clockRoutes: readonly DeskRoute[] = [...policies, ...legal, ...waits, ...calendars, ...repeats]
