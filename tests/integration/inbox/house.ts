import { createIntake, type InboundMessage, type Intake, type IntakeOptions, saveChannelAccount } from '#inbox'
import type { ChannelAccountId, ClockId, OperatorId, RequestId } from '#kernel'
import { type Actor, inTransaction, type Tx, withActor } from '#platform'
import { type FakeClock, fakeClock, type TestCtx, type TestDatabase, testCtx } from '../../support/index.ts'
import { ana, botir, calendar, cards, classify, general, policy, sealKey } from './policy.ts'

export { ana, botir, calendar, cards, classify, general, policy, sealKey }

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
