/**
 * Who is at the desk. A console renews a lease while its socket lives; a person with no live lease is offline, whatever they
 * chose. With one they are seen as what they chose, online unless they said otherwise. Each change of what others see is one
 * event; a console that dies without a word is found by the sweep, and its leaving is stamped with the end of its lease.
 */
import type { PresenceState } from '#contracts'
import { AppError, type OperatorId, secondMs } from '#kernel'
import { type Ctx, defineSweep, inTransaction, publish, type Tx } from '#platform'
import { presenceChanged } from './events.ts'
import {
  chosenState,
  deleteExpiredLeases,
  deleteLease,
  extendLease,
  hasLiveLease,
  insertLease,
  leaseHolder,
  lockOperator,
  type PresentOperator,
  selectLapsed,
  selectPresent,
  writeChoice,
} from './presence.store.ts'

/** How often a console renews. */
export const renewEveryMs = 15 * secondMs
/** Three renewals: one lost packet is not an absence. */
export const leaseMs = 45 * secondMs

/** Keeps an open console counted; the first time it makes its operator present. @throws operator.not_found */
export async function renewPresence(ctx: Ctx, connectionId: string, operatorId: OperatorId): Promise<void> {
  const now = ctx.clock.now()
  const expiresAt = new Date(now.getTime() + leaseMs)
  if (await extendLease(ctx.db, { connectionId, operatorId, now, expiresAt })) return
  await inTransaction(ctx, async (tx) => {
    await lock(tx, operatorId)
    const wasPresent = await hasLiveLease(tx, operatorId, now)
    const state = await chosenState(tx, operatorId)
    await insertLease(tx, { connectionId, operatorId, state, expiresAt })
    if (wasPresent) return
    await writeChoice(tx, operatorId, state, now)
    await publish(tx, ctx, presenceChanged, operatorId, { operatorId, state })
  })
}

/** A console closed; when it was the person's last, they are offline from now on. Dropping twice is harmless. */
export async function dropPresence(ctx: Ctx, connectionId: string): Promise<void> {
  const operatorId = await leaseHolder(ctx.db, connectionId)
  if (operatorId === null) return
  const now = ctx.clock.now()
  await inTransaction(ctx, async (tx) => {
    await lockOperator(tx, operatorId)
    const wasPresent = await hasLiveLease(tx, operatorId, now)
    await deleteLease(tx, connectionId)
    if (wasPresent && !(await hasLiveLease(tx, operatorId, now))) await leave(tx, ctx, operatorId, now)
  })
}

/** What a person chose to be seen as; kept over sign-outs. @throws operator.not_found */
export async function setPresence(ctx: Ctx, operatorId: OperatorId, state: PresenceState): Promise<void> {
  const now = ctx.clock.now()
  await inTransaction(ctx, async (tx) => {
    await lock(tx, operatorId)
    if ((await chosenState(tx, operatorId)) === state) return
    await writeChoice(tx, operatorId, state, now)
    if (await hasLiveLease(tx, operatorId, now)) await publish(tx, ctx, presenceChanged, operatorId, { operatorId, state })
  })
}

/** Everybody with an open console and what they chose; whoever is not in the list is offline. */
export async function listPresent(ctx: Ctx): Promise<PresentOperator[]> {
  return selectPresent(ctx.db, ctx.clock.now())
}

/** Finds consoles that fell silent: their operators are offline since the lease ended. */
export const presenceSweep = defineSweep({
  name: 'staff.presence',
  everyMs: 5 * secondMs,
  run: async (ctx) => {
    const now = ctx.clock.now()
    for (const { operatorId, at } of await selectLapsed(ctx.db, now)) {
      await inTransaction(ctx, async (tx) => {
        await lockOperator(tx, operatorId)
        const ended = await deleteExpiredLeases(tx, operatorId, now)
        if (ended > 0 && !(await hasLiveLease(tx, operatorId, now))) await leave(tx, ctx, operatorId, at)
      })
    }
  },
})

async function leave(tx: Tx, ctx: Ctx, operatorId: OperatorId, at: Date): Promise<void> {
  await writeChoice(tx, operatorId, await chosenState(tx, operatorId), at)
  await publish(tx, ctx, presenceChanged, operatorId, { operatorId, state: 'offline' })
}

async function lock(tx: Tx, operatorId: OperatorId): Promise<void> {
  if (!(await lockOperator(tx, operatorId))) throw new AppError('operator.not_found', { operatorId })
}
