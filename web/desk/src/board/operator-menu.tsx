import { ActionIcon, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDots } from '@tabler/icons-react'
import { type OperatorView, presenceStates } from '#contracts'
import { sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'

/** What a supervisor does for a colleague: says whether they are there, and gives their work back to the queues. */
export function OperatorMenu({ operator }: { operator: OperatorView }) {
  const { t, format, explain } = useI18n()
  const { may } = useConsole()
  const words = t.manager.desk
  if (!may('staff.direct')) return null
  const run = async (work: () => Promise<string>) => {
    try {
      notifications.show({ color: 'green', message: await work() })
    } catch (error) {
      notifications.show({ color: 'red', title: t.toast.failed, message: explain(error) })
    }
  }
  const path = `/api/operators/${operator.id}`
  const release = async () => {
    const { released } = await sendJson<{ released: number }>('POST', `${path}/release`)
    return words.released(format.number(released))
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={words.menu(operator.displayName)}>
          <IconDots size={17} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {presenceStates
          .filter((state) => state !== operator.presence)
          .map((state) => (
            <Menu.Item
              key={state}
              onClick={() =>
                void run(async () => {
                  await sendJson('POST', `${path}/presence`, { state })
                  return words.presenceSet(operator.displayName, t.words.presence[state])
                })
              }
            >
              {words.setPresence(t.words.presence[state])}
            </Menu.Item>
          ))}
        <Menu.Item color="red" disabled={operator.openCount === 0} onClick={() => void run(release)}>
          {words.release}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
