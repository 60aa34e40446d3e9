import { ActionIcon, SegmentedControl, Select, Skeleton } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type ClockKind, type CutReport, type CutRow, type Figures, type ReportCut, reportCuts } from '#contracts'
import { getJson, type Query } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { TablePlace } from '../shell/table-place.tsx'
import { CountedNumber } from './behind.tsx'
import { Definition } from './definition.tsx'
import { narrowBy, useCutNames } from './report-filter.ts'

const clocksShown: readonly ClockKind[] = ['first_response', 'resolution']
const shownAtFirst = 15

/** All figures by one dimension: the shares of two clocks with their wholes, ranks, and what clients thought. */
export function CutSection({ query, onlyBy }: { query: Query; onlyBy: (cut: ReportCut, value: string) => void }) {
  const { t, explain } = useI18n()
  const [cut, setCut] = useState<ReportCut>('channel')
  const report = useQuery({
    queryKey: ['cut-report', query, cut],
    queryFn: ({ signal }) => getJson<CutReport>('/api/statistics/cut', { ...query, cut }, signal),
    staleTime: 30_000,
  })
  const names = t.manager.cuts.names
  return (
    <section className="panel" aria-busy={report.isFetching}>
      <h2 className="cut-head">
        {t.manager.cuts.title}
        <Definition text={`${t.manager.cuts.define} ${t.statistics.define.attained}`} />
        <SegmentedControl
          className="cut-wide"
          size="xs"
          aria-label={t.manager.cuts.by}
          value={cut}
          data={reportCuts.map((value) => ({ value, label: names[value] }))}
          onChange={(value) => setCut(value as ReportCut)}
        />
        <Select
          className="cut-narrow"
          size="sm"
          aria-label={t.manager.cuts.by}
          value={cut}
          allowDeselect={false}
          data={reportCuts.map((value) => ({ value, label: names[value] }))}
          onChange={(value) => value && setCut(value as ReportCut)}
        />
      </h2>
      {report.isError && <p className="rejection">{explain(report.error)}</p>}
      {report.isPending && <Skeleton height={280} radius="md" />}
      {report.data && report.data.rows.length === 0 && <p className="soft panel-empty">{t.statistics.empty}</p>}
      {report.data && report.data.rows.length > 0 && <CutTable report={report.data} onlyBy={onlyBy} />}
    </section>
  )
}

function CutTable({ report, onlyBy }: { report: CutReport; onlyBy: (cut: ReportCut, value: string) => void }) {
  const { t } = useI18n()
  const [isWhole, setWhole] = useState(false)
  const rows = isWhole ? report.rows : report.rows.slice(0, shownAtFirst)
  return (
    <>
      <TablePlace label={t.manager.cuts.by}>
        <table className="table cut-table">
          <thead>
            <tr>
              <th scope="col">{t.manager.cuts.names[report.cut]}</th>
              <th scope="col">{t.statistics.opened}</th>
              <th scope="col">{t.statistics.closed}</th>
              {clocksShown.map((kind) => (
                <ClockHeads key={kind} kind={kind} />
              ))}
              <th scope="col">{t.statistics.openPastDue}</th>
              <th scope="col">{t.manager.figures.firstContact}</th>
              <th scope="col">{t.manager.figures.repeated}</th>
              <th scope="col">{t.satisfaction.csat}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <CutLine key={row.value} cut={report.cut} row={row} onlyBy={onlyBy} />
            ))}
          </tbody>
        </table>
      </TablePlace>
      {report.rows.length > shownAtFirst && (
        <button type="button" className="counted more" onClick={() => setWhole(!isWhole)}>
          {isWhole ? t.common.close : `${t.manager.behind.more} (${report.rows.length - shownAtFirst})`}
        </button>
      )}
    </>
  )
}

function ClockHeads({ kind }: { kind: ClockKind }) {
  const { t } = useI18n()
  return (
    <>
      <th scope="col">{t.words.clocks[kind]}</th>
      <th scope="col">{`${t.statistics.median} · ${t.statistics.p90}`}</th>
    </>
  )
}

type LineProps = { cut: ReportCut; row: CutRow; onlyBy: (cut: ReportCut, value: string) => void }

function CutLine({ cut, row: { value, figures }, onlyBy }: LineProps) {
  const { t, format } = useI18n()
  const nameOf = useCutNames()
  const name = nameOf(cut, value)
  const narrow = narrowBy(cut, value)
  const pastDue = figures.clocks.reduce((sum, one) => sum + one.openPastDue, 0)
  const percent = (share: number | null) => (share === null ? t.common.none : format.percent(share))
  const counted = (measure: string, count: number, shown?: string, what = '') => (
    <CountedNumber name={what === '' ? name : `${name}: ${what}`} measure={measure} narrow={narrow} value={count}>
      {shown}
    </CountedNumber>
  )
  return (
    <tr>
      <th scope="row">
        <span className="cut-name">
          {name}
          {value !== '' && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={t.manager.cuts.only(name)}
              onClick={() => onlyBy(cut, value)}
            >
              <IconFilter size={14} aria-hidden />
            </ActionIcon>
          )}
        </span>
      </th>
      <td>{counted('opened', figures.opened)}</td>
      <td>{counted('closed', figures.closed)}</td>
      {clocksShown.map((kind) => (
        <ClockCells key={kind} kind={kind} figures={figures} name={name} narrow={narrow} />
      ))}
      <td data-bad={pastDue > 0 || undefined}>
        {counted('clocks.open_past_due', pastDue, undefined, t.statistics.openPastDue)}
      </td>
      <td>
        {counted(
          'first_contact',
          figures.firstContact.count,
          percent(figures.firstContact.share),
          t.manager.figures.firstContact,
        )}
      </td>
      <td>{counted('repeated', figures.repeated.count, percent(figures.repeated.share), t.manager.figures.repeated)}</td>
      <td>
        {counted('csat.top_two', figures.csat.topTwo, percent(figures.csat.share), t.satisfaction.topBox)}
        <small className="soft">
          {counted('csat.answered', figures.csat.answered, `n ${format.number(figures.csat.answered)}`, t.satisfaction.count)}
        </small>
      </td>
    </tr>
  )
}

function ClockCells({ kind, figures, name, narrow }: { kind: ClockKind; figures: Figures; name: string; narrow: Query }) {
  const { t, format } = useI18n()
  const share = figures.clocks.find((one) => one.kind === kind)
  if (!share || share.attained === null) {
    return (
      <>
        <td>{t.common.none}</td>
        <td>{t.common.none}</td>
      </>
    )
  }
  const clock = t.words.clocks[kind]
  const told = (ms: number | null) => (ms === null ? t.common.none : format.duration(ms))
  return (
    <>
      <td title={t.statistics.formulaWords}>
        <b>{format.percent(share.attained)}</b>
        <small className="soft">
          <CountedNumber
            name={`${name}: ${clock}, ${t.statistics.met}`}
            measure={`${kind}.met`}
            narrow={narrow}
            value={share.met}
          />
          {' / '}
          <CountedNumber
            name={`${name}: ${clock}, ${t.statistics.breached}`}
            measure={`${kind}.breached`}
            narrow={narrow}
            value={share.breached}
          />
          {' / '}
          <CountedNumber
            name={`${name}: ${clock}, ${t.statistics.openPastDue}`}
            measure={`${kind}.open_past_due`}
            narrow={narrow}
            value={share.openPastDue}
          />
        </small>
      </td>
      <td>
        {told(share.medianMs)}
        <small className="soft">{told(share.p90Ms)}</small>
      </td>
    </>
  )
}
