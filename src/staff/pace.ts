/**
 * How fast somebody may guess. An account locks by itself (`sign-in.ts`); this counts what no account sees: many logins tried from
 * one address, and a login that does not exist. Only failures count, so that a whole shift can sign in from behind one address.
 */
import { AppError, hourMs, minuteMs } from '#kernel'
import { type Ctx, defineSweep, hashToken } from '#platform'
import { addFailures, deletePaceBefore, selectPace } from './pace.store.ts'

export const paceWindowMs = 15 * minuteMs
/** A shift of five hundred behind one address mistypes less than this. */
export const mostFailuresPerAddress = 60
/** More than any account allows before it locks; what it holds up are logins that nobody has. */
export const mostFailuresPerLogin = 10

export type Guess = { readonly login: string | null; readonly address: string | null }

const bounds = (guess: Guess): ReadonlyMap<string, number> =>
  new Map([
    // Hashed, so that the table holds neither what people type into the field of the login nor where from.
    ...(guess.address === null ? [] : ([[hashToken(`address ${guess.address}`), mostFailuresPerAddress]] as const)),
    ...(guess.login === null ? [] : ([[hashToken(`login ${guess.login}`), mostFailuresPerLogin]] as const)),
  ])

/** @throws rate.exceeded (with `retryAfterSeconds`) */
export async function checkPace(ctx: Ctx, guess: Guess): Promise<void> {
  const most = bounds(guess)
  const now = ctx.clock.now()
  const over = (await selectPace(ctx.db, [...most.keys()], now)).filter(({ key, failures }) => failures >= (most.get(key) ?? 0))
  const until = Math.max(...over.map(({ windowEndAt }) => windowEndAt.getTime()))
  if (over.length === 0) return
  ctx.metrics.count('staff_sign_in_held_up')
  throw new AppError('rate.exceeded', { retryAfterSeconds: Math.ceil((until - now.getTime()) / 1_000) })
}

export async function countGuess(ctx: Ctx, guess: Guess): Promise<void> {
  const now = ctx.clock.now()
  await addFailures(ctx.db, [...bounds(guess).keys()], now, new Date(now.getTime() + paceWindowMs))
}

/** Forgets counts of guesses that have run out. */
export const paceSweep = defineSweep({
  name: 'staff.pace',
  everyMs: hourMs,
  run: async (ctx) => void (await deletePaceBefore(ctx.db, ctx.clock.now())),
})
