import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { type QualityMark, scoreOf } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { useQualityWords } from '../i18n/quality/use-quality-words.ts'
import type { CardDraft } from './card-draft.ts'

const marks = { well: 1, half: 0.5, failed: 0, none: null } as const satisfies Record<string, QualityMark>
type Mark = keyof typeof marks
const isMark = (value: string): value is Mark => value in marks

/** What a score by the draft would be, mark by mark; the server counts the same way. */
export function CardPreview({ items }: { items: CardDraft['items'] }) {
  const { t, format, language } = useI18n()
  const words = useQualityWords()
  const [chosen, setChosen] = useState<Readonly<Record<number, Mark>>>({})
  const markOf = (key: number): Mark => chosen[key] ?? 'well'
  const score = scoreOf(items.map((item) => ({ ...item, mark: marks[markOf(item.key)] })))
  const whole = items.reduce((sum, { weight }) => sum + weight, 0)
  return (
    <section className="quality-preview" aria-label={words.card.preview}>
      <h2>{words.card.preview}</h2>
      <p className="soft">{words.card.previewHint}</p>
      <output className="quality-total" aria-live="polite">
        <b className="tabular quality-total-number">
          {score === null ? t.common.none : format.number(Math.round(score.total * 10) / 10)}
        </b>
        {score?.isZeroed && (
          <span className="standing" data-standing="withdrawn">
            {words.own.zeroed}
          </span>
        )}
      </output>
      {items.map(({ key, names, weight }) => {
        const name = names[language].trim() || words.card.fresh
        return (
          <div key={key} className="quality-trial">
            <span>
              {name}
              <small className="soft">{` ${words.told.share(format.percent(whole === 0 ? 0 : weight / whole))}`}</small>
            </span>
            <SegmentedControl
              size="xs"
              aria-label={`${words.card.preview}: ${name}`}
              value={markOf(key)}
              data={Object.keys(marks).map((value) => ({ value, label: isMark(value) ? words.mark[value] : value }))}
              onChange={(value) => isMark(value) && setChosen({ ...chosen, [key]: value })}
            />
          </div>
        )
      })}
    </section>
  )
}
