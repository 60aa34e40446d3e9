import { Button, Modal } from '@mantine/core'
import { IconPlugConnected, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ChannelAccountState, ChannelAccountsState, ChannelHealthView } from '#contracts'
import { getJson } from '../api/http.ts'
import { CardSkeletons } from '../deliveries/not-received-list.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { AccountCard } from './account-card.tsx'
import { accountRows } from './account-standing.ts'
import { SetUpForm } from './set-up-form.tsx'

/** There is no frame for it: the watchdog looks about as often. */
const lookAgainMs = 30_000

/** Every account with how it is; whoever may edit settings sets them up here. */
export function AccountsSection() {
  const { t } = useI18n()
  const { may } = useConsole()
  const [settingUp, setSettingUp] = useState<ChannelAccountState | 'new' | null>(null)
  const health = useQuery({
    queryKey: ['channel-health'],
    refetchInterval: lookAgainMs,
    queryFn: () => getJson<ChannelHealthView[]>('/api/channel-health'),
  })
  const accounts = useQuery({
    queryKey: ['channel-accounts'],
    enabled: may('settings.edit'),
    refetchInterval: lookAgainMs,
    queryFn: () => getJson<ChannelAccountsState>('/api/channel-accounts'),
  })
  if (health.isError && !health.data) return <FaultScreen error={health.error} retry={() => health.refetch()} />
  if (!health.data) return <CardSkeletons />
  const rows = accountRows(health.data, accounts.data?.accounts)
  const kinds = accounts.data?.kinds ?? []
  const [firstKind, ...otherKinds] = kinds
  const close = () => setSettingUp(null)
  const renewed = settingUp === 'new' ? null : settingUp
  return (
    <>
      {may('settings.edit') && (
        <div className="section-bar">
          <Button
            leftSection={<IconPlus size={16} aria-hidden />}
            disabled={kinds.length === 0}
            onClick={() => setSettingUp('new')}
          >
            {t.channels.add}
          </Button>
        </div>
      )}
      {rows.length === 0 && (
        <div className="nothing panel">
          <IconPlugConnected size={44} stroke={1.2} aria-hidden />
          <b>{t.channels.none}</b>
        </div>
      )}
      <ul className="account-cards" aria-label={t.channels.tabs.accounts}>
        {rows.map((row) => (
          <AccountCard
            key={row.health.channelAccountId}
            row={row}
            renew={kinds.some(({ kind }) => kind === row.health.kind) ? setSettingUp : null}
          />
        ))}
      </ul>
      <Modal
        opened={settingUp !== null}
        onClose={close}
        size="lg"
        title={<b>{renewed ? t.setUp.renewTitle(renewed.name) : t.setUp.title}</b>}
        closeButtonProps={{ 'aria-label': t.common.close }}
      >
        {settingUp !== null && firstKind && <SetUpForm renewed={renewed} kinds={[firstKind, ...otherKinds]} close={close} />}
      </Modal>
    </>
  )
}
