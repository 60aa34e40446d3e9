import type { ChannelAccounts } from '#desk'

/** For worlds in which nobody sets accounts up. */
export const noChannelAccounts: ChannelAccounts = {
  list: async () => ({ accounts: [], kinds: [], metaWebhook: { url: null, verifyToken: 'v' } }),
  check: async () => ({ ok: false, name: null, externalId: null, reason: 'malformed' }),
  save: async () => undefined,
  enable: async () => undefined,
}
