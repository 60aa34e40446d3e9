import { Button } from '@mantine/core'
import { IconPencilExclamation } from '@tabler/icons-react'
import { useState } from 'react'
import { useI18n } from '../i18n/i18n.tsx'

type Props = {
  isDirty: boolean
  mayEdit: boolean
  isSound?: boolean
  save: () => Promise<boolean>
  revert: () => void
}

/** Stands at the foot of a page of settings while something is changed: save it or drop it. */
export function SaveBar({ isDirty, mayEdit, isSound = true, save, revert }: Props) {
  const { t } = useI18n()
  const [isBusy, setBusy] = useState(false)
  if (!isDirty) return mayEdit ? null : <p className="soft may-not">{t.settings.mayNot}</p>
  const submit = () => {
    setBusy(true)
    void save().then((isDone) => {
      setBusy(false)
      if (isDone) revert()
    })
  }
  return (
    <div className="save-bar" role="status">
      <IconPencilExclamation size={18} stroke={1.7} aria-hidden />
      <span>{mayEdit ? t.settings.unsaved : t.settings.mayNot}</span>
      <Button size="xs" variant="default" onClick={revert}>
        {t.settings.revert}
      </Button>
      {mayEdit && (
        <Button size="xs" loading={isBusy} disabled={!isSound} onClick={submit}>
          {t.settings.save}
        </Button>
      )}
    </div>
  )
}
