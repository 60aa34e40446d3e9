import '@mantine/charts/styles.css'
import { CompositeChart } from '@mantine/charts'
import type { SlaReport } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'

/** Opened and closed by day; the same numbers stand in a table for those who do not see the chart. */
export function DaysChart({ days }: Pick<SlaReport, 'days'>) {
  const { t, format } = useI18n()
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
        barProps={{ radius: [4, 4, 0, 0], maxBarSize: 26, isAnimationActive: false }}
        lineProps={{ isAnimationActive: false }}
        withDots={false}
        tickLine="none"
        gridAxis="x"
        // The table below speaks for the chart, so nothing inside it takes the focus.
        composedChartProps={{ accessibilityLayer: false }}
        aria-hidden
      />
      <table className="visually-hidden">
        <caption>{t.statistics.days}</caption>
        <tbody>
          {days.map((day) => (
            <tr key={day.date}>
              <th scope="row">{format.date(day.date)}</th>
              <td>{`${t.statistics.opened}: ${day.opened}`}</td>
              <td>{`${t.statistics.closed}: ${day.closed}`}</td>
              <td>{`${t.manager.figures.backlog}: ${day.backlog}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
