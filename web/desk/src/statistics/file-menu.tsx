import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDownload } from '@tabler/icons-react'
import { reportFormats } from '#contracts'
import { addressOf, type Query, saveFile } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'

/** The numbers on this page as files, in the language of the screen. `raw`: the same as CSV with the program's own codes. */
export function FileMenu({ path, query = {}, raw }: { path?: string; query?: Query; raw?: string }) {
  const { t, language, explain } = useI18n()
  const { may } = useConsole()
  const words = t.manager.files
  if (!may('statistics.export')) return null
  const save = (address: string) => () =>
    void saveFile(address).catch((error: unknown) =>
      notifications.show({ color: 'red', title: t.toast.failed, message: explain(error) }),
    )
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={17} aria-hidden />}>
          {words.download}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {path &&
          reportFormats.map((format) => (
            <Menu.Item key={format} onClick={save(addressOf(path, { ...query, format, locale: language }))}>
              {words[format]}
            </Menu.Item>
          ))}
        {raw && <Menu.Item onClick={save(raw)}>{words.raw}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}
