import { ActionIcon, Menu, Modal, Text, TextInput } from '@mantine/core'
import { IconArchive, IconArchiveOff, IconDots, IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { languages, type TemplateDetail } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { TitleFields } from './template-editor.tsx'

const touched = ['template', 'library', 'templates'] as const

/** What concerns the whole template and not one version: its name, and whether it stands in the library. */
export function TemplateMenu({ template }: { template: TemplateDetail }) {
  const { t } = useI18n()
  const { may } = useConsole()
  const send = useSend()
  const [asking, setAsking] = useState<'rename' | 'archive' | null>(null)
  const close = () => setAsking(null)
  if (!may('templates.edit') && !may('templates.approve')) return null
  const restore = () => send({ path: `/api/templates/${template.id}/restore`, done: t.library.restored, stale: touched })
  return (
    <>
      <Menu position="bottom-end" width={210}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t.actions.label}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {may('templates.edit') && (
            <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={() => setAsking('rename')}>
              {t.library.rename}
            </Menu.Item>
          )}
          {may('templates.approve') && !template.isArchived && (
            <Menu.Item color="red" leftSection={<IconArchive size={15} aria-hidden />} onClick={() => setAsking('archive')}>
              {t.library.archive}
            </Menu.Item>
          )}
          {may('templates.approve') && template.isArchived && (
            <Menu.Item leftSection={<IconArchiveOff size={15} aria-hidden />} onClick={restore}>
              {t.library.restore}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={asking !== null}
        onClose={close}
        title={asking && <b>{asking === 'rename' ? t.library.rename : t.library.archive}</b>}
        closeButtonProps={{ 'aria-label': t.common.close }}
      >
        {asking === 'rename' && <RenameForm template={template} close={close} />}
        {asking === 'archive' && <ArchiveForm template={template} close={close} />}
      </Modal>
    </>
  )
}

type FormProps = { template: TemplateDetail; close: () => void }

function RenameForm({ template, close }: FormProps) {
  const { t } = useI18n()
  const send = useSend()
  const [shortcut, setShortcut] = useState(template.shortcut)
  const [title, setTitle] = useState(template.title)
  const { isBusy, submit } = useSubmit(close, () =>
    send({
      method: 'PATCH',
      path: `/api/templates/${template.id}`,
      body: { shortcut, title },
      done: t.library.renamed,
      stale: touched,
    }),
  )
  const isWhole = shortcut.trim() !== '' && languages.every((language) => title[language].trim() !== '')
  return (
    <form onSubmit={submit}>
      <TextInput
        label={t.library.shortcut}
        description={t.library.shortcutHint}
        required
        maxLength={64}
        data-autofocus
        value={shortcut}
        onChange={(event) => setShortcut(event.currentTarget.value)}
      />
      <TitleFields title={title} set={setTitle} />
      <FormButtons close={close} submit={t.library.rename} isReady={isWhole} isBusy={isBusy} />
    </form>
  )
}

function ArchiveForm({ template, close }: FormProps) {
  const { t } = useI18n()
  const send = useSend()
  const { isBusy, submit } = useSubmit(close, () =>
    send({ path: `/api/templates/${template.id}/archive`, done: t.library.archiveDone, stale: touched }),
  )
  return (
    <form onSubmit={submit}>
      <Text fz="sm">{t.library.archiveAsk}</Text>
      <FormButtons close={close} submit={t.library.archive} isReady isBusy={isBusy} color="red" />
    </form>
  )
}
