import { Avatar, Menu, Modal, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import {
  IconCheck,
  IconDeviceDesktop,
  IconKey,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconShieldLock,
  IconSun,
} from '@tabler/icons-react'
import { useState } from 'react'
import { type Language, languages } from '#contracts'
import { useActions } from '../actions/actions-context.tsx'
import { sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from './console-context.tsx'
import { later } from './later.tsx'
import { goTo } from './route.ts'
import { SignalItems } from './signal-items.tsx'
import { useEver } from './use-ever.ts'

/** Changed once in months. */
const PasswordForm = later(async () => (await import('../sign-in/change-password.tsx')).PasswordForm)

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const
const tick = <IconCheck {...icon} />

function LanguageItems() {
  const { t, language, choose, explain } = useI18n()
  const pick = (one: Language) => {
    choose(one)
    sendJson('PATCH', '/api/me/preferences', { interfaceLanguage: one }).catch((error: unknown) =>
      notifications.show({ color: 'red', title: t.toast.failed, message: explain(error) }),
    )
  }
  return (
    <>
      <Menu.Label>{t.shell.language}</Menu.Label>
      {languages.map((one) => (
        <Menu.Item
          key={one}
          lang={one}
          leftSection={<IconLanguage {...icon} />}
          rightSection={one === language && tick}
          onClick={() => pick(one)}
        >
          {t.words.languages[one]}
        </Menu.Item>
      ))}
    </>
  )
}

function ThemeItems() {
  const { t } = useI18n()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const themes = [
    { scheme: 'light', label: t.shell.themeLight, Icon: IconSun },
    { scheme: 'dark', label: t.shell.themeDark, Icon: IconMoon },
    { scheme: 'auto', label: t.shell.themeAuto, Icon: IconDeviceDesktop },
  ] as const
  return (
    <>
      <Menu.Label>{t.shell.theme}</Menu.Label>
      {themes.map(({ scheme, label, Icon }) => (
        <Menu.Item
          key={scheme}
          leftSection={<Icon {...icon} />}
          rightSection={scheme === colorScheme && tick}
          onClick={() => setColorScheme(scheme)}
        >
          {label}
        </Menu.Item>
      ))}
    </>
  )
}

/** The person: language, theme, sound, keys, password, way out. */
export function UserMenu(props: { left: () => void }) {
  const { t } = useI18n()
  const { me } = useConsole()
  const { showKeys } = useActions()
  const [isPasswordOpen, setPasswordOpen] = useState(false)
  const wasPasswordOpen = useEver(isPasswordOpen)
  const signOut = () => {
    sendJson('DELETE', '/api/session').then(props.left, props.left)
  }
  return (
    <>
      <Menu position="right-end" width={250} withinPortal>
        <Menu.Target>
          <UnstyledButton className="rail-person" aria-label={t.shell.userMenu}>
            <Avatar size={32} radius="xl" name={me.displayName} color="bank.2" variant="filled" autoContrast />
            <span className="rail-label">
              <b>{me.displayName}</b>
              <small>{me.roles.map((role) => t.words.roles[role]).join(', ')}</small>
            </span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <LanguageItems />
          <ThemeItems />
          <Menu.Divider />
          <SignalItems />
          <Menu.Divider />
          <Menu.Item leftSection={<IconKeyboard {...icon} />} rightSection={<span className="key">?</span>} onClick={showKeys}>
            {t.shell.keys}
          </Menu.Item>
          <Menu.Item leftSection={<IconKey {...icon} />} onClick={() => setPasswordOpen(true)}>
            {t.shell.changePassword}
          </Menu.Item>
          <Menu.Item leftSection={<IconShieldLock {...icon} />} onClick={() => goTo({ page: 'security', section: 'own' })}>
            {t.security.title}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconLogout {...icon} />} onClick={signOut}>
            {t.shell.signOut}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {wasPasswordOpen && (
        <Modal
          opened={isPasswordOpen}
          closeButtonProps={{ 'aria-label': t.common.close }}
          onClose={() => setPasswordOpen(false)}
          title={t.shell.changePassword}
        >
          <PasswordForm
            done={() => {
              setPasswordOpen(false)
              notifications.show({ color: 'green', message: t.password.done })
            }}
          />
        </Modal>
      )}
    </>
  )
}
