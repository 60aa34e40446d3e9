/** What a console may ask and do about the bank's accounts; handed to the desk by app. */
import type { ChannelHealthView } from '#contracts'
import { type ChannelState, getPublicMessage, listChannelAccounts, pauseAccount, recordModeration, resumeAccount } from '#inbox'
import { AppError, type ChannelAccountId, type MessageId } from '#kernel'
import type { Ctx } from '#platform'
import type { ChannelRegistry, CommentResult } from '../channel.ts'
import { vendorKeepsMs } from './judge-channel.ts'
import { readSeen, watchChannel } from './watch-channels.ts'

export type ChannelDesk = {
  /** Every account with what the watchdog saw last. */
  health(ctx: Ctx): Promise<ChannelHealthView[]>
  /** Looks at one account now. @throws account.not_found */
  look(ctx: Ctx, channelAccountId: ChannelAccountId): Promise<void>
  /** Silences an account or lets it speak; also after its token was renewed. @throws account.not_found */
  hold(ctx: Ctx, channelAccountId: ChannelAccountId, isHeld: boolean): Promise<void>
  /** @throws message.not_found, comment.action_refused, channel.unreachable */
  moderate(ctx: Ctx, input: { messageId: MessageId; what: 'hidden' | 'shown' | 'deleted' }): Promise<void>
}

const iso = (at: Date | null | undefined) => at?.toISOString() ?? null

function pausedView(state: ChannelState | undefined): ChannelHealthView['paused'] {
  if (state === undefined || state.pauseReason === null) return null
  const { pauseReason: reason, pausedAt, pausedUntil } = state
  return { reason, since: iso(pausedAt), until: reason === 'held' ? null : iso(pausedUntil) }
}

async function healthViews(ctx: Ctx): Promise<ChannelHealthView[]> {
  const [accounts, seen] = await Promise.all([listChannelAccounts(ctx), readSeen(ctx)])
  return accounts.map(({ id, kind, name, visibility }): ChannelHealthView => {
    const own = <T extends { channelAccountId: ChannelAccountId }>(rows: readonly T[]) =>
      rows.find((row) => row.channelAccountId === id)
    const [watch, state, waiting, traffic] = [own(seen.watches), own(seen.states), own(seen.waiting), own(seen.traffic)]
    const dropsAt = watch?.pendingSince ? new Date(watch.pendingSince.getTime() + vendorKeepsMs) : null
    return {
      channelAccountId: id,
      kind,
      name,
      visibility,
      state: watch?.state ?? 'unwatched',
      findings: watch?.findings ?? [],
      checkedAt: iso(watch?.checkedAt),
      changedAt: iso(watch?.changedAt),
      paused: pausedView(state),
      waitingReplies: waiting?.waiting ?? 0,
      oldestWaitingAt: iso(waiting?.oldestAt),
      vendorPending: watch?.pendingCount ?? null,
      vendorDropsAt: kind === 'telegram' ? iso(dropsAt) : null,
      tokenExpiresAt: iso(watch?.tokenExpiresAt),
      lastInboundAt: iso(traffic?.lastInboundAt),
      probeSeenAt: iso(watch?.probeSeenAt),
    }
  })
}

async function knownAccount(ctx: Ctx, id: ChannelAccountId): Promise<void> {
  const isKnown = (await listChannelAccounts(ctx)).some((account) => account.id === id)
  if (!isKnown) throw new AppError('account.not_found', { channelAccountId: id })
}

/** A client's comment is hidden and never deleted; deleted is only what the bank itself wrote. */
async function moderate(
  ctx: Ctx,
  channels: ChannelRegistry,
  { messageId, what }: Parameters<ChannelDesk['moderate']>[1],
): Promise<void> {
  const message = await getPublicMessage(ctx, messageId)
  const comments = channels.of(message.channelAccountId)?.comments
  const isAllowed = message.isOwn === (what === 'deleted')
  if (comments === undefined || message.externalId === null || !isAllowed)
    throw new AppError('comment.action_refused', { messageId, what })
  const target = { commentExternalId: message.externalId }
  const result: CommentResult =
    what === 'deleted'
      ? await comments.deleteOwn(ctx, target)
      : await comments.hideComment(ctx, { ...target, isHidden: what === 'hidden' })
  if (result.state === 'retry' || result.state === 'unconfirmed') throw new AppError('channel.unreachable', { messageId })
  if (result.state === 'refused') throw new AppError('comment.action_refused', { messageId, reason: result.reason })
  await recordModeration(ctx, { messageId, what })
}

export function createChannelDesk(channels: ChannelRegistry): ChannelDesk {
  return {
    health: healthViews,
    async look(ctx, id) {
      const channel = channels.of(id)
      if (channel === undefined) throw new AppError('account.not_found', { channelAccountId: id })
      const { watches, ...seen } = await readSeen(ctx)
      const before = watches.find((row) => row.channelAccountId === id)
      await watchChannel(ctx, channel, seen, before)
    },
    async hold(ctx, id, isHeld) {
      await knownAccount(ctx, id)
      if (isHeld) await pauseAccount(ctx, { channelAccountId: id, reason: 'held' })
      else await resumeAccount(ctx, id)
    },
    moderate: (ctx, input) => moderate(ctx, channels, input),
  }
}
