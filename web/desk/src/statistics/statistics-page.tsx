import { Alert, CloseButton, SegmentedControl, Select, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { channelKinds, type ReportCut, reportCuts, requestTypes, type SlaReport } from '#contracts'
import { addressOf, getJson, type Query } from '../api/http.ts'
import { DateInput } from '../dates/date-input.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { later } from '../shell/later.tsx'
import { PageHead, PageTabs } from '../shell/page-head.tsx'
import { type SectionOf, sectionsOf } from '../shell/route.ts'
import { AppealsSection } from './appeals-section.tsx'
import { BehindNumbers } from './behind.tsx'
import { ClockShareCards } from './clock-share-cards.tsx'
import { CutSection } from './cut-section.tsx'
import { Definition } from './definition.tsx'
import { FigureTiles } from './figure-tiles.tsx'
import { FileMenu } from './file-menu.tsx'
import { HeatMap } from './heat-map.tsx'
import { OpenNow } from './open-now.tsx'
import { type Comparison, comparedWith, comparisons, periodOf, presetOf, presets } from './period.ts'
import { QualityReportTable } from './quality-report-table.tsx'
import { RepeatTable } from './repeat-table.tsx'
import { queryOf, type ReportFilter, useCutNames } from './report-filter.ts'
import { VolumeTable } from './report-tables.tsx'
import { ReviewReportTable } from './review-report-table.tsx'
import { SatisfactionSection } from './satisfaction-section.tsx'
import { SchedulesSection } from './schedules-section.tsx'
import { TemplateReportTable } from './template-report-table.tsx'

const DaysChart = later(async () => (await import('./days-chart.tsx')).DaysChart, ChartOutline)

type Section = SectionOf<'statistics'>
/** Pages that are about a period of the reader's choice, and those that any dimension can narrow. */
const withPeriod: ReadonlySet<Section> = new Set(['sla', 'satisfaction', 'quality', 'templates', 'repeats'])
const withCuts: ReadonlySet<Section> = new Set(['sla', 'satisfaction'])

/** The manager's statistics: every number with what it is counted over, how, and the requests behind it. */
export function StatisticsPage({ section }: { section: Section }) {
  const { t } = useI18n()
  const [filter, setFilter] = useState<ReportFilter>(() => ({ period: periodOf('month', Date.now()), only: {} }))
  const [comparison, setComparison] = useState<Comparison>('none')
  const onlyBy = (cut: ReportCut, value: string | null) => {
    const { [cut]: _, ...rest } = filter.only
    setFilter({ ...filter, only: value === null ? rest : { ...rest, [cut]: value } })
  }
  return (
    <main id="main" tabIndex={-1} className="page scroll">
      <PageHead title={t.shell.statistics} lead={t.statistics.lead}>
        <Files section={section} filter={filter} />
      </PageHead>
      <PageTabs
        label={t.shell.statistics}
        section={section}
        names={t.satisfaction.tabs}
        sections={sectionsOf.statistics}
        routeOf={(one) => ({ page: 'statistics', section: one })}
      />
      {withPeriod.has(section) && (
        <Filters filter={filter} setFilter={setFilter} onlyBy={onlyBy} isPeriodOnly={!withCuts.has(section)}>
          {section === 'sla' && <Compare value={comparison} set={setComparison} />}
        </Filters>
      )}
      {section === 'sla' && <SlaSection filter={filter} comparison={comparison} onlyBy={onlyBy} />}
      {section === 'satisfaction' && <SatisfactionSection query={queryOf(filter)} />}
      {section === 'quality' && (
        <div className="report">
          <QualityReportTable period={filter.period} />
          <ReviewReportTable period={filter.period} />
        </div>
      )}
      {section === 'templates' && <TemplateReportTable period={filter.period} />}
      {section === 'repeats' && <RepeatTable period={filter.period} />}
      {section === 'appeals' && <AppealsSection />}
      {section === 'schedules' && <SchedulesSection />}
    </main>
  )
}

/** Where the same numbers are as files; nothing where they are not. */
function Files({ section, filter }: { section: Section; filter: ReportFilter }) {
  const query = queryOf(filter)
  if (withCuts.has(section)) {
    return <FileMenu path="/api/statistics/file" query={query} raw={addressOf('/api/statistics/sla.csv', query)} />
  }
  if (section === 'templates') return <FileMenu raw={addressOf('/api/statistics/templates.csv', filter.period)} />
  return null
}

const useReport = (query: Query, isWanted: boolean) =>
  useQuery({
    queryKey: ['report', query],
    enabled: isWanted,
    queryFn: ({ signal }) => getJson<SlaReport>('/api/statistics/sla', query, signal),
    placeholderData: (previous) => previous,
    staleTime: 30_000,
  })

type SlaProps = { filter: ReportFilter; comparison: Comparison; onlyBy: (cut: ReportCut, value: string | null) => void }

function SlaSection({ filter, comparison, onlyBy }: SlaProps) {
  const { t, format, explain } = useI18n()
  const query = queryOf(filter)
  const report = useReport(query, true)
  const was = comparedWith(filter.period, comparison)
  const before = useReport(queryOf({ ...filter, period: was ?? filter.period }), was !== null)
  if (report.isError) {
    return (
      <Alert color="red" role="alert" title={t.toast.failed}>
        {explain(report.error)}
      </Alert>
    )
  }
  if (!report.data) return <ReportSkeleton />
  const told = was && t.manager.compare.with(format.date(was.from), format.date(was.to))
  return (
    <div className="report" aria-busy={report.isFetching}>
      <p className="soft as-of">
        {[t.statistics.asOf(format.moment(report.data.asOf, Date.now())), told].filter(Boolean).join(' · ')}
      </p>
      <BehindNumbers query={query}>
        <Report report={report.data} was={was === null ? undefined : before.data} />
        <CutSection query={query} onlyBy={onlyBy} />
      </BehindNumbers>
    </div>
  )
}

function Compare({ value, set }: { value: Comparison; set: (value: Comparison) => void }) {
  const { t } = useI18n()
  return (
    <Select
      size="sm"
      allowDeselect={false}
      aria-label={t.manager.compare.label}
      value={value}
      data={comparisons.map((one) => ({ value: one, label: t.manager.compare[one] }))}
      onChange={(chosen) => set(comparisons.find((one) => one === chosen) ?? 'none')}
    />
  )
}

type FiltersProps = {
  filter: ReportFilter
  setFilter: (filter: ReportFilter) => void
  onlyBy: (cut: ReportCut, value: string | null) => void
  isPeriodOnly: boolean
  children: React.ReactNode
}

function Filters({ filter, setFilter, onlyBy, isPeriodOnly, children }: FiltersProps) {
  const { t } = useI18n()
  const preset = presetOf(filter.period, Date.now())
  return (
    <div className="filters">
      <SegmentedControl
        aria-label={t.statistics.period}
        value={preset ?? ''}
        data={presets.map((one) => ({ value: one, label: t.statistics.presets[one] }))}
        onChange={(value) => {
          const chosen = presets.find((one) => one === value)
          if (chosen) setFilter({ ...filter, period: periodOf(chosen, Date.now()) })
        }}
      />
      <DateInput
        className="date-field"
        label={t.statistics.from}
        value={filter.period.from}
        max={filter.period.to}
        set={(from) => from && setFilter({ ...filter, period: { ...filter.period, from } })}
      />
      <DateInput
        className="date-field"
        label={t.statistics.to}
        value={filter.period.to}
        min={filter.period.from}
        set={(to) => to && setFilter({ ...filter, period: { ...filter.period, to } })}
      />
      {children}
      {!isPeriodOnly && <OtherFilters filter={filter} onlyBy={onlyBy} />}
    </div>
  )
}

/** Three that are asked for most; the others come from the breakdown and are shown as they are. */
function OtherFilters({ filter, onlyBy }: Pick<FiltersProps, 'filter' | 'onlyBy'>) {
  const { t } = useI18n()
  const { directory, departmentName } = useConsole()
  const nameOf = useCutNames()
  const choice = { size: 'sm', clearable: true } as const
  const chosen = reportCuts.filter((cut) => !(cut in inSelects) && filter.only[cut] !== undefined)
  const selects = [
    {
      cut: 'channel',
      place: t.statistics.allChannels,
      data: channelKinds.map((value) => ({ value, label: t.words.channels[value] })),
    },
    { cut: 'type', place: t.statistics.allTypes, data: requestTypes.map((value) => ({ value, label: t.words.types[value] })) },
    {
      cut: 'department',
      place: t.statistics.allDepartments,
      data: directory.departments.map(({ id }) => ({ value: id, label: departmentName(id) })),
    },
  ] as const
  return (
    <>
      {selects.map(({ cut, place, data }) => (
        <Select
          key={cut}
          {...choice}
          aria-label={t.manager.cuts.names[cut]}
          placeholder={place}
          data={[...data]}
          value={filter.only[cut] ?? null}
          onChange={(value) => onlyBy(cut, value)}
        />
      ))}
      {chosen.map((cut) => {
        const name = `${t.manager.cuts.names[cut]}: ${nameOf(cut, filter.only[cut] ?? '')}`
        return (
          <span key={cut} className="filter-chip">
            {name}
            <CloseButton size="xs" aria-label={t.manager.cuts.clear(name)} onClick={() => onlyBy(cut, null)} />
          </span>
        )
      })}
    </>
  )
}

const inSelects = { channel: true, type: true, department: true }

function ChartOutline() {
  const { t } = useI18n()
  return <Skeleton height={260} role="status" aria-label={t.statistics.chartLoading} />
}

function ReportSkeleton() {
  return (
    <div className="share-cards" aria-hidden>
      {['a', 'b', 'c', 'd'].map((key) => (
        <Skeleton key={key} height={220} radius="lg" />
      ))}
    </div>
  )
}

function Report({ report, was }: { report: SlaReport; was: SlaReport | undefined }) {
  const { t } = useI18n()
  const isEmpty = report.volume.length === 0 && report.clocks.every((one) => one.attained === null)
  return (
    <>
      <OpenNow report={report} />
      {isEmpty && <p className="nothing">{t.statistics.empty}</p>}
      <section>
        <h2>
          {t.statistics.clocks}
          <Definition text={t.statistics.define.attained} />
        </h2>
        <ClockShareCards clocks={report.clocks} was={was?.clocks} />
      </section>
      <FigureTiles figures={report.figures} was={was?.figures} />
      <section className="panel">
        <h2>
          {t.statistics.days}
          <Definition text={t.statistics.define.days} />
        </h2>
        <DaysChart days={report.days} />
      </section>
      <HeatMap cells={report.hours} />
      <section className="panel">
        <h2>
          {t.statistics.volume}
          <Definition text={t.statistics.define.volume} />
        </h2>
        <VolumeTable volume={report.volume} />
      </section>
    </>
  )
}
