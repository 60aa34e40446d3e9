import type { ClockExplanation, EscalationKind } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import type { Dictionary } from '../i18n/uz-latn.ts'
import { useOperators } from '../shell/console-context.tsx'

type Entry = ClockExplanation['entries'][number]
type Say = { t: Dictionary; duration: (ms: number) => string }

const numberOf = (entry: Entry, key: string): number | null => {
  const value = entry.facts[key]
  return typeof value === 'number' ? value : null
}
const textOf = (entry: Entry, key: string): string => {
  const value = entry.facts[key]
  return typeof value === 'string' ? value : ''
}

/** What the ledger knows beside the kind of an entry, in words; codes that have no words are left out. */
const details: Readonly<Record<string, (entry: Entry, say: Say) => (string | undefined)[]>> = {
  targeted: (entry, { t, duration }) => {
    const [targetMs, version] = [numberOf(entry, 'targetMs'), numberOf(entry, 'policyVersion')]
    return [
      targetMs === null ? '' : duration(targetMs),
      version === null ? '' : t.explain.policy(version),
      t.ledger.whys[textOf(entry, 'why')],
    ]
  },
  extended: (entry, { t }) => {
    const [from, to] = [numberOf(entry, 'fromDays'), numberOf(entry, 'termDays')]
    return [from === null || to === null ? '' : t.ledger.term(from, to)]
  },
  escalated: (entry, { t }) => [
    t.steps.kinds[textOf(entry, 'action') as EscalationKind],
    t.steps.outcomes[textOf(entry, 'outcome')],
  ],
  paused: (entry, { t }) => [t.words.pauseReasons[textOf(entry, 'reason') as keyof Dictionary['words']['pauseReasons']]],
}

/** Every entry of a clock's ledger as a sentence: what, why, by whom. */
export function LedgerList({ entries }: { entries: readonly Entry[] }) {
  const { t, format } = useI18n()
  const operators = useOperators()
  const actorOf = ({ actor }: Entry) => {
    const [kind, id] = actor.split(':')
    if (kind === 'operator') return operators.find((one) => one.id === id)?.displayName ?? t.words.holders.operator
    if (kind === 'client') return t.ledger.client
    return kind === 'bot' ? t.timeline.bot : t.ledger.system
  }
  return (
    <ol className="ledger">
      {/* One entry of a kind at a moment: the ledger writes no two. */}
      {entries.map((entry) => {
        const more = details[entry.kind]?.(entry, { t, duration: format.duration }) ?? []
        return (
          <li key={`${entry.at}-${entry.kind}-${entry.facts['code'] ?? ''}`}>
            <time className="soft tabular">{format.full(entry.at)}</time>
            <span className="ledger-text">
              <b>{t.explain.entries[entry.kind] ?? t.ledger.entries[entry.kind] ?? t.common.none}</b>
              <small className="soft">{[...more, actorOf(entry)].filter(Boolean).join(' · ')}</small>
            </span>
          </li>
        )
      })}
    </ol>
  )
}
