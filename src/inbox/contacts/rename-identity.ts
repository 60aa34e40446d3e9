import type { ChannelAccountId } from '#kernel'
import { type Ctx, inTransaction } from '#platform'
import { updateName } from './contact.store.ts'

const longestNameLength = 200

/** The name a client bears on a channel, learned after their message came. What is known already changes nothing. */
export async function renameIdentity(
  ctx: Ctx,
  input: { channelAccountId: ChannelAccountId; identityExternalId: string; displayName: string; username: string | null },
): Promise<void> {
  const displayName = input.displayName.trim().slice(0, longestNameLength)
  if (displayName === '') return
  await inTransaction(ctx, (tx) => updateName(tx, { ...input, displayName }))
}
