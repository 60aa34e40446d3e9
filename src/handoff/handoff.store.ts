/** Topics and policies: small tables, read whole. */
import { type FourTexts, SlaTargets } from '#contracts'
import type { DepartmentId } from '#kernel'
import type { Db, Tx } from '#platform'
import type { SlaPolicy } from './clocks/sla-policy.ts'

export type Topic = {
  readonly code: string
  readonly names: FourTexts
  readonly departmentId: DepartmentId
  readonly position: number
}

export async function selectTopics(db: Db): Promise<Topic[]> {
  const rows = await db.prisma.topic.findMany({ where: { isActive: true }, orderBy: [{ position: 'asc' }, { code: 'asc' }] })
  return rows.map((row) => ({
    code: row.code,
    names: row.names as FourTexts,
    departmentId: row.departmentId as DepartmentId,
    position: row.position,
  }))
}

export async function upsertTopic(tx: Tx, topic: Topic): Promise<void> {
  const { code, ...data } = topic
  await tx.topic.upsert({ where: { code }, create: topic, update: { ...data, isActive: true } })
}

export async function countTopics(tx: Tx): Promise<number> {
  return tx.topic.count()
}

export async function selectPolicies(db: Db): Promise<SlaPolicy[]> {
  return (await selectPolicyRecords(db)).map(({ version, targets }) => ({ version, targets }))
}

/** Oldest first. What a version of the program before this one could not say has its default. */
export async function selectPolicyRecords(db: Db): Promise<(SlaPolicy & { createdAt: Date; createdById: string | null })[]> {
  const rows = await db.prisma.slaPolicy.findMany({ orderBy: { version: 'asc' } })
  return rows.map((row) => ({ ...row, targets: SlaTargets.parse(row.targets) }))
}

export async function insertPolicy(tx: Tx, policy: SlaPolicy, at: Date, createdById: string | null): Promise<boolean> {
  const { count } = await tx.slaPolicy.createMany({
    data: [{ version: policy.version, targets: policy.targets, createdAt: at, createdById }],
    skipDuplicates: true,
  })
  return count === 1
}

export async function countPolicies(tx: Tx): Promise<number> {
  return tx.slaPolicy.count()
}
