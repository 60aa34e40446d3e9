/** Authenticators and recovery codes. A secret is here sealed only, a recovery code only as its hash. */
import type { OperatorId } from '#kernel'
import type { Db, Tx } from '#platform'
import type { SealedParts } from '#privacy'

export type FactorRow = { sealed: SealedParts; confirmedAt: Date | null }

export async function selectFactor(db: Db, operatorId: OperatorId): Promise<FactorRow | null> {
  const row = await db.prisma.secondFactor.findUnique({ where: { operatorId } })
  if (row === null) return null
  const { keyId, nonce, ciphertext, confirmedAt } = row
  return { sealed: { keyId, nonce: Buffer.from(nonce), ciphertext: Buffer.from(ciphertext) }, confirmedAt }
}

/** A new secret to be set up; one that is in use is left alone: false. */
export async function upsertUnconfirmed(tx: Tx, operatorId: OperatorId, sealed: SealedParts, at: Date): Promise<boolean> {
  const parts = {
    keyId: sealed.keyId,
    nonce: Uint8Array.from(sealed.nonce),
    ciphertext: Uint8Array.from(sealed.ciphertext),
    createdAt: at,
  }
  const { count } = await tx.secondFactor.updateMany({ where: { operatorId, confirmedAt: null }, data: parts })
  if (count === 1) return true
  const made = await tx.secondFactor.createMany({ data: { operatorId, ...parts }, skipDuplicates: true })
  return made.count === 1
}

/** From here on it is asked for; `step` is the one its first code was of. */
export async function confirmFactor(tx: Tx, operatorId: OperatorId, at: Date, step: number): Promise<boolean> {
  const data = { confirmedAt: at, lastStep: step }
  const { count } = await tx.secondFactor.updateMany({ where: { operatorId, confirmedAt: null }, data })
  return count === 1
}

/** Takes the code of this step, once: of two who send the same code one is told no. */
export async function spendStep(db: Db, operatorId: OperatorId, step: number): Promise<boolean> {
  const { count } = await db.prisma.secondFactor.updateMany({
    where: { operatorId, confirmedAt: { not: null }, lastStep: { lt: step } },
    data: { lastStep: step },
  })
  return count === 1
}

export async function deleteFactor(tx: Tx, operatorId: OperatorId): Promise<boolean> {
  await tx.recoveryCode.deleteMany({ where: { operatorId } })
  const { count } = await tx.secondFactor.deleteMany({ where: { operatorId } })
  return count === 1
}

/** The former codes are good for nothing from here on. */
export async function replaceRecoveryCodes(tx: Tx, operatorId: OperatorId, hashes: readonly string[], at: Date): Promise<void> {
  await tx.recoveryCode.deleteMany({ where: { operatorId } })
  await tx.recoveryCode.createMany({ data: hashes.map((codeHash) => ({ codeHash, operatorId, createdAt: at })) })
}

export async function spendRecoveryCode(db: Db, operatorId: OperatorId, codeHash: string, at: Date): Promise<boolean> {
  const where = { codeHash, operatorId, usedAt: null }
  const { count } = await db.prisma.recoveryCode.updateMany({ where, data: { usedAt: at } })
  return count === 1
}

export async function countRecoveryCodes(db: Db, operatorId: OperatorId): Promise<number> {
  return db.prisma.recoveryCode.count({ where: { operatorId, usedAt: null } })
}

export async function selectFactorsSealedBefore(
  db: Db,
  keyId: string,
): Promise<{ operatorId: OperatorId; sealed: SealedParts }[]> {
  const rows = await db.prisma.secondFactor.findMany({ where: { keyId: { not: keyId } } })
  return rows.map((row) => ({
    operatorId: row.operatorId as OperatorId,
    sealed: { keyId: row.keyId, nonce: Buffer.from(row.nonce), ciphertext: Buffer.from(row.ciphertext) },
  }))
}

/** False where somebody set up another secret meanwhile. */
export async function updateSealed(tx: Tx, operatorId: OperatorId, formerKeyId: string, sealed: SealedParts): Promise<boolean> {
  const { count } = await tx.secondFactor.updateMany({
    where: { operatorId, keyId: formerKeyId },
    data: { keyId: sealed.keyId, nonce: Uint8Array.from(sealed.nonce), ciphertext: Uint8Array.from(sealed.ciphertext) },
  })
  return count === 1
}
