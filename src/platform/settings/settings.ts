import type { z } from 'zod'
import { audit } from '../audit/audit.ts'
import type { Ctx } from '../ctx.ts'
import { inTransaction } from '../db/transaction.ts'
import { selectSetting, upsertSetting } from './settings.store.ts'

/** A choice made while the program runs and kept in the database; undefined where none was made or it no longer fits its shape. */
export async function readSetting<T>(ctx: Ctx, key: string, schema: z.ZodType<T>): Promise<T | undefined> {
  return schema.safeParse(await selectSetting(ctx, key)).data
}

/** Writes the choice and its audit entry together. The value must be nothing secret: it goes into the audit. */
export async function writeSetting(ctx: Ctx, key: string, value: string | number | boolean): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await upsertSetting(tx, key, value, ctx.clock.now())
    await audit(tx, ctx, { action: 'setting.changed', subjectKind: 'setting', subjectId: key, facts: { value } })
  })
}
