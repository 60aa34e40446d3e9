import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SlaPolicyView, SlaTargets } from '#contracts'
import { useSend } from '../actions/use-send.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { SaveBar } from '../settings/save-bar.tsx'
import { useSettingsDraft } from '../settings/use-settings-draft.ts'
import { useConsole } from '../shell/console-context.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { PageHead, PageTabs } from '../shell/page-head.tsx'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'
import { goTo, type SectionOf, sectionsOf } from '../shell/route.ts'
import { EscalationTable } from './escalation-table.tsx'
import { LegalPanel, OtherPanel } from './legal-panel.tsx'
import { policiesQuery } from './policies-query.ts'
import { PolicyEffect } from './policy-effect.tsx'
import type { PolicyPartProps } from './policy-part.ts'
import { PolicyVersions } from './policy-versions.tsx'
import { TargetsTable } from './targets-table.tsx'

type Section = SectionOf<'policy'>

/** The policy of terms: targets, escalation, the legal term; what a draft would do; every version there was. */
export function PolicyPage({ section }: { section: Section }) {
  const { t, format } = useI18n()
  const policies = useQuery(policiesQuery)
  const current = policies.data?.[0]
  const lead = current
    ? [t.policy.lead, t.settings.version(current.version), t.settings.changedAt(format.moment(current.createdAt, Date.now()))]
    : [t.policy.lead]
  return (
    <main id="main" tabIndex={-1} className="page scroll" aria-busy={policies.isPending}>
      <PageHead title={t.policy.title} lead={lead.join(' · ')} />
      <PageTabs
        label={t.policy.title}
        section={section}
        names={t.policy.tabs}
        sections={sectionsOf.policy}
        routeOf={(one) => ({ page: 'policy', section: one })}
      />
      {policies.isError && <FaultScreen error={policies.error} retry={() => policies.refetch()} />}
      {policies.isPending && <PanelSkeleton />}
      {current && <Policy section={section} current={current} versions={policies.data ?? []} />}
    </main>
  )
}

type PolicyProps = { section: Section; current: SlaPolicyView; versions: readonly SlaPolicyView[] }

/** Its draft lives as long as the page, over all parts of it. */
function Policy({ section, current, versions }: PolicyProps) {
  const { t } = useI18n()
  const { may } = useConsole()
  const send = useSend()
  const draft = useSettingsDraft(current.targets)
  // The version the draft was begun from: should another come meanwhile, the hub refuses and nothing is lost.
  const [begunFrom, setBegunFrom] = useState(current.version)
  const expectedVersion = draft.isDirty ? begunFrom : current.version
  const targets = draft.value ?? current.targets
  const mayEdit = may('settings.edit')
  const begin = (part: Partial<SlaTargets>) => {
    if (!draft.isDirty) setBegunFrom(current.version)
    draft.put(part)
  }
  const save = () =>
    send({
      path: '/api/clocks/policies',
      body: { targets, expectedVersion },
      done: t.settings.saved,
      stale: ['policies', 'clock'],
    })
  const load = (version: SlaPolicyView) => {
    setBegunFrom(current.version)
    draft.replace(version.targets)
    goTo({ page: 'policy', section: 'targets' })
    notifications.show({ color: 'gray', message: t.policy.loaded(version.version) })
  }
  return (
    <>
      {section === 'versions' ? (
        <PolicyVersions versions={versions} mayEdit={mayEdit} load={load} />
      ) : (
        <div className="policy-columns" data-wide={section === 'escalation' || undefined}>
          <PolicyPart section={section} targets={targets} put={begin} mayEdit={mayEdit} />
          <PolicyEffect targets={targets} />
        </div>
      )}
      <SaveBar isDirty={draft.isDirty} mayEdit={mayEdit} save={save} revert={draft.revert} />
    </>
  )
}

function PolicyPart({ section, ...part }: PolicyPartProps & { section: Section }) {
  if (section === 'escalation') return <EscalationTable {...part} />
  if (section === 'legal') return <LegalPanel {...part} />
  return section === 'other' ? <OtherPanel {...part} /> : <TargetsTable {...part} />
}
