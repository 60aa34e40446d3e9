import { Button, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import type { IncidentView } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole, useOperators } from '../shell/console-context.tsx'
import { IncidentForm } from './incident-form.tsx'
import { isRunning, useIncidents } from './use-incidents.ts'

const shownIncidents = 20

/** Incidents that last and those that were; starting and ending them is for whoever may give requests to others. */
export function Incidents({ isRunningOnly = false }: { isRunningOnly?: boolean }) {
  const { t, explain } = useI18n()
  const { may } = useConsole()
  const incidents = useIncidents()
  const [isStarting, setStarting] = useState(false)
  const [ending, setEnding] = useState<IncidentView | null>(null)
  const mayLead = may('request.assign_others')
  const all = incidents.data ?? []
  const shown = (isRunningOnly ? all.filter((one) => isRunning(one, Date.now())) : all).slice(0, shownIncidents)
  return (
    <section className="panel" aria-busy={incidents.isPending}>
      <h2 className="head-with-button">
        {t.routing.incidents}
        {mayLead && (
          <Button size="xs" onClick={() => setStarting(true)}>
            {t.routing.start}
          </Button>
        )}
      </h2>
      {incidents.isError && <p className="soft panel-empty">{explain(incidents.error)}</p>}
      {incidents.isSuccess && shown.length === 0 && <p className="soft panel-empty">{t.routing.noIncidents}</p>}
      <ul className="incidents">
        {shown.map((one) => (
          <IncidentLine key={one.id} incident={one} {...(mayLead && { end: () => setEnding(one) })} />
        ))}
      </ul>
      <Modal
        opened={isStarting}
        onClose={() => setStarting(false)}
        size="lg"
        title={<b>{t.routing.startTitle}</b>}
        closeButtonProps={{ 'aria-label': t.common.close }}
      >
        {isStarting && <IncidentForm close={() => setStarting(false)} />}
      </Modal>
      <Modal
        opened={ending !== null}
        onClose={() => setEnding(null)}
        title={<b>{t.routing.end}</b>}
        closeButtonProps={{ 'aria-label': t.common.close }}
      >
        {ending && <EndForm incident={ending} close={() => setEnding(null)} />}
      </Modal>
    </section>
  )
}

function IncidentLine({ incident, end }: { incident: IncidentView; end?: () => void }) {
  const { t, format, language } = useI18n()
  const { topicName, departmentName } = useConsole()
  const operators = useOperators()
  const now = Date.now()
  const isOn = isRunning(incident, now)
  const starter = operators.find((one) => one.id === incident.startedById)?.displayName ?? ''
  return (
    <li data-on={isOn || undefined}>
      <span className="matter-head">
        <b>{t.routing.leads(incident.topics.map(topicName).join(', '), departmentName(incident.departmentId))}</b>
        <span className={isOn ? 'growth' : 'standing'}>
          {isOn ? t.routing.until(format.moment(incident.until, now)) : t.routing.ended}
        </span>
        {isOn && end && (
          <Button size="compact-xs" variant="outline" color="red" onClick={end}>
            {t.routing.end}
          </Button>
        )}
      </span>
      <span>{incident.banner[language]}</span>
      <span className="soft">
        {[format.moment(incident.startedAt, now), starter, t.routing.moved(incident.movedCount)].filter(Boolean).join(' · ')}
      </span>
    </li>
  )
}

function EndForm({ incident, close }: { incident: IncidentView; close: () => void }) {
  const { t } = useI18n()
  const send = useSend()
  const { isBusy, submit } = useSubmit(close, () =>
    send({ path: `/api/incidents/${incident.id}/end`, done: t.routing.endDone, stale: ['incidents'] }),
  )
  return (
    <form onSubmit={submit}>
      <Text fz="sm">{t.routing.endAsk}</Text>
      <FormButtons close={close} submit={t.routing.end} isReady isBusy={isBusy} color="red" />
    </form>
  )
}
