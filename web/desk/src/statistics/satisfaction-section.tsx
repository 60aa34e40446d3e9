import { Alert, RingProgress, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { CsatFigures, NpsFigures, SatisfactionReport } from '#contracts'
import { getJson, type Query } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { TablePlace } from '../shell/table-place.tsx'
import { BehindNumbers, CountedNumber } from './behind.tsx'
import { Definition } from './definition.tsx'
import { signed } from './nps-alerts.tsx'
import { NpsWatchPanel } from './nps-watch.tsx'

/** Fewer answers than this make a share that one client can turn. */
const fewAnswers = 30

function colorOf(share: number): string {
  if (share >= 0.8) return 'var(--good)'
  return share >= 0.6 ? 'var(--warn)' : 'var(--bad)'
}

/** What clients think of us: the top two boxes and NPS, never without how many were asked and how many answered. */
export function SatisfactionSection({ query }: { query: Query }) {
  const { t, explain } = useI18n()
  const report = useQuery({
    queryKey: ['satisfaction-report', query],
    queryFn: ({ signal }) => getJson<SatisfactionReport>('/api/statistics/satisfaction', query, signal),
    placeholderData: (previous) => previous,
  })
  if (report.isError) {
    return (
      <Alert color="red" role="alert" title={t.toast.failed}>
        {explain(report.error)}
      </Alert>
    )
  }
  if (!report.data) return <Skeleton height={240} radius="lg" />
  const { csat, nps, byChannel, byTopic } = report.data
  return (
    <BehindNumbers query={query}>
      <div className="report" aria-busy={report.isFetching}>
        {csat.answered + nps.answered === 0 && <p className="soft panel-empty">{t.satisfaction.none}</p>}
        <div className="mark-cards">
          <CsatCard csat={csat} />
          <NpsCard nps={nps} />
          <ScoresCard csat={csat} />
        </div>
        <NpsWatchPanel />
        <div className="report-pair">
          <ByChannel rows={byChannel} />
          <ByTopic rows={byTopic} />
        </div>
      </div>
    </BehindNumbers>
  )
}

type ResponseProps = Pick<CsatFigures, 'asked' | 'answered' | 'responseRate'> & { of: 'csat' | 'nps' }

function Response({ of, asked, answered, responseRate }: ResponseProps) {
  const { t, format } = useI18n()
  const name = t.satisfaction[of]
  return (
    <>
      <p className="soft tabular">
        <CountedNumber name={`${name}: ${t.satisfaction.count}`} measure={`${of}.answered`} value={answered}>
          {t.satisfaction.n(format.number(answered), format.number(asked))}
        </CountedNumber>
      </p>
      <p className="soft">
        {`${t.satisfaction.response}: `}
        <CountedNumber name={`${name}: ${t.satisfaction.response}`} measure={`${of}.asked`} value={asked}>
          {responseRate === null ? t.common.none : format.percent(responseRate)}
        </CountedNumber>
        <Definition text={t.satisfaction.responseDefine} />
      </p>
      {answered > 0 && answered < fewAnswers && <p className="growth">{t.satisfaction.few}</p>}
    </>
  )
}

function CsatCard({ csat }: { csat: CsatFigures }) {
  const { t, format } = useI18n()
  const { share } = csat
  return (
    <article className="panel mark-card">
      <h2>
        {t.satisfaction.csat}
        <Definition text={t.satisfaction.csatDefine} />
      </h2>
      <div className="share-top">
        <RingProgress
          size={104}
          thickness={10}
          roundCaps
          sections={share === null ? [] : [{ value: share * 100, color: colorOf(share) }]}
          label={<b className="share-figure tabular">{share === null ? t.common.none : format.percent(share)}</b>}
        />
        <div>
          <p>
            <b>
              <CountedNumber name={t.satisfaction.topBox} measure="csat.top_two" value={csat.topTwo} />
            </b>{' '}
            {t.satisfaction.topBox}
          </p>
          <Response of="csat" {...csat} />
        </div>
      </div>
    </article>
  )
}

function NpsCard({ nps }: { nps: NpsFigures }) {
  const { t } = useI18n()
  const parts = [
    { key: 'promoters', name: t.satisfaction.promoters, count: nps.promoters },
    { key: 'passives', name: t.satisfaction.passives, count: nps.passives },
    { key: 'detractors', name: t.satisfaction.detractors, count: nps.detractors },
  ] as const
  const figure = nps.nps === null ? t.common.none : signed(Math.round(nps.nps * 100))
  return (
    <article className="panel mark-card">
      <h2>
        {t.satisfaction.nps}
        <Definition text={t.satisfaction.npsDefine} />
      </h2>
      <div className="share-top">
        <b className="nps-figure tabular">{figure}</b>
        <div>
          <Response of="nps" {...nps} />
        </div>
      </div>
      <div className="nps-bar" aria-hidden>
        {parts
          .filter(({ count }) => count > 0)
          .map(({ key, count }) => (
            <i key={key} data-part={key} style={{ flexGrow: count }} />
          ))}
      </div>
      <dl className="nps-parts">
        {parts.map(({ key, name, count }) => (
          <div key={key} data-part={key}>
            <dt>{name}</dt>
            <dd>
              <CountedNumber name={name} measure={`nps.${key}`} value={count} />
            </dd>
          </div>
        ))}
      </dl>
    </article>
  )
}

function ScoresCard({ csat }: { csat: CsatFigures }) {
  const { t } = useI18n()
  const most = Math.max(1, ...csat.scores.map(({ count }) => count))
  return (
    <article className="panel mark-card">
      <h2>{t.satisfaction.scores}</h2>
      <ol className="score-bars" reversed>
        {[...csat.scores].reverse().map(({ score, count }) => (
          <li key={score}>
            <b className="tabular">{score}</b>
            <span className="score-track" aria-hidden>
              <span className="score-fill" style={{ width: `${(count / most) * 100}%` }} data-score={score} />
            </span>
            <CountedNumber name={`${t.satisfaction.csat}: ${score}`} measure={`csat.${score}`} value={count} />
          </li>
        ))}
      </ol>
    </article>
  )
}

type ShareCellsProps = { name: string; narrow: Query; csat: CsatFigures }

function ShareCells({ name, narrow, csat }: ShareCellsProps) {
  const { t, format } = useI18n()
  const counted = (measure: string, value: number, shown: string, what: string) => (
    <CountedNumber name={`${name}: ${what}`} measure={measure} narrow={narrow} value={value}>
      {shown}
    </CountedNumber>
  )
  return (
    <>
      <td>
        <b>
          {counted(
            'csat.top_two',
            csat.topTwo,
            csat.share === null ? t.common.none : format.percent(csat.share),
            t.satisfaction.topBox,
          )}
        </b>
      </td>
      <td>{counted('csat.answered', csat.answered, format.number(csat.answered), t.satisfaction.count)}</td>
      <td>
        {counted(
          'csat.asked',
          csat.asked,
          csat.responseRate === null ? t.common.none : format.percent(csat.responseRate),
          t.satisfaction.response,
        )}
      </td>
    </>
  )
}

function ShareHeads() {
  const { t } = useI18n()
  return (
    <>
      <th scope="col">{t.satisfaction.topBox}</th>
      <th scope="col">{t.satisfaction.count}</th>
      <th scope="col">{t.satisfaction.response}</th>
    </>
  )
}

function ByChannel({ rows }: { rows: SatisfactionReport['byChannel'] }) {
  const { t } = useI18n()
  if (rows.length === 0) return null
  return (
    <section className="panel">
      <h2>{t.satisfaction.byChannel}</h2>
      <TablePlace label={t.satisfaction.byChannel}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t.statistics.channel}</th>
              <ShareHeads />
              <th scope="col">{t.watch.now}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ channel, csat, nps }) => (
              <tr key={channel}>
                <th scope="row">{t.words.channels[channel]}</th>
                <ShareCells name={t.words.channels[channel]} narrow={{ channel }} csat={csat} />
                <td>
                  <CountedNumber
                    name={`${t.words.channels[channel]}: ${t.satisfaction.nps}`}
                    measure="nps.answered"
                    narrow={{ channel }}
                    value={nps.answered}
                  >
                    {nps.nps === null ? t.common.none : signed(Math.round(nps.nps * 100))}
                  </CountedNumber>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TablePlace>
    </section>
  )
}

function ByTopic({ rows }: { rows: SatisfactionReport['byTopic'] }) {
  const { t } = useI18n()
  const { topicName } = useConsole()
  if (rows.length === 0) return null
  return (
    <section className="panel">
      <h2>{t.satisfaction.byTopic}</h2>
      <TablePlace label={t.satisfaction.byTopic}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t.facts.topic}</th>
              <ShareHeads />
            </tr>
          </thead>
          <tbody>
            {rows.map(({ topic, csat }) => (
              <tr key={topic}>
                <th scope="row">{topicName(topic)}</th>
                <ShareCells name={topicName(topic)} narrow={{ topic }} csat={csat} />
              </tr>
            ))}
          </tbody>
        </table>
      </TablePlace>
    </section>
  )
}
