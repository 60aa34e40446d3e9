import { Alert, Anchor, Button, Text, TextInput, Title } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { type SubmitEvent, useState } from 'react'
import type { Language, Me } from '#contracts'
import { getJson, sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Enrolment } from '../security/enrolment.tsx'
import { EntrancePage } from './entrance-page.tsx'

type Props = { me: Me; entered: (me: Me | null) => void; chooseLanguage: (language: Language) => void }

function leave(entered: Props['entered']): void {
  const left = () => entered(null)
  sendJson('DELETE', '/api/session').then(left, left)
}

/** Between the password and the console: the code of the authenticator, or a recovery code. */
export function SecondStep({ me, entered, chooseLanguage }: Props) {
  const { t, explain } = useI18n()
  const [code, setCode] = useState('')
  const [fault, setFault] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setBusy(true)
    sendJson<Me>('POST', '/api/session/second-step', { code: code.trim() })
      .then(entered)
      .catch((error: unknown) => {
        setFault(error)
        setCode('')
        setBusy(false)
      })
  }
  return (
    <EntrancePage chooseLanguage={chooseLanguage}>
      <form onSubmit={submit}>
        <Title order={2} fz={24}>
          {t.secondStep.title}
        </Title>
        <Text mt="xs" className="soft">
          {me.displayName}
          {t.words.separator}
          {t.secondStep.lead}
        </Text>
        {fault !== null && (
          <Alert color="red" variant="light" mt="md" icon={<IconAlertCircle size={18} />} role="alert">
            {explain(fault)}
          </Alert>
        )}
        <TextInput
          mt="xl"
          size="md"
          label={t.secondStep.code}
          value={code}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          autoFocus
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" mt="xl" size="md" fullWidth loading={isBusy} disabled={!code.trim()}>
          {t.secondStep.submit}
        </Button>
        <Text mt="lg" fz="sm">
          <Anchor component="button" type="button" onClick={() => leave(entered)}>
            {t.secondStep.other}
          </Anchor>
        </Text>
      </form>
    </EntrancePage>
  )
}

/** Stands before the console where a role demands an authenticator and there is none yet. */
export function RequiredEnrolment({ me, entered, chooseLanguage }: Props) {
  const { t } = useI18n()
  const reread = () => {
    getJson<Me>('/api/me').then(entered, () => entered(null))
  }
  return (
    <EntrancePage chooseLanguage={chooseLanguage}>
      <Title order={2} fz={24}>
        {t.enrol.title}
      </Title>
      <Text mt="xs" className="soft">
        {me.displayName}
        {t.words.separator}
        {t.enrol.required}
      </Text>
      <Enrolment done={reread} />
      <Text mt="lg" fz="sm">
        <Anchor component="button" type="button" onClick={() => leave(entered)}>
          {t.secondStep.other}
        </Anchor>
      </Text>
    </EntrancePage>
  )
}
