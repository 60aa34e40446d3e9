import { Button, Menu, Modal, Switch, TextInput } from '@mantine/core'
import { IconDots, IconSearch, IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FirstPassword, StaffMember } from '#contracts'
import { useSend } from '../actions/use-send.ts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useReviewWords } from '../i18n/reviews/use-review-words.ts'
import { useConsole } from '../shell/console-context.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'
import { FirstPasswordCard } from './first-password-card.tsx'
import { StaffForm } from './staff-form.tsx'
import { useNewPassword } from './use-new-password.ts'

const useStaff = () => useQuery({ queryKey: ['staff'], queryFn: () => getJson<StaffMember[]>('/api/staff') })

/** Everybody who works here: who they are, what they may do, whether they may come in. */
export function StaffSection() {
  const { t } = useI18n()
  const [text, setText] = useState('')
  const [isShowingFormer, setShowingFormer] = useState(false)
  /** 'new', or the person who is edited. */
  const [editing, setEditing] = useState<StaffMember | 'new' | null>(null)
  const [told, setTold] = useState<FirstPassword | null>(null)
  const staff = useStaff()
  if (staff.isError) return <FaultScreen error={staff.error} retry={() => staff.refetch()} />
  if (!staff.data) return <PanelSkeleton />
  const shown = staff.data.filter((one) => (one.isActive || isShowingFormer) && isNamed(one, text))
  const close = () => setEditing(null)
  return (
    <section className="panel">
      <div className="house-bar">
        <TextInput
          aria-label={t.house.findPerson}
          placeholder={t.house.findPerson}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Switch
          label={t.house.showFormer}
          checked={isShowingFormer}
          onChange={(event) => setShowingFormer(event.currentTarget.checked)}
        />
        <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setEditing('new')}>
          {t.house.addPerson}
        </Button>
      </div>
      {told && <FirstPasswordCard told={told} close={() => setTold(null)} />}
      <StaffTable staff={shown} edit={setEditing} tell={setTold} />
      <Modal
        size="lg"
        opened={editing !== null}
        onClose={close}
        title={<b>{editing === 'new' ? t.house.addPerson : t.settings.edit}</b>}
        closeButtonProps={{ 'aria-label': t.common.close }}
      >
        {editing && <StaffForm person={editing === 'new' ? null : editing} close={close} tell={setTold} />}
      </Modal>
    </section>
  )
}

const isNamed = ({ displayName, login }: StaffMember, text: string) =>
  `${displayName} ${login}`.toLowerCase().includes(text.trim().toLowerCase())

type TableProps = {
  staff: readonly StaffMember[]
  edit: (person: StaffMember) => void
  tell: (told: FirstPassword) => void
}

function StaffTable({ staff, edit, tell }: TableProps) {
  const { t } = useI18n()
  if (staff.length === 0) return <p className="soft">{t.house.nobody}</p>
  return (
    <div className="table-place scroll">
      <table className="table house-table">
        <thead>
          <tr>
            <th scope="col">{t.house.person}</th>
            <th scope="col" className="left">
              {t.house.roles}
            </th>
            <th scope="col" className="left">
              {t.house.departments}
            </th>
            <th scope="col" className="left">
              {t.house.account}
            </th>
            <th scope="col">
              <span className="visually-hidden">{t.settings.edit}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {staff.map((one) => (
            <StaffRow key={one.id} person={one} edit={() => edit(one)} tell={tell} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function StaffRow({ person, edit, tell }: { person: StaffMember; edit: () => void; tell: (told: FirstPassword) => void }) {
  const { t } = useI18n()
  const { departmentName, me } = useConsole()
  return (
    <tr data-off={!person.isActive || undefined}>
      <th scope="row">
        <span className="person-cell">
          <b>{person.displayName}</b>
          <span className="soft">{person.login}</span>
        </span>
      </th>
      <td className="left">
        <span className="chips">
          {person.roles.map((role) => (
            <span key={role} className="standing">
              {t.words.roles[role]}
            </span>
          ))}
        </span>
      </td>
      <td className="left wrap">
        {person.departmentIds.map(departmentName).join(', ') || <span className="soft">{t.common.none}</span>}
      </td>
      <td className="left">
        <AccountState person={person} />
      </td>
      <td className="order-cell">
        <Button size="compact-xs" variant="subtle" aria-label={`${t.settings.edit}: ${person.displayName}`} onClick={edit}>
          {t.settings.edit}
        </Button>
        <StaffMenu person={person} isSelf={person.id === me.operatorId} tell={tell} />
      </td>
    </tr>
  )
}

function AccountState({ person }: { person: StaffMember }) {
  const { t, format } = useI18n()
  const words = useReviewWords()
  const { operatorName } = useConsole()
  const now = Date.now()
  if (!person.isActive) return <span className="standing">{t.house.off}</span>
  const seen = person.lastSeenAt === null ? t.house.neverSeen : t.house.seen(format.moment(person.lastSeenAt, now))
  return (
    <span className="person-cell">
      {person.lockedUntil !== null && (
        <span className="standing" data-standing="withdrawn">
          {t.house.locked(format.moment(person.lockedUntil, now))}
        </span>
      )}
      {person.mustChangePassword && (
        <span className="standing" data-standing="review">
          {t.house.firstPasswordWaits}
        </span>
      )}
      {person.probation && (
        <span className="standing" data-standing="review">
          {words.staff.badge(operatorName(person.probation.mentorId))}
        </span>
      )}
      <span className="soft">{seen}</span>
    </span>
  )
}

/** What is done to an account rather than to a person; switching off asks once more. */
function StaffMenu(props: { person: StaffMember; isSelf: boolean; tell: (told: FirstPassword) => void }) {
  const { person, isSelf, tell } = props
  const { t } = useI18n()
  const send = useSend()
  const newPassword = useNewPassword(tell)
  const [isAsking, setAsking] = useState(false)
  const put = (isActive: boolean) => {
    setAsking(false)
    const done = isActive ? t.house.switchedOn(person.displayName) : t.house.switchedOff(person.displayName)
    void send({ method: 'PATCH', path: `/api/staff/${person.id}`, body: { isActive }, done, stale: ['staff', 'directory'] })
  }
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button size="compact-xs" variant="subtle" color="gray" aria-label={t.house.more(person.displayName)}>
            <IconDots size={16} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {person.isActive && <Menu.Item onClick={() => newPassword(person.id)}>{t.house.newPassword}</Menu.Item>}
          {person.isActive ? (
            <Menu.Item color="red" disabled={isSelf} onClick={() => setAsking(true)}>
              {t.house.switchOff}
            </Menu.Item>
          ) : (
            <Menu.Item onClick={() => put(true)}>{t.house.switchOn}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={<b>{t.house.switchOff}</b>}
        closeButtonProps={{ 'aria-label': t.common.close }}
      >
        <p>{t.house.switchOffHint(person.displayName, person.held)}</p>
        <div className="house-buttons">
          <Button variant="default" onClick={() => setAsking(false)}>
            {t.common.cancel}
          </Button>
          <Button color="red" onClick={() => put(false)}>
            {t.house.switchOff}
          </Button>
        </div>
      </Modal>
    </>
  )
}
