import type { Figures, PartOf } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { CountedNumber } from './behind.tsx'
import { Definition } from './definition.tsx'

type Shown = {
  readonly name: string
  readonly define: string
  readonly measure: string
  /** What the whole is counted by. */
  readonly whole: string
  readonly part: PartOf
  readonly was: PartOf | undefined
}

/** The shares of a period that are not of clocks, and how long things took; each with its whole, its definition and what it was. */
export function FigureTiles({ figures, was }: { figures: Figures; was: Figures | undefined }) {
  const { t } = useI18n()
  const words = t.manager.figures
  const shares: Shown[] = [
    {
      name: words.firstContact,
      define: words.defineFirstContact,
      measure: 'first_contact',
      whole: 'settled',
      part: figures.firstContact,
      was: was?.firstContact,
    },
    {
      name: words.contained,
      define: words.defineContained,
      measure: 'contained',
      whole: 'bot_first',
      part: figures.contained,
      was: was?.contained,
    },
    {
      name: words.undone,
      define: words.defineUndone,
      measure: 'undone',
      whole: 'closed',
      part: figures.undone,
      was: was?.undone,
    },
    {
      name: words.repeated,
      define: words.defineRepeated,
      measure: 'repeated',
      whole: 'opened',
      part: figures.repeated,
      was: was?.repeated,
    },
  ]
  return (
    <section>
      <h2>{words.title}</h2>
      <div className="tiles">
        {shares.map((one) => (
          <ShareTile key={one.measure} {...one} />
        ))}
        <HandlingTile figures={figures} was={was} />
      </div>
    </section>
  )
}

function ShareTile({ name, define, measure, whole, part, was }: Shown) {
  const { t, format } = useI18n()
  const shareOf = (one: PartOf | undefined) =>
    one?.share === null || one === undefined ? t.common.none : format.percent(one.share)
  return (
    <div className="tile">
      <span className="soft tile-name">
        {name}
        <Definition text={define} />
      </span>
      <b className="tabular">{shareOf(part)}</b>
      <small className="soft">
        <CountedNumber name={name} measure={measure} value={part.count}>
          {t.manager.figures.of(format.number(part.count), format.number(part.of))}
        </CountedNumber>
        {part.of > part.count && (
          <>
            {' · '}
            <CountedNumber name={t.numbers.whole(name)} measure={whole} value={part.of}>
              {`n ${format.number(part.of)}`}
            </CountedNumber>
          </>
        )}
        {was && ` · ${t.manager.compare.was(shareOf(was))}`}
      </small>
    </div>
  )
}

function HandlingTile({ figures, was }: { figures: Figures; was: Figures | undefined }) {
  const { t, format } = useI18n()
  const words = t.manager.figures
  const told = (ms: number | null | undefined) => (ms === null || ms === undefined ? t.common.none : format.duration(ms))
  const { medianMs, p90Ms, meanMs, count } = figures.handling
  const before = was?.handling.meanMs
  const change =
    meanMs !== null && before ? `${meanMs > before ? '+' : '−'}${format.percent(Math.abs(meanMs / before - 1))}` : null
  return (
    <div className="tile">
      <span className="soft tile-name">
        {words.handling}
        <Definition text={words.defineHandling} />
      </span>
      <b className="tabular">{told(medianMs)}</b>
      <small className="soft">
        {`p90 ${told(p90Ms)} · ${words.mean} ${told(meanMs)} · `}
        <CountedNumber name={words.handling} measure="handled" value={count}>{`n ${format.number(count)}`}</CountedNumber>
      </small>
      {was && (
        <small className="soft">
          {t.manager.compare.was(`${told(was.handling.medianMs)}, ${words.mean} ${told(before)}`)}
          {change && <b className="handling-change">{` ${t.manager.compare.change(change)}`}</b>}
        </small>
      )}
    </div>
  )
}
