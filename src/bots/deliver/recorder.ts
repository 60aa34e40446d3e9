/**
 * Writes down what became of replies, many in one transaction. While one is being written the next gather, so that a single
 * reply waits for nothing and a broadcast costs few transactions.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type RecordedDelivery, recordDeliveries } from '#inbox'
import { isAppError, secondMs } from '#kernel'
import type { Ctx } from '#platform'

const mostAtOnce = 100
/** What is known to be sent is not forgotten because the database restarts; after this the sweep calls it unconfirmed. */
const mostTries = 150

type Waiting = { recorded: RecordedDelivery; ctx: Ctx; done: () => void; fail: (error: unknown) => void }

export type Recorder = { record(ctx: Ctx, recorded: RecordedDelivery): Promise<void> }

async function writeAll(ctx: Ctx, recorded: readonly RecordedDelivery[]): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await recordDeliveries(ctx, recorded)
    } catch (error) {
      if (attempt >= mostTries || !isAppError(error, 'database.unavailable')) throw error
      await sleep(secondMs)
    }
  }
}

export function createRecorder(): Recorder {
  const waiting: Waiting[] = []
  let isWriting = false

  /** One at fault must not take the others with it. */
  async function writeOneByOne(batch: readonly Waiting[]): Promise<void> {
    for (const { ctx, recorded, done, fail } of batch) await writeAll(ctx, [recorded]).then(done, fail)
  }

  async function writeOut(): Promise<void> {
    isWriting = true
    try {
      while (waiting.length > 0) {
        const batch = waiting.splice(0, mostAtOnce)
        const [first] = batch
        if (first === undefined) return
        try {
          await writeAll(
            first.ctx,
            batch.map(({ recorded }) => recorded),
          )
          for (const { done } of batch) done()
        } catch {
          await writeOneByOne(batch)
        }
      }
    } finally {
      isWriting = false
    }
  }

  return {
    record: (ctx, recorded) =>
      new Promise((done, fail) => {
        waiting.push({ ctx, recorded, done, fail })
        if (!isWriting) void writeOut()
      }),
  }
}
