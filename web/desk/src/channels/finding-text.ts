/** What the watchdog found, in words that say what to do next. */
import type { z } from 'zod'
import type { WatchFinding } from '#contracts'
import type { Formats } from '../i18n/format.ts'
import type { Dictionary } from '../i18n/uz-latn.ts'

type Finding = z.infer<typeof WatchFinding>
type Tell = (number: (name: string) => number, words: Dictionary['channels']['findings'], format: Formats) => string

const minuteMs = 60_000

const tellers: Record<Finding['code'], Tell> = {
  token_refused: (_, words) => words.tokenRefused,
  token_expires: (number, words) => words.tokenExpires(number('daysLeft')),
  backlog_grows_old: (number, words, format) =>
    words.backlog(
      format.number(number('pending')),
      format.duration(number('ageMinutes') * minuteMs),
      format.duration(number('dropsInMinutes') * minuteMs),
    ),
  vendor_reports_error: (number, words, format) => words.vendorError(format.ago(0, number('minutesAgo') * minuteMs)),
  silence: (number, words, format) =>
    words.silence(format.number(number('usual')), format.duration(number('silentMinutes') * minuteMs)),
  probe_lost: (_, words) => words.probeLost,
  subscription_missing: (_, words) => words.subscriptionMissing,
  other_consumer: (_, words) => words.otherConsumer,
  replies_wait: (number, words, format) =>
    words.repliesWait(format.number(number('waiting')), format.duration(number('minutes') * minuteMs)),
  held: (number, words, format) => words.held(format.number(number('waiting'))),
  channel_down: (_, words) => words.channelDown,
}

/** The sentence of one finding in the language of the screen. */
export function findingText(finding: Finding, words: Dictionary['channels']['findings'], format: Formats): string {
  if (finding.facts['reason'] === 'permission_missing') return words.permissionMissing
  return tellers[finding.code]((name) => Number(finding.facts[name] ?? 0), words, format)
}
