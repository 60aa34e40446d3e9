import { Button, Menu } from '@mantine/core'
import { IconArrowRight, IconChecks, IconChevronDown, IconSend2 } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import type { HandledInput } from '#contracts'
import { type Sent, useSend } from '../actions/use-send.ts'
import { makeId } from '../composer/make-id.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { ChannelIcon } from '../inbox/badges.tsx'
import { useMinute } from '../inbox/use-now.ts'
import { useConsole, useOperators } from '../shell/console-context.tsx'
import { formatRoute } from '../shell/route.ts'
import type { NotReceived } from './arrivals-queries.ts'

type Way = NotReceived['ways'][number]
type How = z.infer<typeof HandledInput>['how']
const hows: readonly How[] = ['told_otherwise', 'arrived', 'given_up']
/** What a delivery that was dealt with makes untrue. */
const stale: Sent['stale'] = ['not-received', 'places']

/** One reply that did not arrive: whose, why, and what to do now. */
export function NotReceivedCard({ item }: { item: NotReceived }) {
  const { t, format } = useI18n()
  const now = useMinute()
  return (
    <li className="arrival" data-state={item.state}>
      <header>
        <ChannelIcon channel={item.channel} size={18} />
        <b>{item.contactName}</b>
        <span className="soft tabular">{item.number}</span>
        <span className="arrival-state">{t.arrivals.states[item.state]}</span>
        <Holder item={item} />
        <time className="soft" dateTime={item.queuedAt} title={format.full(item.queuedAt)}>
          {format.ago(item.queuedAt, now)}
        </time>
      </header>
      <p className="arrival-reason">
        {reasonOf(item, t.arrivals)}
        <small className="soft">
          {[t.arrivals.tries(format.number(item.attempts)), item.wroteSince && t.arrivals.wroteSince]
            .filter(Boolean)
            .join(t.words.separator)}
        </small>
      </p>
      <blockquote>{item.text}</blockquote>
      <Steps item={item} />
    </li>
  )
}

function reasonOf(
  { state, reason }: NotReceived,
  words: { reasons: Readonly<Record<string, string>>; unknownReason: string; unconfirmedReason: string },
): string {
  if (state === 'unconfirmed') return words.unconfirmedReason
  return words.reasons[reason ?? ''] ?? words.unknownReason
}

function Holder({ item }: { item: NotReceived }) {
  const { t } = useI18n()
  const { me } = useConsole()
  const operators = useOperators()
  const { holderOperatorId } = item
  if (holderOperatorId === null) return <span className="soft">{t.arrivals.heldByNobody}</span>
  if (holderOperatorId === me.operatorId) return <span className="soft">{t.arrivals.heldByYou}</span>
  const name = operators.find((one) => one.id === holderOperatorId)?.displayName ?? t.words.holders.operator
  return <span className="soft">{t.arrivals.heldBy(name)}</span>
}

/** The next way with one press; the others, and what else may have become of it, behind a menu. */
function Steps({ item }: { item: NotReceived }) {
  const { t } = useI18n()
  const { me, may } = useConsole()
  const { send, resend, isBusy } = useResend(item)
  const isMine = item.holderOperatorId === me.operatorId
  const open = formatRoute({ page: 'inbox', view: 'all_open', requestId: item.requestId })
  const mayAct = isMine && may('request.reply')
  const [first, ...rest] = item.ways.filter((way) => way.window.state !== 'closed')
  const closed = item.ways.filter((way) => way.window.state === 'closed')
  return (
    <div className="arrival-steps">
      {mayAct && first && (
        <Button size="xs" loading={isBusy} leftSection={<IconSend2 size={16} aria-hidden />} onClick={() => resend(first)}>
          {first.isSame ? t.arrivals.again : t.arrivals.sendBy(t.words.channels[first.channel])}
        </Button>
      )}
      {mayAct && rest.length > 0 && <OtherWays ways={rest} resend={resend} />}
      {(mayAct || may('request.assign_others')) && (
        <HandledMenu choose={(how) => void send('handled', { how }, t.arrivals.handled)} />
      )}
      <Button
        size="xs"
        component="a"
        variant={mayAct ? 'subtle' : 'light'}
        href={open}
        rightSection={<IconArrowRight size={15} aria-hidden />}
      >
        {mayAct || !may('request.reply') ? t.arrivals.open : t.arrivals.takeFirst}
      </Button>
      <span className="soft arrival-way">
        {first ? <WayText way={first} /> : t.arrivals.noWay}
        {!first && closed[0] && <WayText way={closed[0]} />}
      </span>
    </div>
  )
}

/** Sends it another way. The id of the new reply stays while the card does: pressed twice, it is one reply. */
function useResend(item: NotReceived) {
  const { t } = useI18n()
  const sendOne = useSend()
  const [isBusy, setBusy] = useState(false)
  const clientReplyId = useRef(makeId())
  const send = async (what: 'resend' | 'handled', body: unknown, done: string) => {
    setBusy(true)
    await sendOne({ path: `/api/deliveries/${item.deliveryId}/${what}`, body, done, stale })
    setBusy(false)
  }
  const resend = ({ conversationId }: Way) =>
    void send('resend', { conversationId, clientReplyId: clientReplyId.current }, t.arrivals.resent)
  return { send, resend, isBusy }
}

function OtherWays({ ways, resend }: { ways: readonly Way[]; resend: (way: Way) => void }) {
  const { t } = useI18n()
  return (
    <Menu shadow="md" position="bottom-start">
      <Menu.Target>
        <Button size="xs" variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
          {t.arrivals.otherWays}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {ways.map((way) => (
          <Menu.Item
            key={way.conversationId}
            leftSection={<ChannelIcon channel={way.channel} size={15} />}
            onClick={() => resend(way)}
          >
            {way.isSame ? t.arrivals.again : t.arrivals.sendBy(t.words.channels[way.channel])}
            <small className="soft way-note">
              <WayText way={way} />
            </small>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function HandledMenu({ choose }: { choose: (how: How) => void }) {
  const { t } = useI18n()
  return (
    <Menu shadow="md" position="bottom-start">
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconChecks size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {t.arrivals.handle}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {hows.map((how) => (
          <Menu.Item key={how} onClick={() => choose(how)}>
            {t.arrivals.how[how]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Which account it would be, when something was last said there, and what one should know first. */
function WayText({ way }: { way: Way }) {
  const { t, format } = useI18n()
  const now = useMinute()
  const { lastMessageAt, window, hasOtherRequest, accountName } = way
  const account = lastMessageAt === null ? accountName : t.arrivals.account(accountName, format.moment(lastMessageAt, now))
  const notes = [account, window.state === 'closed' && t.arrivals.windowClosed, hasOtherRequest && t.arrivals.otherRequest]
  return <>{notes.filter(Boolean).join(t.words.separator)}</>
}
