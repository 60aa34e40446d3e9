/** E-mail addresses, as machines write them and as people hide them: "ali (at) mail . ru", "ali собака mail точка ру". */
import type { Finds } from './finds.ts'
import type { Reading } from './reading.ts'

const isName = /[\p{L}\d._%+-]/u
const isHost = /[\p{L}\d.-]/u
const longestName = 64
const longestHost = 120
const ends = '(?:uz|ru|com|net|org|su|info|kz|kg|tj|me|io|biz|edu|gov|de|уз|ру|ком|рф|kom)'
const dot = '(?:\\s?\\.\\s?|\\s(?:dot|tochka|точка|nuqta|нуқта|нукта)\\s)'
const spacedHost = new RegExp(`^[ \\t]?[\\p{L}\\d-]{1,40}${dot}(?:[\\p{L}\\d-]{1,40}${dot})?${ends}(?![\\p{L}\\d])`, 'iu')
const saidAt = new Set(['at', 'sobaka', 'kuchuk', 'kuchukcha', 'dog', 'et'])

export function findEmails(reading: Reading, finds: Finds): void {
  const { chars, words } = reading
  for (let at = chars.indexOf('@'); at >= 0; at = chars.indexOf('@', at + 1)) addAround(chars, finds, at, at + 1)
  for (const { start, end, folded } of words) if (saidAt.has(folded)) addSaid(chars, finds, start, end)
}

/** @param at where the sign or word begins, `behind` where it has ended. */
function addAround(chars: string, finds: Finds, at: number, behind: number): void {
  const host = hostBehind(chars, behind)
  const end = host > 0 ? host : spacedEnd(chars, behind)
  if (end < 0) return
  const start = nameBefore(chars, chars[at - 1] === ' ' && host <= 0 ? at - 1 : at)
  if (start >= 0) finds.add('email', start, end)
}

/** A host as machines write it: at least two parts, none empty; -1 where there is none. */
function hostBehind(chars: string, from: number): number {
  let end = from
  while (end - from < longestHost && isHost.test(chars[end] ?? '')) end++
  while (end > from && /[.-]/.test(chars[end - 1] ?? '')) end--
  const host = chars.slice(from, end)
  return /^[\p{L}\d-]+(?:\.[\p{L}\d-]+)+$/u.test(host) ? end : -1
}

function spacedEnd(chars: string, from: number): number {
  const match = spacedHost.exec(chars.slice(from, from + longestHost))
  return match ? from + match[0].length : -1
}

function nameBefore(chars: string, at: number): number {
  let start = at
  while (at - start < longestName && isName.test(chars[start - 1] ?? '')) start--
  return start < at ? start : -1
}

/** "(at)", "[at]", " собака ": only where a host is behind it. */
function addSaid(chars: string, finds: Finds, start: number, end: number): void {
  const opened = /[([{<]/.test(chars[start - 1] ?? '') ? start - 1 : start
  const closed = opened < start && /[)\]}>]/.test(chars[end] ?? '') ? end + 1 : end
  const behind = chars[closed] === ' ' ? closed + 1 : closed
  if (behind === end && opened === start) return
  const before = chars[opened - 1] === ' ' ? opened - 1 : opened
  const host = spacedEnd(chars, behind)
  const name = nameBefore(chars, before)
  if (host > 0 && name >= 0) finds.add('email', name, host)
}
