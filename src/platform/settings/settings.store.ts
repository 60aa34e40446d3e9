import type { Ctx } from '../ctx.ts'
import type { Tx } from '../db/db.ts'

/** What a setting may be: one value, or a document of plain JSON. */
export type SettingValue = string | number | boolean | Readonly<Record<string, unknown>>

export async function selectSetting(ctx: Ctx, key: string): Promise<unknown> {
  const row = await ctx.db.prisma.setting.findUnique({ where: { key } })
  return row?.value
}

export async function upsertSetting(tx: Tx, key: string, value: SettingValue, now: Date): Promise<void> {
  const json = value as string
  await tx.setting.upsert({
    where: { key },
    create: { key, value: json, updatedAt: now },
    update: { value: json, updatedAt: now },
  })
}

/** The value as it stands, held until the transaction ends; also where there is none yet. */
export async function lockSetting(tx: Tx, key: string): Promise<unknown> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`setting ${key}`}))`
  const row = await tx.setting.findUnique({ where: { key } })
  return row?.value
}
