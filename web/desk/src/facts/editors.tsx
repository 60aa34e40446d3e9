import { Combobox, Menu, Modal, Text, Textarea, useCombobox } from '@mantine/core'
import { IconCheck, IconChevronDown, IconLock } from '@tabler/icons-react'
import { type ComponentPropsWithRef, useState } from 'react'
import { type Priority, priorities, type RequestSummary, requestTypes } from '#contracts'
import { useActions } from '../actions/actions-context.tsx'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { PriorityBadge, TypeBadge } from '../inbox/badges.tsx'
import { useConsole } from '../shell/console-context.tsx'

const tick = <IconCheck size={15} aria-hidden />

/** Menus hand their own props down to what opens them, an empty class among them: ours comes last. */
function EditButton({ children, ...rest }: ComponentPropsWithRef<'button'>) {
  return (
    <button type="button" {...rest} className="edit-value">
      {children}
      <IconChevronDown size={13} stroke={2} aria-hidden />
    </button>
  )
}

function useMayEdit(request: RequestSummary): boolean {
  const { may } = useConsole()
  return may('request.classify') && request.status !== 'closed'
}

export function TypeEditor({ request }: { request: RequestSummary }) {
  const { t } = useI18n()
  const { perform } = useActions()
  if (!useMayEdit(request)) return <TypeBadge type={request.type} />
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <EditButton aria-label={`${t.facts.type}: ${t.words.types[request.type]}`}>
          <TypeBadge type={request.type} />
        </EditButton>
      </Menu.Target>
      <Menu.Dropdown>
        {requestTypes
          .filter((type) => type !== 'unsorted')
          .map((type) => (
            <Menu.Item key={type} rightSection={type === request.type && tick} onClick={() => perform.classify({ type })}>
              <TypeBadge type={type} />
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  )
}

const isLower = (to: Priority, from: Priority) => priorities.indexOf(to) > priorities.indexOf(from)

/** Raising is one click; lowering asks for a reason, and a complaint's is for a supervisor. */
export function PriorityEditor({ request }: { request: RequestSummary }) {
  const { t } = useI18n()
  const { may } = useConsole()
  const { perform } = useActions()
  const [wanted, setWanted] = useState<Priority | null>(null)
  if (!useMayEdit(request)) return <PriorityBadge priority={request.priority} />
  const isForbidden = (to: Priority) =>
    isLower(to, request.priority) && request.type === 'complaint' && !may('request.lower_complaint')
  const choose = (to: Priority) => (isLower(to, request.priority) ? setWanted(to) : void perform.classify({ priority: to }))
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <EditButton aria-label={`${t.facts.priority}: ${t.words.priorities[request.priority]}`}>
            <PriorityBadge priority={request.priority} />
          </EditButton>
        </Menu.Target>
        <Menu.Dropdown>
          {priorities.map((one) => (
            <Menu.Item
              key={one}
              disabled={isForbidden(one)}
              rightSection={isForbidden(one) ? <IconLock size={14} aria-hidden /> : one === request.priority && tick}
              onClick={() => choose(one)}
            >
              <PriorityBadge priority={one} />
            </Menu.Item>
          ))}
          {request.type === 'complaint' && !may('request.lower_complaint') && (
            <Text className="soft menu-hint" fz="xs">
              {t.facts.supervisorLowers}
            </Text>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={wanted !== null}
        closeButtonProps={{ 'aria-label': t.common.close }}
        onClose={() => setWanted(null)}
        title={<b>{t.dialogs.lowerTitle}</b>}
      >
        {wanted && <LowerForm from={request.priority} to={wanted} close={() => setWanted(null)} />}
      </Modal>
    </>
  )
}

function LowerForm({ from, to, close }: { from: Priority; to: Priority; close: () => void }) {
  const { t } = useI18n()
  const { perform } = useActions()
  const [reason, setReason] = useState('')
  const { isBusy, submit } = useSubmit(close, () => perform.classify({ priority: to, reason: reason.trim() }))
  return (
    <form onSubmit={submit}>
      <div className="lower-change">
        <PriorityBadge priority={from} />
        <span aria-hidden>{'→'}</span>
        <PriorityBadge priority={to} />
      </div>
      <Textarea
        label={t.dialogs.lowerReason}
        description={t.dialogs.lowerHint}
        autosize
        minRows={2}
        maxLength={500}
        required
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <FormButtons close={close} submit={t.dialogs.lowerSubmit} isReady={reason.trim() !== ''} isBusy={isBusy} />
    </form>
  )
}

/** The tree of topics by department, searched by name. */
export function TopicEditor({ request }: { request: RequestSummary }) {
  const { t } = useI18n()
  const { topicName, directory, departmentName } = useConsole()
  const { perform } = useActions()
  const [text, setText] = useState('')
  const box = useCombobox({
    onDropdownClose: () => {
      box.resetSelectedOption()
      setText('')
    },
    onDropdownOpen: () => box.focusSearchInput(),
  })
  if (!useMayEdit(request)) return topicName(request.topic)
  const wanted = text.trim().toLowerCase()
  const found = directory.topics.filter((topic) => topicName(topic.code).toLowerCase().includes(wanted))
  return (
    <Combobox
      store={box}
      width={300}
      position="bottom-end"
      withinPortal
      onOptionSubmit={(topic) => {
        box.closeDropdown()
        if (topic !== request.topic) void perform.classify({ topic })
      }}
    >
      <Combobox.Target targetType="button">
        <EditButton aria-label={`${t.facts.topic}: ${topicName(request.topic)}`} onClick={() => box.toggleDropdown()}>
          {topicName(request.topic)}
        </EditButton>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={text}
          aria-label={t.facts.topic}
          placeholder={t.facts.topic}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Combobox.Options mah={280} className="scroll">
          {found.length === 0 && <Combobox.Empty>{t.actions.nothingFound}</Combobox.Empty>}
          {found.map((topic) => (
            <Combobox.Option key={topic.code} value={topic.code} active={topic.code === request.topic}>
              <span className="topic-option">
                {topicName(topic.code)}
                <small className="soft">{departmentName(topic.departmentId)}</small>
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
