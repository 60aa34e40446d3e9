import type { SlaReport } from '#contracts'
import { Tile } from '../board/tile.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { CountedNumber } from './behind.tsx'
import { Definition } from './definition.tsx'

/** How things stand at the moment of the report, whatever the period. */
export function OpenNow({ report }: { report: SlaReport }) {
  const { t, format } = useI18n()
  const { open, asOf } = report
  const oldest = open.oldestWaitingAt ? format.duration(Date.parse(asOf) - Date.parse(open.oldestWaitingAt)) : t.common.none
  return (
    <section>
      <h2>
        {t.statistics.openNow}
        <Definition text={t.statistics.define.openNow} />
      </h2>
      <div className="tiles">
        <Tile name={t.board.open} value={<CountedNumber name={t.board.open} measure="open.total" value={open.total} />} />
        <Tile
          name={t.board.pastDue}
          value={<CountedNumber name={t.board.pastDue} measure="open.past_due" value={open.pastDue} />}
          isBad={open.pastDue > 0}
        />
        <Tile
          name={t.statistics.unassigned}
          value={<CountedNumber name={t.statistics.unassigned} measure="open.unassigned" value={open.unassigned} />}
        />
        <Tile name={t.board.oldest} value={oldest} />
      </div>
    </section>
  )
}
