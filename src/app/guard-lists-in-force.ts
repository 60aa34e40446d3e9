import { z } from 'zod'
import { type ChangeGuardListsInput, GuardListChanges, type GuardListsView } from '#contracts'
import { AppError } from '#kernel'
import { type Ctx, changeSettingDocument, readSetting } from '#platform'
import { changesTo, listsWith, putListsInForce, shippedLists } from '#privacy'

const settingKey = 'guard.lists'
const topic = 'guard.lists'
/** The bus is a hint; this bounds how long a process may go on with the lists before. */
const lookEveryMs = 30_000

const Stored = z.object({ version: z.number().int().min(0), changes: GuardListChanges })
type Stored = z.infer<typeof Stored>
const unchanged: Stored = { version: 0, changes: {} }

export type GuardListsInForce = {
  read(ctx: Ctx): Promise<GuardListsView>
  /** In force in every process at once. @throws request.changed_meanwhile where somebody else changed them first */
  change(ctx: Ctx, input: ChangeGuardListsInput): Promise<GuardListsView>
  stop(): void
}

const stored = async (ctx: Ctx): Promise<Stored> => (await readSetting(ctx, settingKey, Stored)) ?? unchanged
const viewOf = ({ version, changes }: Stored): GuardListsView => ({ version, lists: listsWith(changes), shipped: shippedLists })

/** The guard's lists as the bank edits them, followed by this process. Kept are only the bank's changes to the shipped ones. */
export async function guardListsInForce(ctx: Ctx): Promise<GuardListsInForce> {
  let version = 0
  const follow = async () => {
    const wanted = await stored(ctx)
    if (wanted.version === version) return
    putListsInForce(wanted.version === 0 ? null : listsWith(wanted.changes))
    version = wanted.version
    ctx.log.info({ version }, 'the guard’s lists were changed')
  }
  const followQuietly = () => {
    follow().catch((err: unknown) => ctx.log.warn({ err }, 'the guard’s lists could not be read; those in force stay'))
  }
  await follow()
  const stopHearing = ctx.bus.subscribe(topic, followQuietly)
  const timer = setInterval(followQuietly, lookEveryMs)
  timer.unref()
  return {
    read: async (asking) => viewOf(await stored(asking)),
    async change(asking, { lists, expectedVersion }) {
      const next: Stored = { version: expectedVersion + 1, changes: changesTo(lists) }
      await changeSettingDocument(asking, settingKey, (before) => {
        const inForce = Stored.safeParse(before).data ?? unchanged
        if (inForce.version !== expectedVersion) throw new AppError('request.changed_meanwhile', { version: inForce.version })
        return { document: next, facts: { version: next.version, lists: Object.keys(next.changes).join(' ') } }
      })
      asking.bus.publish(topic, null)
      await follow()
      return viewOf(next)
    },
    stop() {
      stopHearing()
      clearInterval(timer)
      putListsInForce(null)
    },
  }
}
