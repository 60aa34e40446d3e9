/** What the bank's accounts need to speak at their vendors. Sealed at rest, opened only by whoever has the installation's key. */
import { AppError, type ChannelAccountId } from '#kernel'
import { actorName, audit, type Ctx, inTransaction } from '#platform'
import { openSealed, type SealKey, sealText } from '#privacy'
import { selectCredentials, updateEnabled, upsertCredentials } from './channel-credentials.store.ts'

/**
 * Seals and stores them in the place of the earlier ones, and enables the account. The audit says that they changed and by whom,
 * never what they are.
 */
export async function saveCredentials(
  ctx: Ctx,
  sealKey: SealKey,
  input: { channelAccountId: ChannelAccountId; credentials: Readonly<Record<string, unknown>> },
): Promise<void> {
  const { channelAccountId, credentials } = input
  await inTransaction(ctx, async (tx) => {
    const by = { at: ctx.clock.now(), actor: actorName(ctx.actor) }
    await upsertCredentials(tx, channelAccountId, sealText(sealKey, JSON.stringify(credentials)), by)
    await updateEnabled(tx, channelAccountId, true)
    await audit(tx, ctx, { action: 'channel.credentials_saved', subjectKind: 'channel_account', subjectId: channelAccountId })
  })
}

/** `savedAt` tells whether they are still those somebody has. Null where the account has none. Throws InvariantError for another key. */
export async function openCredentials(
  ctx: Ctx,
  sealKey: SealKey,
  channelAccountId: ChannelAccountId,
): Promise<{ readonly credentials: unknown; readonly savedAt: Date } | null> {
  const row = await selectCredentials(ctx.db, channelAccountId)
  return row && { credentials: JSON.parse(openSealed(sealKey, row)), savedAt: row.updatedAt }
}

/**
 * Lets an account speak and listen, or no more; its conversations stay.
 * Throws `account.not_found`.
 */
export async function enableChannelAccount(ctx: Ctx, channelAccountId: ChannelAccountId, isEnabled: boolean): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    if (!(await updateEnabled(tx, channelAccountId, isEnabled))) throw new AppError('account.not_found')
    const action = isEnabled ? 'channel.enabled' : 'channel.disabled'
    await audit(tx, ctx, { action, subjectKind: 'channel_account', subjectId: channelAccountId })
  })
}
