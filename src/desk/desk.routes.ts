import { z } from 'zod'
import {
  ChangePasswordInput,
  Directory,
  Me,
  OperatorView,
  PreferencesInput,
  PresenceInput,
  QueueCounts,
  QueuePage,
  QueueQuery,
  Start,
  StartQuery,
} from '#contracts'
import { listTopics } from '#handoff'
import { listChannelAccounts, listQueue, queueCounts } from '#inbox'
import type { DepartmentId } from '#kernel'
import { type Ctx, lastFeedNo } from '#platform'
import {
  bankName,
  changePassword,
  listCalendars,
  listDepartments,
  listHouseDepartments,
  listOperators,
  setInterfaceLanguage,
  setPresence,
} from '#staff'
import { seesEverything } from './audience.ts'
import { type Caller, type DeskRoute, defineRoute } from './desk-route.ts'
import { hasDoneAllSteps } from './guard.ts'
import { readMe } from './read-me.ts'
import { nameHolders, operatorViews } from './read-truth.ts'

const myself: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/me',
    summary: 'Who is signed in, what they may do, and the CSRF token for everything that changes something.',
    permission: 'half_signed_in',
    answer: Me,
    handle: ({ ctx, caller }) => readMe(ctx, caller.session),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/me/password',
    summary: 'Change the password; every other session of the same person ends.',
    permission: 'signed_in_any_password',
    body: ChangePasswordInput,
    async handle({ ctx, caller, body, reply }) {
      await changePassword(ctx, { operatorId: caller.viewer.operatorId, ...body, keepTokenHash: caller.session.tokenHash })
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/me/preferences',
    summary: 'Choose the language of the console.',
    permission: 'signed_in_any_password',
    body: PreferencesInput,
    async handle({ ctx, caller, body, reply }) {
      await setInterfaceLanguage(ctx, caller.viewer.operatorId, body.interfaceLanguage)
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/me/presence',
    summary: 'Online, away or offline: whether new requests are assigned to this person.',
    permission: 'signed_in',
    body: PresenceInput,
    async handle({ ctx, caller, body, reply }) {
      await setPresence(ctx, caller.viewer.operatorId, body.state)
      return reply.status(204).send()
    },
  }),
]

function scopeOf({ viewer }: Caller) {
  const departmentIds = seesEverything(viewer) ? ('all' as const) : ([...viewer.departmentIds] as DepartmentId[])
  return { operatorId: viewer.operatorId, departmentIds }
}

const searchOf = ({ text = '', type, priority, channel, cursor }: z.output<typeof QueueQuery>) => ({
  length: text.length,
  ...(type && { type }),
  ...(priority && { priority }),
  ...(channel && { channel }),
  ...(cursor && { isFurtherPage: true }),
})

/** The feed number is read first: frames after it can only repeat what is already on the page. */
async function readQueue(ctx: Ctx, caller: Caller, query: z.output<typeof QueueQuery>): Promise<QueuePage> {
  const [feedNo, operators] = await Promise.all([lastFeedNo(ctx), listOperators(ctx)])
  const page = await listQueue(ctx, query, scopeOf(caller))
  return { feedNo, ...page, items: nameHolders(page.items, operators) }
}

async function readDirectory(ctx: Ctx): Promise<Directory> {
  const [bank, departments, all, topics, operators, calendars, channels] = await Promise.all([
    bankName(ctx),
    listDepartments(ctx),
    listHouseDepartments(ctx),
    listTopics(ctx),
    operatorViews(ctx),
    listCalendars(ctx),
    listChannelAccounts(ctx),
  ])
  return {
    bankName: bank,
    departments,
    formerDepartments: all.filter(({ isActive }) => !isActive),
    topics,
    operators,
    calendars,
    channels: channels.map(({ id, kind, name, visibility, isEnabled }) => ({ id, kind, name, visibility, isEnabled })),
  }
}

const queue: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/queue',
    summary: 'Requests this person may see, the one that breaches next first; keyset pages.',
    permission: 'request.read',
    query: QueueQuery,
    answer: QueuePage,
    // The words searched for may be a client's name or number, so they are not kept; that and how was searched is.
    onRecord: ({ query }) =>
      query.text ? { action: 'read.search', subjectKind: 'queue', subjectId: query.view, facts: searchOf(query) } : null,
    handle: ({ ctx, caller, query }) => readQueue(ctx, caller, query),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/queue/counts',
    summary: 'How much there is to do among what this person may see, counted exactly, also by department.',
    permission: 'request.read',
    answer: QueueCounts,
    handle: ({ ctx, caller }) => queueCounts(ctx, scopeOf(caller)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/directory',
    summary: 'Departments, topics, staff, calendars and channels: what the screens name things by.',
    permission: 'signed_in',
    answer: Directory,
    handle: ({ ctx }) => readDirectory(ctx),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/start',
    summary: 'What the console needs for its first picture, in one answer: who is signed in, the directory and a first page.',
    permission: 'half_signed_in',
    query: StartQuery,
    answer: Start,
    async handle({ ctx, caller, query }) {
      const isWhole = hasDoneAllSteps(caller.session)
      const isReader = caller.viewer.permissions.has('request.read')
      const [me, directory, page] = await Promise.all([
        readMe(ctx, caller.session),
        isWhole ? readDirectory(ctx) : null,
        isWhole && isReader ? readQueue(ctx, caller, query) : null,
      ])
      return { me, directory, page }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/operators',
    summary: 'Who is present and how much they hold.',
    permission: 'staff.read',
    answer: z.array(OperatorView),
    handle: ({ ctx }) => operatorViews(ctx),
  }),
]

export const generalRoutes: readonly DeskRoute[] = [...myself, ...queue]
