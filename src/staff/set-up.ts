/** The first set-up of a new installation: where it stands, and what the bank is called. A setting each, so that it may be resumed. */
import { z } from 'zod'
import { BankName, type SetUpStep, SetUpStep as SetUpSteps, type SetUpView } from '#contracts'
import { type Ctx, changeSettingDocument, readSetting, writeSetting } from '#platform'
import { requirePermission } from './operator.ts'

const nameKey = 'bank.name'
const stateKey = 'bank.set_up'
const Stored = z.object({ state: z.enum(['pending', 'done']), done: z.array(SetUpSteps) })
/** An installation that was running before there was a set-up, or a demonstration: nobody is asked to do anything. */
const nothingToDo: z.infer<typeof Stored> = { state: 'done', done: [] }

/** What the bank calls itself; null where nobody has said. */
export async function bankName(ctx: Ctx): Promise<string | null> {
  return (await readSetting(ctx, nameKey, BankName)) ?? null
}

export async function readSetUp(ctx: Ctx): Promise<SetUpView> {
  const [name, stored] = await Promise.all([bankName(ctx), readSetting(ctx, stateKey, Stored)])
  return { bankName: name, ...(stored ?? nothingToDo) }
}

/** @throws permission.missing */
export async function nameBank(ctx: Ctx, name: string): Promise<void> {
  requirePermission(ctx, 'settings.edit')
  await writeSetting(ctx, nameKey, name)
}

/**
 * Asks an administrator to set the installation up (`pending`), or says that it is done. Steps already looked through are kept.
 * @throws permission.missing
 */
export async function putSetUp(ctx: Ctx, state: SetUpView['state']): Promise<void> {
  requirePermission(ctx, 'settings.edit')
  await change(ctx, (before) => ({ ...before, state }))
}

/** @throws permission.missing */
export async function passSetUpStep(ctx: Ctx, step: SetUpStep): Promise<void> {
  requirePermission(ctx, 'settings.edit')
  await change(ctx, (before) => ({ ...before, done: [...new Set([...before.done, step])] }))
}

async function change(ctx: Ctx, edit: (before: z.infer<typeof Stored>) => z.infer<typeof Stored>): Promise<void> {
  await changeSettingDocument(ctx, stateKey, (stored) => {
    const document = edit(Stored.safeParse(stored).data ?? nothingToDo)
    return { document, facts: { state: document.state, done: document.done.join(' ') } }
  })
}
