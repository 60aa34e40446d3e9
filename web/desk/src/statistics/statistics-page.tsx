import { Alert, Button, SegmentedControl, Select, Skeleton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { channelKinds, requestTypes, type SlaReport } from '#contracts'
import { addressOf, getJson, saveFile } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { PageHead, PageTabs } from '../shell/page-head.tsx'
import { type SectionOf, sectionsOf } from '../shell/route.ts'
import { ClockShareCards } from './clock-share-cards.tsx'
import { Definition } from './definition.tsx'
import { OpenNow } from './open-now.tsx'
import { type Period, periodOf, presetOf, presets } from './period.ts'
import { RepeatTable } from './repeat-table.tsx'
import { ShareTable, VolumeTable } from './report-tables.tsx'
import { SatisfactionSection } from './satisfaction-section.tsx'
import { TemplateReportTable } from './template-report-table.tsx'

const DaysChart = lazy(async () => ({ default: (await import('./days-chart.tsx')).DaysChart }))

type Filter = { period: Period; channel: string | null; type: string | null; departmentId: string | null }

const queryOf = ({ period, channel, type, departmentId }: Filter) => ({
  ...period,
  channel: channel ?? undefined,
  type: type ?? undefined,
  departmentId: departmentId ?? undefined,
})

type Section = SectionOf<'statistics'>

/** The manager's statistics: every number with what it is counted over, and how, beside it. */
export function StatisticsPage({ section }: { section: Section }) {
  const { t } = useI18n()
  const [filter, setFilter] = useState<Filter>(() => ({
    period: periodOf('month', Date.now()),
    channel: null,
    type: null,
    departmentId: null,
  }))
  const csv = csvOf(section, filter)
  return (
    <main id="main" tabIndex={-1} className="page scroll">
      <PageHead title={t.shell.statistics} lead={t.statistics.lead}>
        {csv && <CsvButton address={csv} />}
      </PageHead>
      <PageTabs
        label={t.shell.statistics}
        section={section}
        names={t.satisfaction.tabs}
        sections={sectionsOf.statistics}
        routeOf={(one) => ({ page: 'statistics', section: one })}
      />
      <Filters filter={filter} setFilter={setFilter} isPeriodOnly={section === 'templates' || section === 'repeats'} />
      {section === 'sla' && <SlaSection filter={filter} />}
      {section === 'satisfaction' && <SatisfactionSection query={queryOf(filter)} />}
      {section === 'templates' && <TemplateReportTable period={filter.period} />}
      {section === 'repeats' && <RepeatTable period={filter.period} />}
    </main>
  )
}

/** Where the same numbers are for a spreadsheet; null where they are not. */
function csvOf(section: Section, filter: Filter): string | null {
  if (section === 'sla') return addressOf('/api/statistics/sla.csv', queryOf(filter))
  return section === 'templates' ? addressOf('/api/statistics/templates.csv', filter.period) : null
}

function SlaSection({ filter }: { filter: Filter }) {
  const { t, format, explain } = useI18n()
  const report = useQuery({
    queryKey: ['report', filter],
    queryFn: ({ signal }) => getJson<SlaReport>('/api/statistics/sla', queryOf(filter), signal),
    placeholderData: (previous) => previous,
    staleTime: 30_000,
  })
  if (report.isError) {
    return (
      <Alert color="red" role="alert" title={t.toast.failed}>
        {explain(report.error)}
      </Alert>
    )
  }
  if (!report.data) return <ReportSkeleton />
  return (
    <div className="report" aria-busy={report.isFetching}>
      <p className="soft as-of">{t.statistics.asOf(format.moment(report.data.asOf, Date.now()))}</p>
      <Report report={report.data} />
    </div>
  )
}

function CsvButton({ address }: { address: string }) {
  const { t, explain } = useI18n()
  const { may } = useConsole()
  if (!may('statistics.export')) return null
  const save = () =>
    saveFile(address).catch((error: unknown) =>
      notifications.show({ color: 'red', title: t.toast.failed, message: explain(error) }),
    )
  return (
    <Button onClick={save} variant="default" leftSection={<IconDownload size={17} aria-hidden />}>
      {t.statistics.csv}
    </Button>
  )
}

type FiltersProps = { filter: Filter; setFilter: (filter: Filter) => void; isPeriodOnly: boolean }

function Filters({ filter, setFilter, isPeriodOnly }: FiltersProps) {
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
      <DateField
        name={t.statistics.from}
        value={filter.period.from}
        max={filter.period.to}
        set={(from) => setFilter({ ...filter, period: { ...filter.period, from } })}
      />
      <DateField
        name={t.statistics.to}
        value={filter.period.to}
        min={filter.period.from}
        set={(to) => setFilter({ ...filter, period: { ...filter.period, to } })}
      />
      {!isPeriodOnly && <OtherFilters filter={filter} setFilter={setFilter} />}
    </div>
  )
}

function OtherFilters({ filter, setFilter }: Omit<FiltersProps, 'isPeriodOnly'>) {
  const { t } = useI18n()
  const { directory, departmentName } = useConsole()
  const choice = { size: 'sm', clearable: true } as const
  return (
    <>
      <Select
        {...choice}
        aria-label={t.statistics.channel}
        placeholder={t.statistics.allChannels}
        data={channelKinds.map((value) => ({ value, label: t.words.channels[value] }))}
        value={filter.channel}
        onChange={(channel) => setFilter({ ...filter, channel })}
      />
      <Select
        {...choice}
        aria-label={t.statistics.type}
        placeholder={t.statistics.allTypes}
        data={requestTypes.map((value) => ({ value, label: t.words.types[value] }))}
        value={filter.type}
        onChange={(type) => setFilter({ ...filter, type })}
      />
      <Select
        {...choice}
        aria-label={t.facts.department}
        placeholder={t.statistics.allDepartments}
        data={directory.departments.map(({ id }) => ({ value: id, label: departmentName(id) }))}
        value={filter.departmentId}
        onChange={(departmentId) => setFilter({ ...filter, departmentId })}
      />
    </>
  )
}

function DateField(props: { name: string; value: string; min?: string; max?: string; set: (date: string) => void }) {
  const { name, value, set, ...range } = props
  return (
    <label className="date-field">
      <span className="soft">{name}</span>
      <input
        type="date"
        value={value}
        {...range}
        onChange={(event) => event.currentTarget.value && set(event.currentTarget.value)}
      />
    </label>
  )
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

function Report({ report }: { report: SlaReport }) {
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
        <ClockShareCards clocks={report.clocks} />
      </section>
      <section className="panel">
        <h2>
          {t.statistics.days}
          <Definition text={t.statistics.define.days} />
        </h2>
        <Suspense fallback={<Skeleton height={260} role="status" aria-label={t.statistics.chartLoading} />}>
          <DaysChart days={report.days} />
        </Suspense>
      </section>
      <section className="panel">
        <h2>
          {t.statistics.volume}
          <Definition text={t.statistics.define.volume} />
        </h2>
        <VolumeTable volume={report.volume} />
      </section>
      <div className="report-pair">
        <section className="panel">
          <h2>{t.statistics.byChannel}</h2>
          <ShareTable
            head={t.statistics.channel}
            groups={report.byChannel.map((one) => ({ name: t.words.channels[one.channel], clocks: one.clocks }))}
          />
        </section>
        <section className="panel">
          <h2>{t.statistics.byType}</h2>
          <ShareTable
            head={t.statistics.type}
            groups={report.byType.map((one) => ({ name: t.words.types[one.type], clocks: one.clocks }))}
          />
        </section>
      </div>
    </>
  )
}
