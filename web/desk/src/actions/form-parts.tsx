import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../i18n/i18n.tsx'

/** Cancel and the one thing to do. */
export function FormButtons(props: { close: () => void; submit: string; isReady: boolean; isBusy: boolean; color?: string }) {
  const { t } = useI18n()
  return (
    <Group justify="flex-end" mt="lg">
      <Button variant="default" onClick={props.close}>
        {t.common.cancel}
      </Button>
      <Button type="submit" disabled={!props.isReady} loading={props.isBusy} {...(props.color ? { color: props.color } : {})}>
        {props.submit}
      </Button>
    </Group>
  )
}

/** Runs the thing once, and closes the dialog when it was done. */
export function useSubmit(close: () => void, doing: () => Promise<boolean>) {
  const [isBusy, setBusy] = useState(false)
  const submit = (event: { preventDefault(): void }) => {
    event.preventDefault()
    setBusy(true)
    void doing().then((isDone) => {
      setBusy(false)
      if (isDone) close()
    })
  }
  return { isBusy, submit }
}
