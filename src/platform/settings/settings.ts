import type { z } from 'zod'
import type { ErrorFacts } from '#kernel'
import { audit } from '../audit/audit.ts'
import type { Ctx } from '../ctx.ts'
import { inTransaction } from '../db/transaction.ts'
import { lockSetting, selectSetting, upsertSetting } from './settings.store.ts'

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

export type SettingDocument = { readonly document: Readonly<Record<string, unknown>>; readonly facts: ErrorFacts }

/**
 * Changes a document that is too long for the audit: the caller says in few words what was changed. One at a time, so that of
 * two who change it at once the second sees what the first did.
 * @param change gets what is stored, undefined where nothing is; what it throws stops the change.
 */
export async function changeSettingDocument(
  ctx: Ctx,
  key: string,
  change: (stored: unknown) => SettingDocument,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { document, facts } = change(await lockSetting(tx, key))
    await upsertSetting(tx, key, document, ctx.clock.now())
    await audit(tx, ctx, { action: 'setting.changed', subjectKind: 'setting', subjectId: key, facts })
  })
}
