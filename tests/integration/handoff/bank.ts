/** The seeded bank with its people, its calendar and its promises, and clients who write to it through the real intake. */
import type { Classification, OpinionType, Priority, RequestType, Role } from '#contracts'
import { createIntakePlanner, handoffSubscribers, type IntakePlanner, seedHandoff } from '#handoff'
import { createIntake, getRequest, type InboundMessage, type Intake, type RequestView, saveChannelAccount } from '#inbox'
import { type ChannelAccountId, type DepartmentId, newId, type OperatorId, type RequestId } from '#kernel'
import { type Ctx, type Subscriber, withActor } from '#platform'
import { sealKeyFrom } from '#privacy'
import { createOperator, type Department, listDepartments, renewPresence, seedStaff } from '#staff'
import { statsSubscribers } from '#stats'
import { type FakeClock, fakeClock, type TestCtx, type TestDatabase, tellFacts, testCtx } from '../../support/index.ts'

/** A test writes what it means: "complaint urgent atm: the text". Anything else is a normal question about nothing special. */
export function classify(text: string): Classification {
  const [, type = 'question', priority = 'normal', topic = 'general', language = 'ru'] =
    text.match(/^(\w+) (\w+) (\w+)(?: ([\w-]+))?:/) ?? []
  const none: Record<OpinionType, number> = { complaint: 0, question: 0, information_request: 0, suggestion: 0, other: 0 }
  return {
    type: type as RequestType,
    secondType: null,
    probabilities: type === 'unsorted' ? none : { ...none, [type]: 1 },
    priority: priority as Priority,
    topic,
    language: language as Classification['language'],
    script: 'cyrillic',
    needsIdentity: false,
    confidence: 0.9,
    abstained: type === 'unsorted',
    reasons: [],
    modelVersion: 'by the word',
  }
}

/** What became of a reply that nobody had to read first. */
export async function wentOut<T extends object>(reply: Promise<T>): Promise<Exclude<T, { askedReplyId: string }>> {
  const written = await reply
  if ('askedReplyId' in written) throw new Error('the reply waits for a second person')
  return written as Exclude<T, { askedReplyId: string }>
}

export type Bank = {
  readonly ctx: TestCtx
  readonly clock: FakeClock
  readonly intake: Intake
  readonly planner: IntakePlanner
  readonly account: ChannelAccountId
  /** A person of the seed by login, acting. */
  as(login: string): Ctx
  idOf(login: string): OperatorId
  department(code: string): Department
  /** Opens (or renews) the console of these people. */
  come(...logins: string[]): Promise<void>
  /** Time goes by while these people stay at their consoles. */
  pass(ms: number, ...logins: string[]): Promise<void>
  /** A client's message; the same client goes on in the same conversation. */
  write(client: string, text: string, more?: Partial<InboundMessage>): Promise<RequestId>
  request(id: RequestId): Promise<RequestView>
  /** Lets every fact reach handoff and stats. */
  settle(subscribers?: readonly Subscriber[]): Promise<void>
  rows<T = Record<string, unknown>>(text: string, ...values: unknown[]): Promise<T[]>
  /** A new member of staff; the login is made up. */
  hire(over: {
    roles?: readonly Role[]
    capacity?: number
    departments: readonly string[]
    languages?: readonly string[]
  }): Promise<OperatorId>
  close(): Promise<void>
}

/** The bank's bot is off: a request begins in its department's queue. */
export async function openBank(
  options: { at?: string; poolSize?: number; botEnabled?: boolean; database?: TestDatabase } = {},
): Promise<Bank> {
  const clock = fakeClock(options.at ?? '2026-11-23T10:00:00+05:00')
  const { poolSize, database } = options
  const ctx = await testCtx({ clock, ...(poolSize && { poolSize }), ...(database && { database }) })
  const { operators } = await seedStaff(ctx, { passwordFor: () => newId() })
  await seedHandoff(ctx)
  const { id: account } = await saveChannelAccount(ctx, {
    kind: 'telegram',
    externalId: 'bank-bot',
    name: 'Bank bot',
    visibility: 'private',
    botEnabled: options.botEnabled ?? false,
  })
  const planner = await createIntakePlanner(ctx)
  const intake = createIntake(
    ctx,
    { classify, planOpening: planner.planOpening },
    { sealKey: sealKeyFrom('the bank of the tests') },
  )
  const departments = await listDepartments(ctx)
  const personOf = (login: string) => {
    const found = operators.find((each) => each.login === login)
    if (found === undefined) throw new Error(`nobody is called ${login}`)
    return found
  }
  const department = (code: string) => {
    const found = departments.find((each) => each.code === code)
    if (found === undefined) throw new Error(`no department ${code}`)
    return found
  }
  const bank: Bank = {
    ctx,
    clock,
    intake,
    planner,
    account,
    department,
    idOf: (login) => personOf(login).id,
    as: (login) => withActor(ctx, { kind: 'operator', id: personOf(login).id, roles: personOf(login).roles }),
    come: async (...logins) => {
      for (const login of logins) await renewPresence(ctx, `console of ${login}`, personOf(login).id)
    },
    pass: async (ms, ...logins) => {
      for (let left = ms; left > 0; left -= 15_000) {
        clock.advance(Math.min(left, 15_000))
        await bank.come(...logins)
      }
    },
    async write(client, text, more = {}) {
      const { requestId } = await intake.receive({
        channelAccountId: account,
        channel: 'telegram',
        visibility: 'private',
        conversationExternalId: client,
        messageExternalId: newId(),
        sender: { externalId: client, displayName: client, languageHint: 'ru' },
        kind: 'text',
        text,
        sentAt: clock.now(),
        ...more,
      })
      if (requestId === null) throw new Error('the message belongs to no request')
      return requestId
    },
    async request(id) {
      const found = await getRequest(ctx, id)
      if (found === null) throw new Error('no such request')
      return found
    },
    settle: (subscribers = [...handoffSubscribers, ...statsSubscribers]) => tellFacts(ctx, subscribers),
    rows: (text, ...values) => ctx.db.query({ text, values }),
    hire: ({ roles = ['operator'], capacity = 5, departments: codes, languages = [] }) =>
      createOperator(ctx, {
        login: newId(),
        displayName: 'A newcomer',
        roles,
        languages,
        capacity,
        departmentIds: codes.map((code): DepartmentId => department(code).id),
        interfaceLanguage: 'uz-Latn',
        password: newId(),
      }),
    async close() {
      planner.close()
      await intake.close()
      await ctx.close()
    },
  }
  return bank
}
