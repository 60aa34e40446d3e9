import { RingProgress } from '@mantine/core'
import type { ClockShare } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { CountedNumber } from './behind.tsx'
import { Definition } from './definition.tsx'

function colorOf(attained: number): string {
  if (attained >= 0.9) return 'var(--good)'
  return attained >= 0.75 ? 'var(--warn)' : 'var(--bad)'
}

/** One card per clock: the share, its denominator spelled out, and how long things took. */
type CardsProps = { clocks: readonly ClockShare[]; was?: readonly ClockShare[] | undefined }

export function ClockShareCards({ clocks, was }: CardsProps) {
  return (
    <div className="share-cards">
      {clocks.map((share) => (
        <ShareCard key={share.kind} share={share} was={was?.find((one) => one.kind === share.kind)} />
      ))}
    </div>
  )
}

function ShareCard({ share, was }: { share: ClockShare; was: ClockShare | undefined }) {
  const { t, format } = useI18n()
  const { attained } = share
  const part = (count: string) => ({ clock: t.words.clocks[share.kind], measure: `${share.kind}.${count}` })
  return (
    <article className="panel share-card">
      <h3>{t.words.clocks[share.kind]}</h3>
      <div className="share-top">
        <RingProgress
          size={104}
          thickness={10}
          roundCaps
          sections={attained === null ? [] : [{ value: attained * 100, color: colorOf(attained) }]}
          label={<b className="share-figure tabular">{attained === null ? t.common.none : format.percent(attained)}</b>}
        />
        <dl className="share-parts">
          <Part {...part('met')} name={t.statistics.met} value={share.met} />
          <Part {...part('breached')} name={t.statistics.breached} value={share.breached} isBad={share.breached > 0} />
          <Part
            {...part('open_past_due')}
            name={t.statistics.openPastDue}
            value={share.openPastDue}
            isBad={share.openPastDue > 0}
          />
          <Part {...part('not_yet_due')} name={t.statistics.notYetDue} value={share.notYetDue} isAside />
        </dl>
      </div>
      <p className="share-formula soft">
        {attained === null ? (
          t.statistics.noData
        ) : (
          <>
            <span className="tabular">{t.statistics.formula(share.met, share.breached, share.openPastDue)}</span>
            {t.statistics.formulaWords}
          </>
        )}
      </p>
      <Durations share={share} />
      {was && (
        <p className="soft share-n">
          {t.manager.compare.was(
            `${was.attained === null ? t.common.none : format.percent(was.attained)}, ${t.statistics.median} ${was.medianMs === null ? t.common.none : format.duration(was.medianMs)}`,
          )}
        </p>
      )}
    </article>
  )
}

type PartProps = { clock: string; name: string; measure: string; value: number; isBad?: boolean; isAside?: boolean }

function Part({ clock, name, measure, value, isBad = false, isAside = false }: PartProps) {
  return (
    <div data-bad={isBad || undefined} data-aside={isAside || undefined}>
      <dt>{name}</dt>
      <dd>
        <CountedNumber name={`${clock}: ${name}`} measure={measure} value={value} />
      </dd>
    </div>
  )
}

function Durations({ share }: { share: ClockShare }) {
  const { t, format } = useI18n()
  const durationOf = (ms: number | null) => (ms === null ? t.common.none : format.duration(ms))
  const { define } = t.statistics
  const figures = [
    { name: t.statistics.median, ms: share.medianMs, meaning: define.median },
    { name: t.statistics.p90, ms: share.p90Ms, meaning: define.p90 },
    { name: t.statistics.p95, ms: share.p95Ms, meaning: define.p95 },
  ]
  return (
    <>
      <dl className="share-durations">
        {figures.map(({ name, ms, meaning }) => (
          <div key={name}>
            <dt className="soft">
              {name}
              <Definition text={meaning} />
            </dt>
            <dd className="tabular">{durationOf(ms)}</dd>
          </div>
        ))}
      </dl>
      <p className="soft share-n">
        <CountedNumber
          name={`${t.words.clocks[share.kind]}: ${t.statistics.median}`}
          measure={`${share.kind}.answered`}
          value={share.answered}
        >
          {t.statistics.answered(share.answered)}
        </CountedNumber>
      </p>
    </>
  )
}
