import { Alert, Button, PasswordInput, Text, TextInput, Title } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { type SubmitEvent, useState } from 'react'
import type { Language, Me } from '#contracts'
import { sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { EntrancePage } from './entrance-page.tsx'

/** Signs a member of staff in; the answer is who they are. */
type Props = { entered: (me: Me) => void; chooseLanguage: (language: Language) => void }

export function SignIn({ entered, chooseLanguage }: Props) {
  const { t, explain } = useI18n()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [fault, setFault] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setBusy(true)
    sendJson<Me>('POST', '/api/session', { login: login.trim(), password })
      .then(entered)
      .catch((error: unknown) => {
        setFault(error)
        setPassword('')
        setBusy(false)
      })
  }
  return (
    <EntrancePage chooseLanguage={chooseLanguage}>
      <form onSubmit={submit}>
        <Title order={2} fz={24}>
          {t.signIn.lead}
        </Title>
        {fault !== null && (
          <Alert color="red" variant="light" mt="md" icon={<IconAlertCircle size={18} />} role="alert">
            {explain(fault)}
          </Alert>
        )}
        <TextInput
          mt="xl"
          size="md"
          label={t.signIn.login}
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          data-autofocus
          autoFocus
        />
        <PasswordInput
          mt="md"
          size="md"
          label={t.signIn.password}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          required
          withAsterisk={false}
        />
        <Button type="submit" mt="xl" size="md" fullWidth loading={isBusy} disabled={!login.trim() || !password}>
          {t.signIn.submit}
        </Button>
        <Text mt="lg" fz="sm" className="soft">
          {t.signIn.hint}
        </Text>
      </form>
    </EntrancePage>
  )
}
