import { type CueGroup, groupNumberOf } from '../cues/cues.ts'
import type { Reading } from './reading.ts'
import { foldedOf } from './word.ts'

/** A danger that a text tells: the rule's code, and which of the reading's cues shows where it is told. */
export type Danger = { readonly code: string; readonly cue: number }

type DangerRule = {
  readonly code: string
  /** The cue that tells the danger. */
  readonly group: CueGroup
  /** Where given, one of these must be told too: the cue alone is said of harmless things as well. */
  readonly withAny?: readonly CueGroup[]
  /** Where true, the text must name what can be lost and opens the way to money. */
  readonly needsThing?: true
}

/** What can be lost and opens the way to money: a card, a phone with the bank's application, a wallet, a bag. */
const thing =
  /^(?:kart|plastik|telefon|telfon|tilpon|phone|mobile|card|hamyon|humo|uzcard|visa|shalet|purse|koshel|sumk|ryukzak|ruksak|rucksack|barsetk|bag|handbag|sim|token|akaunt|account|profil|atm|bankomat|kurtka|pasport)/

/** Money or safety in danger now. Each rule alone makes a request urgent, whatever the model thinks. */
const dangerRules: readonly DangerRule[] = [
  { code: 'code_told', group: 'codeTold', withAny: ['past', 'moneyHarm', 'fraud'] },
  { code: 'card_lost', group: 'lost', needsThing: true },
  { code: 'card_lost', group: 'snatched', needsThing: true },
  { code: 'fraud', group: 'fraud', withAny: ['moneyHarm', 'blockNow'] },
  { code: 'stop_now', group: 'blockNow', withAny: ['now', 'fraud', 'lost'] },
  { code: 'card_data_given', group: 'cardDataGiven' },
  { code: 'money_going', group: 'moneyGoing' },
  { code: 'caller_on_line', group: 'onTheLine' },
  { code: 'remote_control', group: 'remoteAccess' },
  { code: 'safe_account', group: 'safeAccount' },
  { code: 'account_taken', group: 'strangeDevice' },
  { code: 'codes_coming', group: 'codesComing' },
  { code: 'not_my_deed', group: 'notMyDeed' },
  { code: 'sim_dead', group: 'simDead' },
  { code: 'bait_taken', group: 'fileOpened' },
]

/** Harm that goes on while the client writes: nothing soothes it. */
const goingOn = numbersOf(['moneyGoing', 'onTheLine', 'codesComing'])
/** What says that the danger is over, long past, a price, a thought or a warning to others. */
const soothers = numbersOf(['settled', 'longAgo', 'asksPrice', 'imagined', 'warning'])

function numbersOf(groups: readonly CueGroup[]): number[] {
  return groups.map(groupNumberOf)
}

const numbered = dangerRules.map((rule) => ({
  code: rule.code,
  group: groupNumberOf(rule.group),
  withAny: rule.withAny === undefined ? null : numbersOf(rule.withAny),
  needsThing: rule.needsThing === true,
}))
type NumberedRule = (typeof numbered)[number]
const dangerous = new Uint8Array(256)
for (const { group } of numbered) dangerous[group] = 1

function tellsAny({ cues }: Reading): boolean {
  for (let at = 0; at < cues.size; at++) if (dangerous[cues.groupAt(at)] === 1) return true
  return false
}

function tells({ cues }: Reading, groups: readonly number[]): boolean {
  return groups.some((group) => cues.has(group))
}

function names({ senses, wordCount }: Reading, what: RegExp): boolean {
  for (let at = 0; at < wordCount; at++) if (what.test(foldedOf(senses[at] ?? 0))) return true
  return false
}

function dangerOf(rule: NumberedRule, reading: Reading): Danger | null {
  const cue = reading.cues.indexOf(rule.group)
  if (cue < 0) return null
  if (rule.withAny !== null && !tells(reading, rule.withAny)) return null
  return rule.needsThing && !names(reading, thing) ? null : { code: rule.code, cue }
}

/** What alone is no danger and may be one beside a block: money gone. */
const harms = numbersOf(['moneyHarm'])
/** Said of one's own card, account or application that no longer serves. */
const blocked = groupNumberOf('accessBlocked')
/** What a bank blocks. */
const blockable =
  /^(?:kart|plastik|card|humo|uzcard|visa|hisob|sch[eyo]+t|acount|akaunt|profil|kabinet|ilova|prilojeni|app|pin|parol|pasword|dostup|aces|login)/

/**
 * Whether the text tells that the client is cut off from their own card, account or application, and hints at no danger: from what the
 * bank has blocked nobody can take now.
 */
export function isCutOff(reading: Reading): boolean {
  if (!reading.cues.has(blocked) || tells(reading, soothers) || !names(reading, blockable)) return false
  return !tellsAny(reading) && !tells(reading, harms)
}

/**
 * The dangers a text tells, each code once. A text that says the danger is over, long past or only imagined tells none, unless it also
 * tells of harm that goes on: ambiguity resolves upward.
 */
export function dangersOf(reading: Reading): Danger[] {
  if (!tellsAny(reading) || (tells(reading, soothers) && !tells(reading, goingOn))) return []
  const dangers: Danger[] = []
  for (const rule of numbered) {
    const danger = dangerOf(rule, reading)
    if (danger !== null && !dangers.some(({ code }) => code === danger.code)) dangers.push(danger)
  }
  return dangers
}
