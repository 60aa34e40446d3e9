/** The bank's accounts on the channels: how they are, and setting them up. */
import { z } from 'zod'
import { ChannelAccountsState, CheckChannelInput, CheckedChannel, EnableChannelInput, SaveChannelInput } from '#contracts'
import { AppError, type ChannelAccountId, isId } from '#kernel'
import type { Ctx } from '#platform'
import { type DeskRoute, defineRoute } from './desk-route.ts'

/** What the desk may ask about channel accounts; handed in by app, because desk and bots do not know each other. */
export type ChannelAccounts = {
  list(ctx: Ctx): Promise<ChannelAccountsState>
  /** Asks the vendor; stores nothing. */
  check(ctx: Ctx, input: CheckChannelInput): Promise<CheckedChannel>
  /** Checks, seals, stores and begins to speak. Throws `channel.credentials_refused` where the vendor refuses them. */
  save(ctx: Ctx, input: SaveChannelInput): Promise<void>
  /** Throws `account.not_found`. */
  enable(ctx: Ctx, id: ChannelAccountId, isEnabled: boolean): Promise<void>
}

/** Saving and enabling write the audit in the transaction that changes them. */
export function channelRoutes(accounts: ChannelAccounts): readonly DeskRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/channel-accounts',
      summary:
        'The bank’s accounts on the channels: how they are, what they sent that nobody understands, the webhook to enter.',
      permission: 'settings.edit',
      answer: ChannelAccountsState,
      handle: ({ ctx }) => accounts.list(ctx),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/channel-accounts/check',
      summary: 'Ask the vendor whether credentials are good. Nothing is stored.',
      permission: 'settings.edit',
      body: CheckChannelInput,
      answer: CheckedChannel,
      handle: ({ ctx, body }) => accounts.check(ctx, body),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/channel-accounts',
      summary: 'Set an account up, or give it new credentials: checked with the vendor, sealed, in use at once.',
      permission: 'settings.edit',
      body: SaveChannelInput,
      answer: ChannelAccountsState,
      async handle({ ctx, body }) {
        await accounts.save(ctx, body)
        return accounts.list(ctx)
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/api/channel-accounts/:accountId',
      summary: 'Let an account speak and listen, or no more. Its conversations stay.',
      permission: 'settings.edit',
      params: z.object({ accountId: z.string() }),
      body: EnableChannelInput,
      async handle({ ctx, params, body, reply }) {
        if (!isId(params.accountId)) throw new AppError('account.not_found')
        await accounts.enable(ctx, params.accountId as ChannelAccountId, body.isEnabled)
        return reply.status(204).send()
      },
    }),
  ]
}
