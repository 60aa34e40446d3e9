import { Alert, Button, PasswordInput, Text, TextInput, Title } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import type { Language, Me, SignInWays } from '#contracts'
import { getJson, sendJson } from '../api/http.ts'
import { ProblemError } from '../api/problem.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { EntrancePage } from './entrance-page.tsx'

/** Signs a member of staff in; the answer is who they are. */
type Props = { entered: (me: Me) => void; chooseLanguage: (language: Language) => void }

export function SignIn({ entered, chooseLanguage }: Props) {
  const { t, explain } = useI18n()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [fault, setFault] = useState<unknown>(refusalOfAddress)
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
        <SingleSignOn />
        <Text mt="lg" fz="sm" className="soft">
          {t.signIn.hint}
        </Text>
      </form>
    </EntrancePage>
  )
}

/** What the bank's own sign-in was refused for, told by the address it led back to; told once. */
function refusalOfAddress(): unknown {
  const code = new URLSearchParams(location.search).get('refused')
  if (code === null) return null
  history.replaceState(null, '', location.pathname + location.hash)
  return new ProblemError({ code, status: 403, requestId: '', facts: {} })
}

/** The bank's own sign-in, where there is one. */
function SingleSignOn() {
  const { t } = useI18n()
  const ways = useQuery({ queryKey: ['me', 'ways'], queryFn: () => getJson<SignInWays>('/api/session/ways') })
  if (!ways.data?.oidc) return null
  return (
    <>
      <p className="entrance-or">{t.secondStep.between}</p>
      <Button component="a" href="/api/session/oidc" variant="default" size="md" fullWidth>
        {ways.data.oidc.label}
      </Button>
    </>
  )
}
