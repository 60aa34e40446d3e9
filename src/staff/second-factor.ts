/** The authenticator of a person: set up, asked for, replaced by a recovery code where it is lost. */
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Role } from '#contracts'
import { AppError, type OperatorId } from '#kernel'
import {
  audit,
  base32,
  type Ctx,
  hashToken,
  inTransaction,
  matchTotp,
  newTotpSecret,
  readSetting,
  type Tx,
  totpUri,
  writeSetting,
} from '#platform'
import { openSealed, resealed, type SealKey, sealText } from '#privacy'
import { tellAccessChanged } from './access-news.ts'
import { requirePermission } from './operator.ts'
import {
  confirmFactor,
  countRecoveryCodes,
  deleteFactor,
  replaceRecoveryCodes,
  selectFactor,
  selectFactorsSealedBefore,
  spendRecoveryCode,
  spendStep,
  updateSealed,
  upsertUnconfirmed,
} from './second-factor.store.ts'
import { revokeSessions, secondStepRolesKey, selectLogin } from './session.store.ts'
import { selectOperators } from './staff.store.ts'

const recoveryCodesMade = 10
/** 80 random bits: nobody guesses one, so that a plain hash is enough to keep it by. */
const recoveryBytes = 10
const issuer = 'murojaat'

export type SecondFactorState = { readonly isOn: boolean; readonly isRequired: boolean; readonly recoveryCodesLeft: number }

/** Which roles must have a second step. */
export async function readSecondStepRoles(ctx: Ctx): Promise<readonly string[]> {
  const stored = await readSetting(ctx, secondStepRolesKey, z.string())
  return stored === undefined || stored === '' ? [] : stored.split(' ')
}

/**
 * At once, on open lines too: whoever has such a role and no authenticator sets one up before anything else.
 * @throws permission.missing
 */
export async function changeSecondStepRoles(ctx: Ctx, roles: readonly Role[]): Promise<void> {
  requirePermission(ctx, 'settings.edit')
  await writeSetting(ctx, secondStepRolesKey, [...new Set(roles)].sort().join(' '))
  const demanded = new Set<Role>(roles)
  for (const operator of await selectOperators(ctx.db))
    if (operator.roles.some((role) => demanded.has(role))) tellAccessChanged(ctx, operator.id)
}

export async function secondFactorOf(ctx: Ctx, operatorId: OperatorId, roles: readonly Role[]): Promise<SecondFactorState> {
  const [factor, left, required] = await Promise.all([
    selectFactor(ctx.db, operatorId),
    countRecoveryCodes(ctx.db, operatorId),
    readSecondStepRoles(ctx),
  ])
  const isOn = factor?.confirmedAt != null
  return { isOn, isRequired: roles.some((role) => required.includes(role)), recoveryCodesLeft: isOn ? left : 0 }
}

/**
 * A new secret for the authenticator; it is asked for only after its first code was given. Each call makes another one.
 * @returns the secret in base32 and as the address a QR code carries, both told once.
 * @throws second_step.already_on
 */
export async function startEnrolment(ctx: Ctx, key: SealKey, operatorId: OperatorId): Promise<{ secret: string; uri: string }> {
  const secret = newTotpSecret()
  const login = (await selectLogin(ctx.db, operatorId)) ?? operatorId
  const isNew = await inTransaction(ctx, (tx) =>
    upsertUnconfirmed(tx, operatorId, sealText(key, secret.toString('base64')), ctx.clock.now()),
  )
  if (!isNew) throw new AppError('second_step.already_on')
  return { secret: base32(secret), uri: totpUri(secret, { issuer, account: login }) }
}

/**
 * The first code shows that the authenticator knows the secret. Every other session of the person ends.
 * @returns the recovery codes, told once.
 * @throws second_step.failed, second_step.already_on
 */
export async function confirmEnrolment(
  ctx: Ctx,
  key: SealKey,
  input: { operatorId: OperatorId; code: string; keepTokenHash: string },
): Promise<string[]> {
  const { operatorId, code } = input
  const factor = await selectFactor(ctx.db, operatorId)
  const step = factor === null ? null : matchTotp(secretOf(key, factor.sealed), code.trim(), ctx.clock.now())
  if (step === null) throw new AppError('second_step.failed')
  const codes = await inTransaction(ctx, async (tx) => {
    if (!(await confirmFactor(tx, operatorId, ctx.clock.now(), step))) throw new AppError('second_step.already_on')
    await revokeSessions(tx, operatorId, ctx.clock.now(), input.keepTokenHash)
    await note(tx, ctx, 'staff.second_step_on', operatorId)
    return newRecoveryCodes(tx, ctx, operatorId)
  })
  tellAccessChanged(ctx, operatorId)
  return codes
}

/** New recovery codes in place of all former ones, told once. @throws second_step.not_on */
export async function renewRecoveryCodes(ctx: Ctx, operatorId: OperatorId): Promise<string[]> {
  if ((await selectFactor(ctx.db, operatorId))?.confirmedAt == null) throw new AppError('second_step.not_on')
  return inTransaction(ctx, async (tx) => {
    await note(tx, ctx, 'staff.recovery_codes_renewed', operatorId)
    return newRecoveryCodes(tx, ctx, operatorId)
  })
}

async function newRecoveryCodes(tx: Tx, ctx: Ctx, operatorId: OperatorId): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodesMade }, () => base32(randomBytes(recoveryBytes)).toLowerCase())
  await replaceRecoveryCodes(tx, operatorId, codes.map(hashOfCode), ctx.clock.now())
  return codes.map((code) => (code.match(/.{4}/g) ?? [code]).join('-'))
}

/** As a person types it off a paper: case, gaps and dashes do not matter. */
const hashOfCode = (code: string) => hashToken(`recovery ${code.toLowerCase().replace(/[\s-]/g, '')}`)

/** Switches one's own second step off. @throws second_step.required where a role of theirs demands one; second_step.not_on */
export async function removeOwnFactor(ctx: Ctx, operatorId: OperatorId, roles: readonly Role[]): Promise<void> {
  const required = await readSecondStepRoles(ctx)
  if (roles.some((role) => required.includes(role))) throw new AppError('second_step.required')
  await inTransaction(ctx, async (tx) => {
    if (!(await deleteFactor(tx, operatorId))) throw new AppError('second_step.not_on')
    await note(tx, ctx, 'staff.second_step_off', operatorId)
  })
}

/**
 * For a person who lost phone and codes: the authenticator is forgotten and every session of theirs ends.
 * @throws permission.missing, second_step.not_on
 */
export async function resetFactor(ctx: Ctx, operatorId: OperatorId): Promise<void> {
  requirePermission(ctx, 'staff.edit')
  await inTransaction(ctx, async (tx) => {
    if (!(await deleteFactor(tx, operatorId))) throw new AppError('second_step.not_on')
    await revokeSessions(tx, operatorId, ctx.clock.now(), null)
    await note(tx, ctx, 'operator.second_step_reset', operatorId)
  })
  tellAccessChanged(ctx, operatorId)
}

function note(tx: Tx, ctx: Ctx, action: string, operatorId: OperatorId): Promise<void> {
  return audit(tx, ctx, { action, subjectKind: 'operator', subjectId: operatorId })
}

/** Takes a code once and for all: what it was, or null where it is wrong or was taken before. */
export async function spendCode(
  ctx: Ctx,
  key: SealKey,
  operatorId: OperatorId,
  code: string,
): Promise<'totp' | 'recovery' | null> {
  const typed = code.trim()
  if (/^\d{6}$/.test(typed)) {
    const factor = await selectFactor(ctx.db, operatorId)
    const step = factor?.confirmedAt ? matchTotp(secretOf(key, factor.sealed), typed, ctx.clock.now()) : null
    return step !== null && (await spendStep(ctx.db, operatorId, step)) ? 'totp' : null
  }
  return (await spendRecoveryCode(ctx.db, operatorId, hashOfCode(typed), ctx.clock.now())) ? 'recovery' : null
}

function secretOf(key: SealKey, sealed: Parameters<typeof openSealed>[1]): Buffer {
  return Buffer.from(openSealed(key, sealed), 'base64')
}

/** Seals every authenticator's secret with the newest key. Returns how many; it may be stopped and begun again. */
export async function resealFactors(ctx: Ctx, key: SealKey): Promise<number> {
  let count = 0
  for (const { operatorId, sealed } of await selectFactorsSealedBefore(ctx.db, key.id)) {
    const anew = resealed(key, sealed)
    if (anew === null) continue
    if (await inTransaction(ctx, (tx) => updateSealed(tx, operatorId, sealed.keyId, anew))) count += 1
  }
  return count
}
