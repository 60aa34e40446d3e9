import { Button, Modal, Skeleton } from '@mantine/core'
import { IconAdjustments } from '@tabler/icons-react'
import { useState } from 'react'
import type { NpsStanding, NpsWatch } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { TablePlace } from '../shell/table-place.tsx'
import { BehindNumbers, CountedNumber } from './behind.tsx'
import { Definition } from './definition.tsx'
import { AlertList, signed, useNpsWatch } from './nps-alerts.tsx'
import { NpsRuleForm } from './nps-rule-form.tsx'

/** How NPS stands against the window before, what was told of it, and who is written to after a low mark. */
export function NpsWatchPanel() {
  const { t, explain } = useI18n()
  const { may } = useConsole()
  const watch = useNpsWatch()
  const [isEditing, setEditing] = useState(false)
  if (watch.isError) return <p className="rejection">{explain(watch.error)}</p>
  if (!watch.data) return <Skeleton height={220} radius="lg" />
  const { window, alerts } = watch.data
  const close = () => setEditing(false)
  return (
    <section className="panel" aria-busy={watch.isFetching}>
      <h2 className="cut-head">
        {t.watch.title}
        <Definition text={t.watch.define} />
        {may('statistics.export') && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconAdjustments size={15} aria-hidden />}
            onClick={() => setEditing(true)}
          >
            {t.watch.rule}
          </Button>
        )}
      </h2>
      <BehindNumbers query={window}>
        <Standings watch={watch.data} />
        <FollowUps watch={watch.data} />
      </BehindNumbers>
      {alerts.length === 0 ? <p className="soft">{t.watch.none}</p> : <AlertList alerts={alerts} />}
      <Modal
        opened={isEditing}
        onClose={close}
        size="lg"
        title={<b>{t.watch.ruleTitle}</b>}
        closeButtonProps={{ 'aria-label': t.common.close }}
      >
        <NpsRuleForm watch={watch.data} close={close} />
      </Modal>
    </section>
  )
}

function Standings({ watch: { standings, window } }: { watch: NpsWatch }) {
  const { t, format } = useI18n()
  const shown = standings.filter(({ asked }) => asked > 0)
  if (shown.length === 0) return <p className="soft panel-empty">{t.watch.standingsNone}</p>
  const heads = [t.watch.now, t.watch.before, t.watch.n, t.watch.response, t.watch.detractors]
  return (
    <TablePlace label={t.watch.title}>
      <table className="table">
        <caption className="soft">{`${format.date(window.from)} – ${format.date(window.to)}`}</caption>
        <thead>
          <tr>
            <th scope="col">{t.watch.scope}</th>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((one) => (
            <Standing key={one.departmentId ?? 'bank'} standing={one} />
          ))}
        </tbody>
      </table>
    </TablePlace>
  )
}

function Standing({ standing }: { standing: NpsStanding }) {
  const { t, format } = useI18n()
  const { departmentName } = useConsole()
  const { departmentId, points, pointsBefore, answered, asked, responseRate, detractors } = standing
  const name = departmentId === null ? t.watch.bank : departmentName(departmentId)
  const narrow = departmentId === null ? {} : { departmentId }
  const counted = (what: string, measure: string, value: number, shown?: string) => (
    <CountedNumber name={`${name}: ${what}`} measure={`nps.${measure}`} narrow={narrow} value={value}>
      {shown}
    </CountedNumber>
  )
  const isFallen = points !== null && pointsBefore !== null && points < pointsBefore
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-bad={isFallen || undefined}>
        <b className="tabular">{points === null ? t.common.none : signed(points)}</b>
      </td>
      <td className="tabular">{pointsBefore === null ? t.common.none : signed(pointsBefore)}</td>
      <td>{counted(t.watch.n, 'answered', answered)}</td>
      <td>{counted(t.watch.response, 'asked', asked, responseRate === null ? t.common.none : format.percent(responseRate))}</td>
      <td>{counted(t.watch.detractors, 'detractors', detractors)}</td>
    </tr>
  )
}

function FollowUps({ watch: { followUps } }: { watch: NpsWatch }) {
  const { t } = useI18n()
  return (
    <p className="follow-ups">
      <b>{t.watch.followUps}</b>
      <Definition text={t.watch.followUpsDefine} />
      <span className="soft">{`${t.watch.raised}: `}</span>
      <CountedNumber name={`${t.watch.followUps}: ${t.watch.raised}`} measure="follow_ups.raised" value={followUps.raised} />
      <span className="soft">{`${t.watch.stillOpen}: `}</span>
      <CountedNumber name={`${t.watch.followUps}: ${t.watch.stillOpen}`} measure="follow_ups.open" value={followUps.open} />
    </p>
  )
}
