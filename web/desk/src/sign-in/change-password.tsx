import { Alert, Button, PasswordInput, Text, Title } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { type SubmitEvent, useState } from 'react'
import type { Language, Me } from '#contracts'
import { getJson, sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { EntrancePage } from './entrance-page.tsx'

const shortestPassword = 12

/** The form itself, used at first sign-in and from the menu. */
export function PasswordForm({ done }: { done: () => void }) {
  const { t, explain } = useI18n()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [fault, setFault] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const differs = again !== '' && next !== again
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setBusy(true)
    sendJson('POST', '/api/me/password', { currentPassword: current, newPassword: next })
      .then(done)
      .catch((error: unknown) => {
        setFault(error)
        setBusy(false)
      })
  }
  const field = { size: 'md', mt: 'md', required: true, withAsterisk: false } as const
  return (
    <form onSubmit={submit}>
      {fault !== null && (
        <Alert color="red" variant="light" mt="md" icon={<IconAlertCircle size={18} />} role="alert">
          {explain(fault)}
        </Alert>
      )}
      <PasswordInput
        {...field}
        label={t.password.current}
        value={current}
        autoComplete="current-password"
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <PasswordInput
        {...field}
        label={t.password.next}
        description={t.password.rule}
        value={next}
        autoComplete="new-password"
        onChange={(event) => setNext(event.currentTarget.value)}
      />
      <PasswordInput
        {...field}
        label={t.password.again}
        value={again}
        autoComplete="new-password"
        error={differs && t.password.different}
        onChange={(event) => setAgain(event.currentTarget.value)}
      />
      <Button
        type="submit"
        mt="xl"
        size="md"
        fullWidth
        loading={isBusy}
        disabled={!current || next.length < shortestPassword || next !== again}
      >
        {t.password.submit}
      </Button>
    </form>
  )
}

/** Stands before the console until the password made for this person is their own. */
type Props = { me: Me; changed: (me: Me) => void; chooseLanguage: (language: Language) => void }

export function ChangePassword({ me, changed, chooseLanguage }: Props) {
  const { t } = useI18n()
  return (
    <EntrancePage chooseLanguage={chooseLanguage}>
      <Title order={2} fz={24}>
        {t.password.title}
      </Title>
      <Text mt="xs" className="soft">
        {me.displayName}
        {t.words.separator}
        {t.password.lead}
      </Text>
      <PasswordForm
        done={() => {
          getJson<Me>('/api/me')
            .then(changed)
            .catch(() => changed({ ...me, mustChangePassword: false }))
        }}
      />
    </EntrancePage>
  )
}
