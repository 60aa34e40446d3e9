/**
 * What the program asks all day must find its way by an index, however many requests are kept. Over a past of thousands of
 * requests a client writes, is answered, is looked at and is counted, while PostgreSQL says how it carries out every statement,
 * those inside its own functions too; a plan that reads a whole large table, or walks a whole index of one, is a fault.
 */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBots } from '#bots'
import { QueueQuery } from '#contracts'
import { closeAsOperator, doDueSteps, handoffSubscribers, handoffSweeps, placeWaiting, replyAsOperator } from '#handoff'
import {
  classificationView,
  contactView,
  createIntake,
  listQueue,
  messageViews,
  notesOf,
  openCounts,
  queueCounts,
  requestSummaries,
  timeline,
} from '#inbox'
import { type ContactId, hourMs, type MessageId, newId, type RequestId } from '#kernel'
import { type Ctx, readHistory, withActor } from '#platform'
import { sealKeyFrom } from '#privacy'
import { renewPresence } from '#staff'
import { statsSubscribers } from '#stats'
import { type TestDatabase, tellFacts, testCtx, testDatabase } from '../../support/index.ts'
import { seedRequests } from '../../support/seed-requests.ts'
import { runAsAdmin } from '../../support/test-database.ts'
import { type Bank, classify, openBank } from '../handoff/bank.ts'

const kept = 10_000
/** Tables that grow with every request; the others are as long as the staff, the rules or the work at hand. */
const largeTables = new Set([
  ...['message', 'request', 'conversation', 'contact', 'identity', 'request_conversation', 'classification_record', 'delivery'],
  ...['event', 'audit_entry', 'sla_clock', 'sla_clock_entry', 'assignment', 'stat_request', 'stat_clock', 'dialogue_state'],
])

type Node = {
  'Node Type': string
  'Relation Name'?: string
  'Index Cond'?: string
  'Index Name'?: string
  'Plan Rows': number
  Plans?: Node[]
}
type Bots = ReturnType<typeof createBots>
type Explained = { 'Query Text': string; Plan: Node }

/** Says what reads a large table whole; a walk along an index is none where a limit ends it. */
function faultsOf(node: Node, isLimited: boolean): string[] {
  const table = node['Relation Name'] ?? ''
  const below = (node.Plans ?? []).flatMap((each) => faultsOf(each, isLimited || node['Node Type'] === 'Limit'))
  if (!largeTables.has(table)) return below
  const isWhole = node['Node Type'] === 'Seq Scan'
  const isWalk =
    node['Node Type'].startsWith('Index') && node['Index Cond'] === undefined && !isLimited && node['Plan Rows'] >= kept / 2
  return isWhole || isWalk ? [`${node['Node Type']} of ${table}`, ...below] : below
}

describe('with thousands of requests kept', () => {
  let database: TestDatabase
  let bank: Bank
  let watched: Ctx & { close(): Promise<void> }
  const plans = new Map<string, Node>()

  function hear(pool: pg.Pool): void {
    pool.on('connect', (client) => {
      client.on('notice', ({ message }) => {
        const json = /^duration: .*? plan:\n([\s\S]*)$/.exec(message ?? '')?.[1]
        if (json === undefined) return
        const explained = JSON.parse(json) as Explained
        plans.set(explained['Query Text'].replace(/\s+/g, ' '), explained.Plan)
      })
    })
  }

  beforeAll(async () => {
    database = await testDatabase()
    bank = await openBank({ database, botEnabled: true })
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    const past = { channelAccountId: bank.account, departmentId: bank.department('info').id, operatorId: bank.idOf('dilnoza') }
    await seedRequests(client, { from: 1, count: kept, ...past })
    await client.query('ANALYZE')
    await client.end()
    const settings = {
      session_preload_libraries: 'auto_explain',
      'auto_explain.log_min_duration': '0',
      'auto_explain.log_nested_statements': 'on',
      'auto_explain.log_format': 'json',
      'auto_explain.log_level': 'notice',
    }
    for (const [name, value] of Object.entries(settings))
      await runAsAdmin(database.url, `ALTER DATABASE ${database.name} SET ${name} = '${value}'`)
    watched = await testCtx({ database, clock: bank.clock })
    hear(watched.db.pool)
    hear(watched.db.transactions)
    hear(watched.db.keyed)
  })

  afterAll(async () => {
    await watched.close()
    await bank.close()
    await database.drop()
  })

  /** Clients write, the bot takes its turn, a person is given the request, answers and closes it, and the client comes back. */
  async function liveDay(bots: Bots): Promise<RequestId[]> {
    const policy = { classify, planOpening: bank.planner.planOpening }
    const intake = createIntake(watched, policy, { sealKey: sealKeyFrom('the bank of the tests') })
    const settle = () => tellFacts(watched, [...handoffSubscribers, ...statsSubscribers, ...bots.subscribers])
    const write = async (client: string, text: string) => {
      const { requestId } = await intake.receive({
        ...{ channelAccountId: bank.account, channel: 'telegram', visibility: 'private', conversationExternalId: client },
        ...{ messageExternalId: newId(), sender: { externalId: client, displayName: client }, kind: 'text', text },
        sentAt: bank.clock.now(),
      })
      await settle()
      return requestId ?? ('' as RequestId)
    }
    const requestIds = [await write('somebody new', 'question normal general: ?'), await write('seed-5000', 'again?')]
    await write('somebody new', 'complaint high general: !')
    bank.clock.advance(60_000)
    const turn = bots.jobs.find(({ name }) => name === 'bots.take-turn')
    for (const requestId of requestIds) await turn?.run(watched, { requestId })
    await renewPresence(watched, newId(), bank.idOf('dilnoza'))
    bank.clock.advance(20_000)
    await placeWaiting(watched)
    const [requestId = '' as RequestId] = requestIds
    const operator = withActor(watched, { kind: 'operator', id: bank.idOf('dilnoza'), roles: ['operator'] })
    await replyAsOperator(operator, { requestId, clientReplyId: newId(), text: 'Assalomu alaykum, tekshirib beramiz.' })
    await settle()
    await closeAsOperator(operator, { requestId, outcome: 'resolved' })
    await settle()
    await write('somebody new', 'question normal general: once more?')
    return requestIds
  }

  /** What screens ask for, and what is done every few seconds whatever happens. */
  async function lookAt(bots: Bots, requestIds: readonly RequestId[]): Promise<void> {
    const summaries = await requestSummaries(watched, requestIds)
    for (const { contactId } of summaries) await contactView(watched, contactId as ContactId, 4)
    for (const requestId of requestIds) {
      const { messages } = await timeline(watched, { requestId }, { limit: 50 })
      await messageViews(
        watched,
        messages.map(({ id }) => id as MessageId),
      )
      await notesOf(watched, requestId)
      await classificationView(watched, requestId)
      await readHistory(watched, requestId, 50)
    }
    await openCounts(watched, [bank.idOf('dilnoza')])
    const scope = { operatorId: bank.idOf('dilnoza'), departmentIds: [bank.department('info').id] }
    for (const view of ['queue', 'mine', 'closed'] as const)
      await listQueue(watched, QueueQuery.parse({ view, limit: 50 }), scope)
    await queueCounts(watched, scope)
    await doDueSteps(watched)
    for (const sweep of [...handoffSweeps, ...bots.sweeps]) if (sweep.everyMs < hourMs) await sweep.run(watched)
  }

  it('finds everything it is asked all day by an index', async () => {
    const nothing = async () => null
    const bots = createBots({
      knowledge: {
        findAnswer: nothing,
        findAdvice: nothing,
        bankName: nothing,
        filesOf: async () => [],
        findIncident: nothing,
        estimate: nothing,
      },
    })
    await lookAt(bots, await liveDay(bots))
    expect(plans.size).toBeGreaterThan(80)
    expect(await watched.db.query({ text: 'SELECT subscriber, last_error FROM event_batch' })).toEqual([])
    expect(faults()).toEqual([])
  })

  it('would see a statement that has no index to go by', async () => {
    await watched.db.query({ text: "SELECT id FROM message WHERE text = 'nobody wrote this'" })
    expect(faults()).toMatchObject([expect.stringContaining('Seq Scan of message')])
  })

  function faults(): string[] {
    return [...plans].flatMap(([text, plan]) => {
      const found = faultsOf(plan, false)
      return found.length === 0 ? [] : [`${[...new Set(found)].join(', ')}: ${text.slice(0, 240)}`]
    })
  }
})
