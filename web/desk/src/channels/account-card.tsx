import { Button, Menu, Modal, Text } from '@mantine/core'
import {
  IconAlertTriangle,
  IconDots,
  IconKey,
  IconPlayerPause,
  IconPlayerPlay,
  IconPower,
  IconRefresh,
  IconRobotOff,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { ChannelAccountState, ChannelHealthView } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { ChannelIcon, PublicMark } from '../inbox/badges.tsx'
import { useMinute } from '../inbox/use-now.ts'
import { useConsole } from '../shell/console-context.tsx'
import type { AccountRow } from './account-standing.ts'
import { findingText } from './finding-text.ts'

/** Null where this kind is set up in the configuration, or by somebody else. */
type Renew = ((account: ChannelAccountState) => void) | null

const stale = ['channel-health', 'channel-accounts', 'directory']
const dayMs = 86_400_000
/** A token nearer to its end than this is worth a colour. */
const tokenWarningMs = 14 * dayMs

/** One account of the bank: how it stands, what is wrong and what to do about it. */
export function AccountCard({ row, renew }: { row: AccountRow; renew: Renew }) {
  const { t, format } = useI18n()
  const now = useMinute()
  const { health, account, standing } = row
  const isOff = standing === 'off'
  const pausedWords = health.paused && t.channels.paused[health.paused.reason]
  const isTold = health.findings.some(({ code }) => code === health.paused?.reason)
  return (
    <li className="account-card" data-standing={standing}>
      <header>
        <ChannelIcon channel={health.kind} size={22} />
        <div>
          <h2>{health.name}</h2>
          <span className="soft">{t.words.channels[health.kind]}</span>
        </div>
        {health.visibility === 'public' && <PublicMark />}
        <span className="account-standing">{t.channels.states[standing]}</span>
      </header>
      {!isOff && (health.findings.length > 0 || pausedWords) && (
        <ul className="account-findings">
          {health.findings.map((finding) => (
            <li key={finding.code} data-level={finding.level}>
              <IconAlertTriangle size={16} stroke={1.9} aria-hidden />
              {findingText(finding, t.channels.findings, format)}
            </li>
          ))}
          {pausedWords && !isTold && (
            <li data-level="warning">
              <IconPlayerPause size={16} stroke={1.9} aria-hidden />
              {pausedWords} {health.paused?.until && t.channels.untilWhen(format.moment(health.paused.until, now))}
            </li>
          )}
        </ul>
      )}
      <AccountFacts health={health} />
      {account && <AccountNotes account={account} isByConfig={renew === null} />}
      <AccountSteps row={row} renew={renew} />
    </li>
  )
}

function AccountFacts({ health }: { health: ChannelHealthView }) {
  const { t, format } = useI18n()
  const now = useMinute()
  const words = t.channels.facts
  const ago = (at: string | null) => (at === null ? words.never : format.ago(at, now))
  const { tokenExpiresAt, vendorPending, vendorDropsAt } = health
  const tokenMs = tokenExpiresAt === null ? null : Date.parse(tokenExpiresAt) - now
  const oldest = health.oldestWaitingAt === null ? null : words.oldest(format.ago(health.oldestWaitingAt, now))
  return (
    <dl className="account-facts">
      <Fact name={words.lastInbound} value={ago(health.lastInboundAt)} />
      <Fact name={words.waiting} value={format.number(health.waitingReplies)} note={oldest} isBad={oldest !== null} />
      {vendorPending !== null && (
        <Fact
          name={words.backlog}
          value={format.number(vendorPending)}
          note={vendorDropsAt === null ? null : words.dropsIn(format.duration(Math.max(0, Date.parse(vendorDropsAt) - now)))}
        />
      )}
      {tokenMs !== null && (
        <Fact
          name={words.token}
          value={tokenMs <= 0 ? words.tokenOver : words.tokenLeft(format.duration(tokenMs))}
          isBad={tokenMs < tokenWarningMs}
        />
      )}
      <Fact name={words.checked} value={ago(health.checkedAt)} />
    </dl>
  )
}

function Fact(props: { name: string; value: string; note?: string | null; isBad?: boolean }) {
  return (
    <div>
      <dt className="soft">{props.name}</dt>
      <dd className="tabular" data-bad={props.isBad || undefined}>
        {props.value}
        {props.note && <small>{props.note}</small>}
      </dd>
    </div>
  )
}

/** What is known of how it is set up, and what it sent that nobody understands. */
function AccountNotes({ account, isByConfig }: { account: ChannelAccountState; isByConfig: boolean }) {
  const { t, format } = useI18n()
  const byConfig = t.channels.byConfig[account.kind]
  return (
    <>
      {!account.botEnabled && (
        <p className="account-note soft">
          <IconRobotOff size={15} aria-hidden />
          {t.channels.botOff}
        </p>
      )}
      {isByConfig && byConfig && <p className="account-note soft">{byConfig}</p>}
      {account.unknownKinds.length > 0 && (
        <details className="account-note">
          <summary>{t.channels.unknownKinds}</summary>
          <ul>
            {account.unknownKinds.map((one) => (
              <li key={one.kind}>{t.channels.unknownKind(one.kind, format.number(one.count))}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function AccountSteps({ row, renew }: { row: AccountRow; renew: Renew }) {
  const { t } = useI18n()
  const { may } = useConsole()
  const send = useSend()
  const [isBusy, setBusy] = useState(false)
  const [isDisabling, setDisabling] = useState(false)
  const { health, account, standing } = row
  const id = health.channelAccountId
  const act = (path: string, done: string, body?: object, method: 'POST' | 'PATCH' = 'POST') => {
    setBusy(true)
    void send({ method, path, done, stale, ...(body && { body }) }).then(() => setBusy(false))
  }
  const enable = () => act(`/api/channel-accounts/${id}`, t.channels.enabled, { isEnabled: true }, 'PATCH')
  const isOff = standing === 'off'
  return (
    <footer>
      {!isOff && (
        <Button
          size="xs"
          variant="default"
          loading={isBusy}
          leftSection={<IconRefresh size={15} aria-hidden />}
          onClick={() => act(`/api/channel-health/${id}/look`, t.channels.lookDone)}
        >
          {t.channels.look}
        </Button>
      )}
      {may('channels.edit') && !isOff && health.paused !== null && (
        <Button
          size="xs"
          leftSection={<IconPlayerPlay size={15} aria-hidden />}
          onClick={() => act(`/api/channel-health/${id}/hold`, t.channels.letGoDone, { isHeld: false })}
        >
          {t.channels.letGo}
        </Button>
      )}
      {isOff && (
        <Button size="xs" loading={isBusy} leftSection={<IconPower size={15} aria-hidden />} onClick={enable}>
          {t.channels.enable}
        </Button>
      )}
      {account && renew && (
        <Button
          size="xs"
          variant={health.findings.some(({ code }) => code.startsWith('token')) ? 'filled' : 'default'}
          leftSection={<IconKey size={15} aria-hidden />}
          onClick={() => renew(account)}
        >
          {t.channels.renew}
        </Button>
      )}
      {!isOff && (may('channels.edit') || account) && (
        <MoreMenu
          row={row}
          hold={() => act(`/api/channel-health/${id}/hold`, t.channels.holdDone, { isHeld: true })}
          disable={() => setDisabling(true)}
        />
      )}
      <DisableDialog row={row} isOpen={isDisabling} close={() => setDisabling(false)} />
    </footer>
  )
}

function MoreMenu({ row, hold, disable }: { row: AccountRow; hold: () => void; disable: () => void }) {
  const { t } = useI18n()
  const { may } = useConsole()
  const { health, account } = row
  return (
    <Menu shadow="md" position="bottom-end">
      <Menu.Target>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          className="account-more"
          aria-label={`${t.channels.more}: ${health.name}`}
        >
          <IconDots size={16} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {may('channels.edit') && health.paused === null && (
          <Menu.Item leftSection={<IconPlayerPause size={15} aria-hidden />} onClick={hold}>
            {t.channels.hold}
          </Menu.Item>
        )}
        {account && (
          <Menu.Item color="red" leftSection={<IconPower size={15} aria-hidden />} onClick={disable}>
            {t.channels.disable}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

function DisableDialog({ row, isOpen, close }: { row: AccountRow; isOpen: boolean; close: () => void }) {
  const { t } = useI18n()
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={<b>{t.channels.disableTitle(row.health.name)}</b>}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      {isOpen && <DisableForm id={row.health.channelAccountId} close={close} />}
    </Modal>
  )
}

function DisableForm({ id, close }: { id: string; close: () => void }) {
  const { t } = useI18n()
  const send = useSend()
  const { isBusy, submit } = useSubmit(close, () =>
    send({
      method: 'PATCH',
      path: `/api/channel-accounts/${id}`,
      body: { isEnabled: false },
      done: t.channels.disabled,
      stale,
    }),
  )
  return (
    <form onSubmit={submit}>
      <Text fz="sm">{t.channels.disableAsk}</Text>
      <FormButtons close={close} submit={t.channels.disable} isReady isBusy={isBusy} color="red" />
    </form>
  )
}
