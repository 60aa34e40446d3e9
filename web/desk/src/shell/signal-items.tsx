import { Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconBell, IconBellOff, IconCheck, IconNumber, IconNumber0Small, IconVolume, IconVolumeOff } from '@tabler/icons-react'
import { useI18n } from '../i18n/i18n.tsx'
import { signalKinds, switchSignal, useSignals } from './signals.ts'

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const
const icons = {
  sound: [IconVolume, IconVolumeOff],
  notice: [IconBell, IconBellOff],
  counter: [IconNumber, IconNumber0Small],
} as const

/** Sound, desktop notice and the count in the tab's title, each with its switch. */
export function SignalItems() {
  const { t } = useI18n()
  const signals = useSignals()
  const names = { sound: t.shell.sound, notice: t.signals.notice, counter: t.signals.counter }
  return (
    <>
      <Menu.Label>{t.signals.label}</Menu.Label>
      {signalKinds.map((kind) => {
        const Icon = icons[kind][signals[kind] ? 0 : 1]
        return (
          <Menu.Item
            key={kind}
            role="menuitemcheckbox"
            aria-checked={signals[kind]}
            closeMenuOnClick={false}
            leftSection={<Icon {...icon} />}
            rightSection={signals[kind] && <IconCheck {...icon} />}
            onClick={async () => {
              if (!(await switchSignal(kind, !signals[kind])))
                notifications.show({ color: 'yellow', message: t.signals.refused, autoClose: 10_000 })
            }}
          >
            {names[kind]}
          </Menu.Item>
        )
      })}
    </>
  )
}
