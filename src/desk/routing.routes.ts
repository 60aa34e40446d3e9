/** How requests find people, and what leads them elsewhere: rules, skills, overflow, topics, incidents, and a dry run. */
import { z } from 'zod'
import {
  ChangeOverflowInput,
  ChangeRoutingRulesInput,
  ChangeSkillsInput,
  type ChannelKind,
  type Classify,
  DepartmentOverflow,
  IncidentView,
  OperatorSkills,
  type RequestType,
  RoutingRulesView,
  SaveTopicInput,
  StartIncidentInput,
  TriedMessage,
  TryMessageInput,
} from '#contracts'
import { changeRoutingRules, endIncident, listIncidents, routingRules, saveTopic, startIncident, tryMessage } from '#handoff'
import { AppError, type DepartmentId, isId, type OperatorId } from '#kernel'
import { changeOperator, changeOverflow, listDepartments, listOperators } from '#staff'
import { type DeskRoute, defineRoute } from './desk-route.ts'

const rules: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/routing/rules',
    summary: 'The routing rules in force: weights, cherry-picking, silence, acquaintance.',
    permission: 'board.read',
    answer: RoutingRulesView,
    handle: ({ ctx }) => routingRules(ctx),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/routing/rules',
    summary: 'Put new routing rules in force at once; refused where somebody else changed them meanwhile.',
    permission: 'settings.edit',
    body: ChangeRoutingRulesInput,
    answer: RoutingRulesView,
    handle: ({ ctx, body }) => changeRoutingRules(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/routing/overflow',
    summary: 'Where each department’s requests go when they have waited too long.',
    permission: 'board.read',
    answer: z.array(DepartmentOverflow),
    async handle({ ctx }) {
      const departments = await listDepartments(ctx)
      return departments.map(({ id, overflowDepartmentId, overflowAfterMs }) => ({
        departmentId: id,
        overflowDepartmentId: overflowDepartmentId ?? null,
        overflowAfterMs: overflowAfterMs ?? null,
      }))
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/routing/overflow/:departmentId',
    summary: 'Let a department’s requests overflow to another one after a wait, or no more.',
    permission: 'settings.edit',
    params: z.object({ departmentId: z.string() }),
    body: ChangeOverflowInput,
    async handle({ ctx, params, body, reply }) {
      await changeOverflow(ctx, departmentIdOf(params.departmentId), {
        overflowDepartmentId: body.overflowDepartmentId === null ? null : departmentIdOf(body.overflowDepartmentId),
        overflowAfterMs: body.overflowAfterMs,
      })
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/routing/topics',
    summary: 'Make a topic or send it to another department; new requests follow at once.',
    permission: 'settings.edit',
    body: SaveTopicInput,
    async handle({ ctx, body, reply }) {
      await saveTopic(ctx, { ...body, departmentId: departmentIdOf(body.departmentId) })
      return reply.status(204).send()
    },
  }),
]

const skills: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/routing/skills',
    summary: 'What each person may be given; an empty list means every one.',
    permission: 'board.read',
    answer: z.array(OperatorSkills),
    async handle({ ctx }) {
      const active = (await listOperators(ctx)).filter(({ isActive }) => isActive)
      return active.map(({ id, languages, channels, types, capacity }) => ({
        operatorId: id,
        languages: [...languages],
        channels: channels as ChannelKind[],
        types: types as RequestType[],
        capacity,
      }))
    },
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/routing/skills/:operatorId',
    summary: 'Change a person’s languages, channels, types or capacity; what is left out stays.',
    permission: 'staff.edit',
    params: z.object({ operatorId: z.string() }),
    body: ChangeSkillsInput,
    async handle({ ctx, params, body, reply }) {
      if (!isId(params.operatorId)) throw new AppError('operator.not_found')
      const { languages, channels, types, capacity } = body
      await changeOperator(ctx, params.operatorId as OperatorId, {
        ...(languages && { languages }),
        ...(channels && { channels }),
        ...(types && { types }),
        ...(capacity !== undefined && { capacity }),
      })
      return reply.status(204).send()
    },
  }),
]

const incidents: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/incidents',
    summary: 'Incidents, newest first, the ended ones too.',
    permission: 'queue.read',
    answer: z.array(IncidentView),
    handle: ({ ctx }) => listIncidents(ctx),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/incidents',
    summary: 'Lead topics to one department until a moment; what waits is moved there.',
    permission: 'request.assign_others',
    body: StartIncidentInput,
    answer: IncidentView,
    handle: ({ ctx, body: { topics, departmentId, banner, templateId, until } }) =>
      startIncident(ctx, {
        topics,
        departmentId: departmentIdOf(departmentId),
        banner,
        until: new Date(until),
        ...(templateId !== undefined && { templateId }),
      }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/incidents/:incidentId/end',
    summary: 'End an incident before its time.',
    permission: 'request.assign_others',
    params: z.object({ incidentId: z.string() }),
    async handle({ ctx, params, reply }) {
      await endIncident(ctx, params.incidentId)
      return reply.status(204).send()
    },
  }),
]

/** @param classify the classifier in use; handed in by app. */
export function routingRoutes(classify: Classify): readonly DeskRoute[] {
  return [
    ...rules,
    ...skills,
    ...incidents,
    defineRoute({
      method: 'POST',
      path: '/api/routing/try',
      summary: 'Where a text would go this minute, who would get it and why, and when it would be due. Nothing is stored.',
      permission: 'board.read',
      body: TryMessageInput,
      answer: TriedMessage,
      handle: ({ ctx, body }) => tryMessage(ctx, body, classify),
    }),
  ]
}

/** An id of another shape names no department. */
function departmentIdOf(id: string): DepartmentId {
  if (!isId(id)) throw new AppError('department.not_found')
  return id as DepartmentId
}
