/** A small bank for the inbox's tests: one channel account, a classifier that listens to plain words, plans by the minute. */
import type { Classification, OpinionType, Priority, RequestType } from '#contracts'
import {
  createIntake,
  type InboundMessage,
  type Intake,
  type IntakeOptions,
  type IntakePolicy,
  saveChannelAccount,
} from '#inbox'
import {
  type CalendarId,
  type ChannelAccountId,
  type ClockId,
  type DepartmentId,
  minuteMs,
  newId,
  type OperatorId,
  type RequestId,
} from '#kernel'
import { type Actor, inTransaction, type Tx, withActor } from '#platform'
import { sealKeyFrom } from '#privacy'
import { type FakeClock, fakeClock, type TestCtx, type TestDatabase, testCtx } from '../../support/index.ts'

export const sealKey = sealKeyFrom('the seal of the test house')
export const cards = newId<DepartmentId>()
export const general = newId<DepartmentId>()
export const calendar = newId<CalendarId>()
export const ana = newId<OperatorId>()
export const botir = newId<OperatorId>()

const matters: [RegExp, RequestType, Priority, string][] = [
  [/fraud|kodni aytib/, 'complaint', 'urgent', 'fraud'],
  [/blok|yechildi/, 'complaint', 'high', 'card_block'],
  [/qanday|\?/, 'question', 'normal', 'general'],
  [/taklif/, 'suggestion', 'normal', 'service'],
  [/noaniq/, 'unsorted', 'normal', 'general'],
]

/** The first word that is known decides; a text without one is a greeting or thanks. */
export function classify(text: string): Classification {
  const [, type, priority, topic] = matters.find(([word]) => word.test(text)) ?? [null, 'other', 'low', 'general']
  const probabilities: Record<OpinionType, number> = {
    complaint: 0,
    question: 0,
    information_request: 0,
    suggestion: 0,
    other: 0,
  }
  if (type !== 'unsorted') probabilities[type as OpinionType] = 1
  return {
    type: type as RequestType,
    secondType: null,
    probabilities,
    priority: priority as Priority,
    topic,
    language: 'uz-Latn',
    script: 'latin',
    needsIdentity: topic === 'card_block',
    confidence: 0.9,
    abstained: type === 'unsorted',
    reasons: [{ kind: 'word', label: 'so‘z', supports: 'topic', weight: 0.5, start: 0, end: 1 }],
    modelVersion: 'house',
  }
}

export const policy: IntakePolicy = {
  classify,
  planOpening: ({ openedAt, priority, topic }) => ({
    departmentId: topic === 'card_block' || topic === 'fraud' ? cards : general,
    clocks: [
      { kind: 'first_response' as const, minutes: priority === 'urgent' ? 1 : 10 },
      { kind: 'resolution' as const, minutes: 60 },
    ].map(({ kind, minutes }) => ({
      kind,
      targetMs: minutes * minuteMs,
      dueAt: new Date(openedAt.getTime() + minutes * minuteMs),
      warnAt: new Date(openedAt.getTime() + minutes * minuteMs * 0.8),
      calendarId: calendar,
      policyVersion: 1,
    })),
  }),
}

export type House = {
  readonly ctx: TestCtx
  readonly clock: FakeClock
  readonly account: ChannelAccountId
  readonly intake: Intake
  /** A text of a client; `client` is the person and the thread, `id` the vendor's message id. */
  say(client: string, text: string, more?: Partial<InboundMessage> & { id?: string }): ReturnType<Intake['receive']>
  message(client: string, text: string, more?: Partial<InboundMessage> & { id?: string }): InboundMessage
  as(actor: Actor): TestCtx
  run<T>(work: (tx: Tx, ctx: TestCtx) => Promise<T>, actor?: Actor): Promise<T>
  rows<T = Record<string, unknown>>(text: string, ...values: unknown[]): Promise<T[]>
  request(id: RequestId | null): Promise<RequestState>
  clocksOf(
    id: RequestId | null,
  ): Promise<{ id: ClockId; kind: string; state: string; due: Date | null; breached: Date | null; met: Date | null }[]>
  eventsOf(subject: string | null): Promise<string[]>
  close(): Promise<void>
}
export type RequestState = {
  number: string
  status: string
  type: string
  priority: string
  topic: string
  department_id: string
  holder_kind: string
  holder_operator_id: string | null
  holder_version: number
  reopen_count: number
  previous_request_id: string | null
  waiting_since: Date | null
  next_due_at: Date | null
  outcome: string | null
  closed_at: Date | null
}

export const operator = (id: OperatorId): Actor => ({ kind: 'operator', id, roles: ['operator'] })

let messageIds = 0

export async function openHouse(
  options: {
    intake?: Partial<IntakeOptions>
    database?: TestDatabase
    botEnabled?: boolean
    account?: string
    poolSize?: number
  } = {},
): Promise<House> {
  const clock = fakeClock()
  const ctx = await testCtx({
    clock,
    ...(options.database ? { database: options.database } : {}),
    ...(options.poolSize ? { poolSize: options.poolSize } : {}),
  })
  const { id: account } = await saveChannelAccount(ctx, {
    kind: 'telegram',
    externalId: options.account ?? 'bank-bot',
    name: 'Bank bot',
    visibility: 'private',
    botEnabled: options.botEnabled ?? true,
  })
  const intake = createIntake(ctx, policy, { sealKey, ...options.intake })
  const as = (actor: Actor) => ({ ...ctx, ...withActor(ctx, actor) })
  const rows = <T>(text: string, ...values: unknown[]) => ctx.db.query<T>({ text, values })
  const message: House['message'] = (client, text, { id, ...more } = {}) => ({
    channelAccountId: account,
    channel: 'telegram',
    visibility: 'private',
    conversationExternalId: client,
    messageExternalId: id ?? `m${++messageIds}`,
    sender: { externalId: client, displayName: `Mijoz ${client}`, languageHint: 'uz' },
    kind: 'text',
    text,
    sentAt: clock.now(),
    ...more,
  })
  return {
    ctx,
    clock,
    account,
    intake,
    message,
    say: (client, text, more) => intake.receive(message(client, text, more)),
    as,
    run: (work, actor = { kind: 'system', name: 'test' }) => inTransaction(as(actor), (tx) => work(tx, as(actor))),
    rows,
    async request(id) {
      const [row] = await rows<RequestState>('SELECT * FROM request WHERE id = $1', id)
      if (!row) throw new Error('no such request')
      return row
    },
    clocksOf: (id) =>
      rows(
        `SELECT id, kind, state, due_at AS due, breached_at AS breached, met_at AS met FROM sla_clock WHERE request_id = $1
         ORDER BY started_at, kind`,
        id,
      ),
    eventsOf: async (subject) =>
      (await rows<{ name: string }>('SELECT name FROM event WHERE subject_id = $1 ORDER BY ord', subject)).map(
        (row) => row.name,
      ),
    async close() {
      await intake.close()
      await ctx.close()
    },
  }
}
