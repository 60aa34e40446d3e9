import type { CueHit } from '../cues/cue-matcher.ts'
import { type CueGroup, groupNumberOf } from '../cues/cues.ts'
import type { Reading } from './reading.ts'

/** A danger that a text tells: the rule's code, and the cue that shows where it is told. */
export type Danger = { readonly code: string; readonly cue: CueHit }

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
  /^(?:kart|plastik|telefon|telfon|tilpon|phone|mobile|card|hamyon|humo|uzcard|visa|shalet|purse|koshel|sumk|ryukzak|ruksak|rucksack|barsetk|bag|handbag|sim|akaunt|account|profil|atm|bankomat|kurtka|pasport)/

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
const dangerous = new Set(numbered.map((rule) => rule.group))

/** The first cue of each group told in a text. */
type Told = ReadonlyMap<number, CueHit>

function tells(told: Told, groups: readonly number[]): boolean {
  return groups.some((group) => told.has(group))
}

function namesThing({ words }: Reading): boolean {
  return words.some((word) => thing.test(word.folded))
}

function dangerOf(rule: NumberedRule, told: Told, reading: Reading): Danger | null {
  const cue = told.get(rule.group)
  if (cue === undefined) return null
  if (rule.withAny !== null && !tells(told, rule.withAny)) return null
  return rule.needsThing && !namesThing(reading) ? null : { code: rule.code, cue }
}

/**
 * The dangers a text tells, each code once. A text that says the danger is over, long past or only imagined tells none, unless it also
 * tells of harm that goes on: ambiguity resolves upward.
 */
export function dangersOf(reading: Reading): Danger[] {
  if (!reading.cues.some((cue) => dangerous.has(cue.group))) return []
  const told = new Map<number, CueHit>()
  for (const cue of reading.cues) if (!told.has(cue.group)) told.set(cue.group, cue)
  if (tells(told, soothers) && !tells(told, goingOn)) return []
  const dangers: Danger[] = []
  for (const rule of numbered) {
    const danger = dangerOf(rule, told, reading)
    if (danger !== null && !dangers.some(({ code }) => code === danger.code)) dangers.push(danger)
  }
  return dangers
}
