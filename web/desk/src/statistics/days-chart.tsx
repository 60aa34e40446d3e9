import '@mantine/charts/styles.css'
import { CompositeChart } from '@mantine/charts'
import type { DayVolume, SlaReport } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { TablePlace } from '../shell/table-place.tsx'
import { CountedNumber, useBehind } from './behind.tsx'

/** Opened and closed by day; a bar opens its requests. The same numbers stand in a table below. */
export function DaysChart({ days }: Pick<SlaReport, 'days'>) {
  const { t, format } = useI18n()
  const open = useBehind()
  const openDay = (measure: 'opened' | 'closed') => (bar: { payload?: DayVolume }) => {
    const date = bar.payload?.date
    if (date === undefined) return
    open({ name: `${format.date(date)}: ${t.statistics[measure]}`, measure, narrow: { from: date, to: date } })
  }
  return (
    <>
      <CompositeChart
        h={260}
        data={days.map((day) => ({ ...day, label: format.date(day.date) }))}
        dataKey="label"
        withLegend
        legendProps={{ verticalAlign: 'top' }}
        series={[
          { name: 'opened', label: t.statistics.opened, color: 'bank.7', type: 'bar' },
          { name: 'closed', label: t.statistics.closed, color: 'bank.3', type: 'bar' },
          { name: 'backlog', label: t.manager.figures.backlog, color: 'orange.6', type: 'line' },
        ]}
        barProps={({ name }) => ({
          radius: [4, 4, 0, 0],
          maxBarSize: 26,
          isAnimationActive: false,
          cursor: 'pointer',
          onClick: openDay(name === 'opened' ? 'opened' : 'closed'),
        })}
        lineProps={{ isAnimationActive: false }}
        withDots={false}
        tickLine="none"
        gridAxis="x"
        // The table below speaks for the chart, so nothing inside it takes the focus.
        composedChartProps={{ accessibilityLayer: false }}
        aria-hidden
      />
      <DaysTable days={days} />
    </>
  )
}

const flows = ['opened', 'closed', 'reopened'] as const

/** The same numbers for those who do not see the chart, and for those who want the requests behind one of them. */
function DaysTable({ days }: Pick<SlaReport, 'days'>) {
  const { t, format } = useI18n()
  const shown = [...days].reverse().filter((day) => day.opened + day.closed + day.reopened + day.backlog > 0)
  return (
    <details className="days-table">
      <summary>{t.numbers.daysTable}</summary>
      <TablePlace label={t.statistics.days}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t.numbers.day}</th>
              {flows.map((flow) => (
                <th key={flow} scope="col">
                  {t.statistics[flow]}
                </th>
              ))}
              <th scope="col">{t.manager.figures.backlog}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((day) => (
              <tr key={day.date}>
                <th scope="row">{format.date(day.date)}</th>
                {flows.map((flow) => (
                  <td key={flow}>
                    <DayNumber day={day} name={t.statistics[flow]} measure={flow} value={day[flow]} />
                  </td>
                ))}
                <td>
                  <DayNumber day={day} name={t.manager.figures.backlog} measure="open.at_end" value={day.backlog} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TablePlace>
    </details>
  )
}

type DayNumberProps = { day: DayVolume; name: string; measure: string; value: number }

function DayNumber({ day, name, measure, value }: DayNumberProps) {
  const { format } = useI18n()
  return (
    <CountedNumber
      name={`${format.date(day.date)}: ${name}`}
      measure={measure}
      narrow={{ from: day.date, to: day.date }}
      value={value}
    />
  )
}
