import type { Ctx } from '../ctx.ts'
import type { Tx } from '../db/db.ts'

export async function selectSetting(ctx: Ctx, key: string): Promise<unknown> {
  const row = await ctx.db.prisma.setting.findUnique({ where: { key } })
  return row?.value
}

export async function upsertSetting(tx: Tx, key: string, value: string | number | boolean, now: Date): Promise<void> {
  await tx.setting.upsert({ where: { key }, create: { key, value, updatedAt: now }, update: { value, updatedAt: now } })
}
