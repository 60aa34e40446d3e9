/** A small bank around the clients' edge: the real inbox on a real database, and the queue in the test's hand. */

import {
  type ApprovedAnswer,
  type Bots,
  type ChannelAccount,
  createBots,
  type DialogueKnowledge,
  type DialogueOptions,
} from '#bots'
import type { ChannelKind, Classification, ClassificationReason, Classify, OpinionType, Priority } from '#contracts'
import { createIntake, type Intake, saveChannelAccount } from '#inbox'
import { type DepartmentId, newId } from '#kernel'
import { buildServer, type Config, type Ctx, type HttpServer, type JobDefinition, type JobQueue, loadConfig } from '#platform'
import { sealKeyFrom } from '#privacy'
import { type FakeClock, fakeClock, type TestCtx, tellFacts, testCtx } from '../support/index.ts'

/** A queue that does nothing until the test says so. */
export type HandQueue = JobQueue & {
  /** Runs what is due now; how many ran. */
  runDue(ctx: Ctx): Promise<number>
  /** When the next one is due. */
  nextAt(): number | null
}

function handQueue(clock: FakeClock): HandQueue {
  type Waiting = { job: JobDefinition<unknown>; data: unknown; at: number; key: string | undefined }
  let waiting: Waiting[] = []
  return {
    async add(job, data, options = {}) {
      if (options.key !== undefined && waiting.some((one) => one.key === options.key)) return
      const at = clock.now().getTime() + (options.delayMs ?? 0)
      waiting.push({ job: job as JobDefinition<unknown>, data, at, key: options.key })
    },
    start: async () => undefined,
    close: async () => undefined,
    depth: async () => ({}),
    async runDue(ctx) {
      const due = waiting.filter((one) => one.at <= clock.now().getTime())
      waiting = waiting.filter((one) => !due.includes(one))
      for (const one of due) await one.job.run(ctx, one.job.data.parse(one.data))
      return due.length
    },
    nextAt: () => (waiting.length === 0 ? null : Math.min(...waiting.map((one) => one.at))),
  }
}

const opinion = (type: OpinionType | 'unsorted', priority: Priority, topic: string, needsIdentity = false): Classification => ({
  type,
  secondType: null,
  probabilities: { complaint: 0, question: 0, information_request: 0, suggestion: 0, other: 0 },
  priority,
  topic,
  language: 'uz-Latn',
  script: 'latin',
  needsIdentity,
  confidence: type === 'unsorted' ? 0.2 : 0.9,
  abstained: type === 'unsorted',
  reasons: [],
  modelVersion: 'words-of-the-test',
})

/** A rule named the danger; what the model alone thinks urgent has no such reason. */
const danger: ClassificationReason = {
  kind: 'danger',
  label: 'card_lost',
  supports: 'urgent',
  weight: 1,
  start: null,
  end: null,
}

/** Opinions by a word, so that a story says what it means; the real classifier has its own tests. */
const classify: Classify = (text) => {
  if (/yo‘qoldi|o‘g‘irlandi/.test(text)) return { ...opinion('complaint', 'urgent', 'card_block'), reasons: [danger] }
  if (/bloklandi/.test(text)) return opinion('complaint', 'urgent', 'card_block')
  if (/shikoyat|tushmadi/.test(text)) return opinion('complaint', 'high', 'p2p')
  if (/qoldig/.test(text)) return opinion('information_request', 'normal', 'account', true)
  if (/\?/.test(text)) return opinion('question', 'normal', 'branch')
  if (/salom|start|rahmat/i.test(text)) return opinion('other', 'low', 'general')
  return opinion('unsorted', 'normal', 'general')
}

/** Fixed by the test: what the bank has approved. */
export type Approved = { answer: ApprovedAnswer | null; advice: string; incident: string | null; fails: boolean }

export type World = {
  ctx: TestCtx
  clock: FakeClock
  config: Config
  account: ChannelAccount
  intake: Intake
  bots: Bots
  approved: Approved
  departmentId: DepartmentId
  makeCtx: () => Ctx
  server: HttpServer
  /** Facts, jobs and time until nothing is left to do; time moves to the next job that waits within a minute. */
  settle(): Promise<void>
  rows<T>(text: string, values?: unknown[]): Promise<T[]>
  close(): Promise<void>
}

export async function openWorld(input: {
  kind: ChannelKind
  externalId: string
  env?: Record<string, string>
  botEnabled?: boolean
  dialogue?: DialogueOptions
  poolSize?: number
}): Promise<World> {
  const clock = fakeClock(new Date())
  const queue = handQueue(clock)
  const ctx = await testCtx({ clock, queue, ...(input.poolSize === undefined ? {} : { poolSize: input.poolSize }) })
  const config = loadConfig({ LOG_LEVEL: 'silent', ...input.env })
  const saved = await saveChannelAccount(ctx, {
    kind: input.kind,
    externalId: input.externalId,
    name: 'Sinov',
    visibility: 'private',
    botEnabled: input.botEnabled ?? false,
  })
  const departmentId = newId<DepartmentId>()
  const intake = createIntake(
    ctx,
    { classify, planOpening: () => ({ departmentId, clocks: [] }) },
    { sealKey: sealKeyFrom(Buffer.alloc(32, 7).toString('base64')) },
  )
  const approved: Approved = { answer: null, advice: 'Hoziroq kartani bloklang.', incident: null, fails: false }
  const knowledge: DialogueKnowledge = {
    findAnswer: async () => {
      if (approved.fails) throw new Error('the knowledge is away')
      return approved.answer
    },
    findAdvice: async () => ({ templateVersionId: newId(), text: approved.advice }),
    bankName: async () => null,
    filesOf: async () => [],
    findIncident: async () => (approved.incident === null ? null : { templateVersionId: null, text: approved.incident }),
    estimate: async () => ({ kind: 'minutes', minutes: 4 }),
  }
  const bots = createBots({ knowledge, dialogue: { startedAt: clock.now(), ...input.dialogue } })
  const server = await buildServer(ctx, config, { version: '0' })
  const world: World = {
    ctx,
    clock,
    config,
    account: saved,
    intake,
    bots,
    approved,
    departmentId,
    makeCtx: () => ctx,
    server,
    async settle() {
      for (;;) {
        await tellFacts(ctx, bots.subscribers)
        if ((await queue.runDue(ctx)) > 0) continue
        const next = queue.nextAt()
        if (next === null || next - clock.now().getTime() > 60_000) return
        clock.set(new Date(next))
      }
    },
    rows: (text, values = []) => ctx.db.query({ text, values }),
    async close() {
      for (const channel of bots.channels.all()) await channel.stop?.()
      await server.close()
      await intake.close()
      await ctx.close()
    },
  }
  return world
}
