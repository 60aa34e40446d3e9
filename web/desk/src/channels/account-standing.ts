/** How an account stands, from what the watchdog saw and what its own process says. */
import type { ChannelAccountState, ChannelHealthView } from '#contracts'

/** From what wants looking at first to what may be left alone; the order of the page. */
export const standings = ['alarm', 'down', 'warning', 'starting', 'unwatched', 'ok', 'off'] as const
export type Standing = (typeof standings)[number]

/** @param account null where this person may not see how accounts are set up. */
export function standingOf(health: Pick<ChannelHealthView, 'state'>, account: ChannelAccountState | null): Standing {
  if (account !== null && !account.isEnabled) return 'off'
  const own = account?.health.state
  if (own === 'alarm' || health.state === 'alarm') return 'alarm'
  if (own === 'down' || own === 'starting') return own
  return health.state
}

export type AccountRow = {
  readonly health: ChannelHealthView
  readonly account: ChannelAccountState | null
  readonly standing: Standing
}

/** One row an account, the worst first, then by name. */
export function accountRows(
  health: readonly ChannelHealthView[],
  accounts: readonly ChannelAccountState[] | undefined,
): AccountRow[] {
  const rows = health.map((one) => {
    const account = accounts?.find(({ id }) => id === one.channelAccountId) ?? null
    return { health: one, account, standing: standingOf(one, account) }
  })
  const rank = (row: AccountRow) => standings.indexOf(row.standing)
  return rows.sort((a, b) => rank(a) - rank(b) || a.health.name.localeCompare(b.health.name))
}
