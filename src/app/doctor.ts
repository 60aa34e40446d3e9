/** The doctor's look at the bank's channels, by what the watchdog and the tables say. */
import { createChannelDesk, createChannelRegistry } from '#bots'
import type { ChannelHealthView, WatchFinding } from '#contracts'
import { minuteMs } from '#kernel'
import { type Ctx, examinePlatform, type Finding, fault, warning, well, withTools } from '#platform'

const area = 'channels'
/** The watchdog looks once a minute. */
const staleAfterMs = 5 * minuteMs

/** Everything that can be found out without changing anything; never throws for what it finds. */
export async function examine(env: Readonly<Record<string, string | undefined>>): Promise<Finding[]> {
  const { findings, config, isDatabaseUsable } = await examinePlatform(env)
  if (config === null || !isDatabaseUsable) return [...findings]
  return withTools(
    config,
    () => undefined,
    async ({ ctx }) => [...findings, ...(await checkChannels(ctx))],
  )
}

async function checkChannels(ctx: Ctx): Promise<Finding[]> {
  const accounts = await createChannelDesk(createChannelRegistry()).health(ctx)
  if (accounts.length === 0) return [warning(area, 'no channel is set up', 'Set one up in the console under Channels.')]
  return accounts.flatMap((account) => judgeAccount(account, ctx.clock.now()))
}

type WatchCode = WatchFinding['code']

/** What each of the watchdog's finds asks of the person who runs it. */
const remedies: Readonly<Record<WatchCode, readonly [says: string, todo: string]>> = {
  token_refused: ['the vendor refuses the token', 'Enter a new token in the console; the replies that wait go out then.'],
  token_expires: ['the token runs out soon', 'Enter a new token in the console before it does.'],
  backlog_grows_old: [
    'the vendor keeps messages we have not taken, and drops them when they are a day old',
    'Is the address it calls right and reachable? Mend that before anything else.',
  ],
  vendor_reports_error: ['the vendor could not deliver to us', 'Look at PUBLIC_URL, its certificate and the proxy before us.'],
  silence: ['nothing comes in at an hour when it usually does', 'Write to the channel yourself and see whether it arrives.'],
  probe_lost: ['our own trial message did not come back', 'Look at PUBLIC_URL, its certificate and the proxy before us.'],
  subscription_missing: ['the vendor does not tell us of what happens', "Look at the permissions of the app at the vendor's."],
  other_consumer: ['another program takes the messages of this bot', 'Stop the other one, or make a new token.'],
  replies_wait: ['replies wait to be sent', 'Does a process with the role worker run? Does the vendor limit us?'],
  held: ['somebody holds the replies back', 'Let it speak again in the console, under Channels.'],
  channel_down: ['the vendor does not answer', 'Wait, or look whether this machine reaches it.'],
}

/** Exported for its test. */
export function judgeAccount(account: ChannelHealthView, now: Date): Finding[] {
  const called = `${account.kind} “${account.name}”`
  const checkedAt = account.checkedAt === null ? null : new Date(account.checkedAt)
  if (account.state !== 'unwatched' && checkedAt !== null && now.getTime() - checkedAt.getTime() > staleAfterMs) {
    const minutes = Math.round((now.getTime() - checkedAt.getTime()) / minuteMs)
    return [
      warning(area, `nobody has looked after ${called} for ${minutes} minutes`, 'Does a process with the role telegram run?'),
    ]
  }
  if (account.findings.length === 0) return [well(area, `${called} is well`)]
  return account.findings.map(({ code, level }) => {
    const [says, todo] = remedies[code]
    return level === 'alarm' ? fault(area, `${called}: ${says}`, todo) : warning(area, `${called}: ${says}`, todo)
  })
}
