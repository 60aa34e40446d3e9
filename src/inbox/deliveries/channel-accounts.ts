import type { ChannelKind, Visibility } from '#contracts'
import { type ChannelAccountId, invariant, newId } from '#kernel'
import type { Ctx } from '#platform'
import { type ChannelAccountView, selectAccounts, upsertAccount } from '../contacts/contact.store.ts'

/** The bank's own accounts on the channels, oldest first. */
export function listChannelAccounts(ctx: Ctx): Promise<ChannelAccountView[]> {
  return selectAccounts(ctx.db)
}

/** Makes the account, or brings the one with this kind and external id up to date; settings are added to, not replaced. */
export async function saveChannelAccount(
  ctx: Ctx,
  input: {
    kind: ChannelKind
    externalId: string
    name: string
    visibility: Visibility
    botEnabled: boolean
    settings?: Record<string, unknown>
  },
): Promise<ChannelAccountView> {
  const saved = await upsertAccount(ctx.db, { ...input, id: newId<ChannelAccountId>(), settings: input.settings ?? {} })
  invariant(saved, 'an upsert returns its row')
  return saved
}
