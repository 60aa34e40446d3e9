/** Who of the bank's own sign-in is which operator. */
import type { Role } from '#contracts'
import type { OperatorId } from '#kernel'
import type { Db, Tx } from '#platform'

export type KnownOperator = { id: OperatorId; roles: Role[]; isActive: boolean }

const asKnown = (row: { id: string; roles: string[]; isActive: boolean }): KnownOperator => ({
  id: row.id as OperatorId,
  roles: row.roles as Role[],
  isActive: row.isActive,
})
const select = { id: true, roles: true, isActive: true } as const

export async function selectLinkedOperator(db: Db, issuer: string, subject: string): Promise<KnownOperator | null> {
  const link = await db.prisma.oidcIdentity.findUnique({ where: { issuer_subject: { issuer, subject } } })
  if (link === null) return null
  const row = await db.prisma.operator.findUnique({ where: { id: link.operatorId }, select })
  return row && asKnown(row)
}

/** An operator known by this address who is nobody else at this issuer yet. */
export async function selectUnlinkedOperator(db: Db, issuer: string, email: string): Promise<KnownOperator | null> {
  const row = await db.prisma.operator.findUnique({ where: { email }, select })
  if (row === null) return null
  const link = await db.prisma.oidcIdentity.findUnique({ where: { operatorId_issuer: { operatorId: row.id, issuer } } })
  return link === null ? asKnown(row) : null
}

/** False where somebody was linked in between. */
export async function insertLink(
  tx: Tx,
  row: { issuer: string; subject: string; operatorId: OperatorId; linkedAt: Date },
): Promise<boolean> {
  return (await tx.oidcIdentity.createMany({ data: row, skipDuplicates: true })).count === 1
}
