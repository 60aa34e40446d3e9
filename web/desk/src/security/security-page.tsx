import '../look/security.css'
import { Badge, Button, Chip, Modal, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type MySecurity, type RecoveryCodes, type Role, roles, type SecondStepRoles, type SessionView } from '#contracts'
import { getJson, sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { PageHead, PageTabs } from '../shell/page-head.tsx'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'
import { type SectionOf, sectionsOf } from '../shell/route.ts'
import { Enrolment, RecoveryCodeList } from './enrolment.tsx'
import { SessionList } from './session-list.tsx'

/** A person's own second step and sessions; for administrators everybody's, and who must have a second step. */
export function SecurityPage({ section }: { section: SectionOf<'security'> }) {
  const { t } = useI18n()
  const { may } = useConsole()
  const shown = may('sessions.revoke') ? section : 'own'
  return (
    <main id="main" tabIndex={-1} className="page scroll">
      <PageHead title={t.security.title} lead={t.security.lead} />
      {may('sessions.revoke') && (
        <PageTabs
          label={t.security.title}
          section={shown}
          names={t.security.tabs}
          sections={sectionsOf.security}
          routeOf={(one) => ({ page: 'security', section: one })}
        />
      )}
      {shown === 'own' ? <OwnSecurity /> : <EverybodysSessions />}
    </main>
  )
}

/** Does it, says what failed, and reads anew what the key names. */
function useDoing(key: string): (work: () => Promise<unknown>, said?: string) => Promise<boolean> {
  const { t, explain } = useI18n()
  const client = useQueryClient()
  return async (work, said) => {
    try {
      await work()
      if (said !== undefined) notifications.show({ color: 'green', message: said })
      return true
    } catch (error) {
      notifications.show({ color: 'red', title: t.toast.failed, message: explain(error) })
      return false
    } finally {
      await client.invalidateQueries({ queryKey: [key] })
    }
  }
}

function OwnSecurity() {
  const { t } = useI18n()
  const doing = useDoing('security')
  const security = useQuery({ queryKey: ['security'], queryFn: () => getJson<MySecurity>('/api/me/security') })
  if (security.isError) return <FaultScreen error={security.error} retry={() => security.refetch()} />
  if (!security.data) return <PanelSkeleton />
  const { secondStep, sessions } = security.data
  return (
    <>
      <SecondStepPanel secondStep={secondStep} />
      <div className="section-line">
        <h2>{t.security.sessions}</h2>
        {sessions.length > 1 && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => doing(() => sendJson('DELETE', '/api/me/sessions'), t.security.ended)}
          >
            {t.security.endOthers}
          </Button>
        )}
      </div>
      <SessionList
        sessions={sessions}
        withNames={false}
        end={({ id }) => doing(() => sendJson('DELETE', `/api/me/sessions/${id}`), t.security.ended)}
      />
    </>
  )
}

function SecondStepPanel({ secondStep }: { secondStep: MySecurity['secondStep'] }) {
  const { t } = useI18n()
  const client = useQueryClient()
  const doing = useDoing('security')
  const [isEnrolling, setEnrolling] = useState(false)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const close = () => {
    setEnrolling(false)
    setCodes(null)
    // How one proves who one is has changed with it.
    void client.invalidateQueries({ queryKey: ['security'] })
    void client.invalidateQueries({ queryKey: ['me'] })
  }
  const renew = () =>
    doing(async () => setCodes((await sendJson<RecoveryCodes>('POST', '/api/me/recovery-codes')).recoveryCodes))
  const turnOff = async () => {
    await doing(() => sendJson('DELETE', '/api/me/second-step'))
    void client.invalidateQueries({ queryKey: ['me'] })
  }
  return (
    <section className="panel security-panel">
      <div>
        <h2>
          {t.security.step}{' '}
          <Badge color={secondStep.isOn ? 'bank' : 'gray'}>{secondStep.isOn ? t.security.on : t.security.off}</Badge>
        </h2>
        <p className="soft">{secondStep.isOn ? t.security.codesLeft(secondStep.recoveryCodesLeft) : t.security.stepLead}</p>
        {secondStep.isRequired && <p className="soft">{t.security.required}</p>}
      </div>
      {secondStep.isOn ? (
        <div className="security-buttons">
          <Button variant="default" onClick={renew}>
            {t.security.newCodes}
          </Button>
          {!secondStep.isRequired && (
            <Button variant="default" onClick={turnOff}>
              {t.security.turnOff}
            </Button>
          )}
        </div>
      ) : (
        <Button onClick={() => setEnrolling(true)}>{t.security.turnOn}</Button>
      )}
      <Modal
        opened={isEnrolling || codes !== null}
        onClose={close}
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': t.common.close }}
        title={<b>{codes ? t.security.newCodes : t.enrol.title}</b>}
      >
        {isEnrolling && <Enrolment done={close} />}
        {codes && <RecoveryCodeList codes={codes} done={close} />}
      </Modal>
    </section>
  )
}

function EverybodysSessions() {
  const { t } = useI18n()
  const { may } = useConsole()
  const doing = useDoing('sessions')
  const sessions = useQuery({
    queryKey: ['sessions'],
    queryFn: () => getJson<SessionView[]>('/api/sessions'),
    refetchInterval: 30_000,
  })
  if (sessions.isError) return <FaultScreen error={sessions.error} retry={() => sessions.refetch()} />
  if (!sessions.data) return <PanelSkeleton />
  return (
    <>
      {may('settings.edit') && <RequiredRoles />}
      <div className="section-line">
        <h2>{t.security.sessions}</h2>
      </div>
      <SessionList
        sessions={sessions.data}
        withNames
        end={({ id }) => doing(() => sendJson('DELETE', `/api/sessions/${id}`), t.security.ended)}
      />
    </>
  )
}

function RequiredRoles() {
  const { t } = useI18n()
  const doing = useDoing('second-step-roles')
  const stored = useQuery({
    queryKey: ['second-step-roles'],
    queryFn: () => getJson<SecondStepRoles>('/api/second-step-roles'),
  })
  const [chosen, setChosen] = useState<readonly Role[]>([])
  useEffect(() => {
    if (stored.data) setChosen(stored.data.roles)
  }, [stored.data])
  if (!stored.data) return null
  const before = stored.data.roles
  const isChanged = chosen.length !== before.length || chosen.some((role) => !before.includes(role))
  const save = () => doing(() => sendJson('POST', '/api/second-step-roles', { roles: chosen }), t.security.saved)
  return (
    <section className="panel security-panel">
      <div>
        <h2>{t.security.roles}</h2>
        <Text className="soft">{t.security.rolesLead}</Text>
        <Chip.Group multiple value={[...chosen]} onChange={(value) => setChosen(value as Role[])}>
          <div className="security-roles">
            {roles.map((role) => (
              <Chip key={role} value={role} size="sm">
                {t.words.roles[role]}
              </Chip>
            ))}
          </div>
        </Chip.Group>
      </div>
      <Button onClick={save} disabled={!isChanged}>
        {t.security.save}
      </Button>
    </section>
  )
}
