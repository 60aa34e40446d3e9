import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { HourCell } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { TablePlace } from '../shell/table-place.tsx'
import { useBehind } from './behind.tsx'
import { Definition } from './definition.tsx'

type Shown = 'opened' | 'attained'
const hours = Array.from({ length: 24 }, (_, hour) => hour)

/** When in the week requests come, and when first answers are late; every cell opens its requests. */
export function HeatMap({ cells }: { cells: readonly HourCell[] }) {
  const { t } = useI18n()
  const words = t.manager.heat
  const [shown, setShown] = useState<Shown>('opened')
  const most = Math.max(1, ...cells.map(({ opened }) => opened))
  return (
    <section className="panel">
      <h2 className="cut-head">
        {words.title}
        <Definition text={words.define} />
        <SegmentedControl
          size="xs"
          aria-label={words.title}
          value={shown}
          data={[
            { value: 'opened', label: words.opened },
            { value: 'attained', label: words.attained },
          ]}
          onChange={(value) => setShown(value as Shown)}
        />
      </h2>
      <TablePlace label={words.title}>
        <table className="heat" data-shown={shown}>
          <thead>
            <tr>
              <td />
              {hours.map((hour) => (
                <th key={hour} scope="col">
                  {hour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {words.days.map((day, weekday) => (
              <tr key={day}>
                <th scope="row">{day}</th>
                {cells
                  .filter((cell) => cell.weekday === weekday)
                  .map((cell) => (
                    <td key={cell.hour}>
                      <HeatCell cell={cell} day={day} shown={shown} most={most} />
                    </td>
                  ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TablePlace>
    </section>
  )
}

function HeatCell({ cell, day, shown, most }: { cell: HourCell; day: string; shown: Shown; most: number }) {
  const { t, format } = useI18n()
  const open = useBehind()
  const words = t.manager.heat
  const { weekday, hour, opened, owed, met } = cell
  const share = owed === 0 ? null : met / owed
  const name = words.cell(`${day} ${hour}:00`, format.number(opened), share === null ? t.common.none : format.percent(share))
  const level = shown === 'opened' ? opened / most : share
  const isEmpty = shown === 'opened' ? opened === 0 : share === null
  if (isEmpty) return <span className="heat-cell" title={name} />
  const narrow = { weekday, hour }
  const measure = shown === 'opened' ? 'opened' : 'first_response.met'
  return (
    <button
      type="button"
      className="heat-cell"
      style={{ '--level': String(level) } as React.CSSProperties}
      title={name}
      aria-label={name}
      onClick={() => open({ name: `${day} ${hour}:00`, measure, narrow })}
    />
  )
}
