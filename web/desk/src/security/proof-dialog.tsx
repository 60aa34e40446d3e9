import { Alert, Button, Modal, PasswordInput, Text, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useEffect, useState } from 'react'
import type { Me } from '#contracts'
import { keepProofDialog, sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'

/** Asks a person to prove once more who they are, whenever a call of any page is refused for want of it. */
export function ProofDialog() {
  const { t } = useI18n()
  const client = useQueryClient()
  const [waiting, setWaiting] = useState<((isProven: boolean) => void)[]>([])
  useEffect(() => {
    keepProofDialog(() => new Promise((resolve) => setWaiting((others) => [...others, resolve])))
  }, [])
  const end = (isProven: boolean) => {
    for (const resolve of waiting) resolve(isProven)
    setWaiting([])
  }
  const me = client.getQueryData<Me | null>(['me'])
  return (
    <Modal
      opened={waiting.length > 0}
      onClose={() => end(false)}
      title={<b>{t.proveAgain.title}</b>}
      closeButtonProps={{ 'aria-label': t.common.close }}
      zIndex={400}
    >
      <Text className="soft">{t.proveAgain.lead}</Text>
      {me?.provesBy === 'oidc' ? <BySingleSignOn /> : <BySecret by={me?.provesBy ?? 'password'} proven={() => end(true)} />}
    </Modal>
  )
}

function BySingleSignOn() {
  const { t } = useI18n()
  return (
    <>
      <Text mt="md">{t.proveAgain.oidc}</Text>
      <Button component="a" href="/api/session/oidc/again" mt="lg" fullWidth>
        {t.proveAgain.go}
      </Button>
    </>
  )
}

function BySecret({ by, proven }: { by: 'code' | 'password'; proven: () => void }) {
  const { t, explain } = useI18n()
  const [secret, setSecret] = useState('')
  const [fault, setFault] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    event.stopPropagation() // React hands it on to a form whose call opened this dialog
    setBusy(true)
    sendJson('POST', '/api/me/proof', { secret: secret.trim() })
      .then(proven)
      .catch((error: unknown) => {
        setFault(error)
        setSecret('')
        setBusy(false)
      })
  }
  const field = { mt: 'md', value: secret, required: true, withAsterisk: false, 'data-autofocus': true } as const
  return (
    <form onSubmit={submit}>
      {fault !== null && (
        <Alert color="red" variant="light" mt="md" role="alert">
          {explain(fault)}
        </Alert>
      )}
      {by === 'code' ? (
        <TextInput
          {...field}
          label={t.proveAgain.code}
          autoComplete="one-time-code"
          onChange={(event) => setSecret(event.currentTarget.value)}
        />
      ) : (
        <PasswordInput
          {...field}
          label={t.proveAgain.password}
          autoComplete="current-password"
          onChange={(event) => setSecret(event.currentTarget.value)}
        />
      )}
      <Button type="submit" mt="lg" fullWidth loading={isBusy} disabled={!secret}>
        {t.proveAgain.submit}
      </Button>
    </form>
  )
}
