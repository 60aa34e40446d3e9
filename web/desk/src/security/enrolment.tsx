import { Alert, Button, Code, CopyButton, Text, TextInput, Title } from '@mantine/core'
import { type SubmitEvent, useEffect, useRef, useState } from 'react'
import { encode } from 'uqr'
import type { EnrolmentStart, RecoveryCodes } from '#contracts'
import { sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'

/** Sets up an authenticator: the code to scan, its first answer, and the recovery codes shown once. */
export function Enrolment({ done }: { done: () => void }) {
  const { explain } = useI18n()
  const [start, setStart] = useState<EnrolmentStart | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const isAsked = useRef(false)
  useEffect(() => {
    if (isAsked.current) return
    isAsked.current = true // every call makes another secret, and the one on the screen must be the last
    sendJson<EnrolmentStart>('POST', '/api/me/second-step').then(setStart, setFault)
  }, [])
  if (codes) return <RecoveryCodeList codes={codes} done={done} />
  return (
    <>
      {fault !== null && (
        <Alert color="red" variant="light" mt="md" role="alert">
          {explain(fault)}
        </Alert>
      )}
      {start && <FirstCode start={start} confirmed={setCodes} />}
    </>
  )
}

function FirstCode({ start, confirmed }: { start: EnrolmentStart; confirmed: (codes: readonly string[]) => void }) {
  const { t, explain } = useI18n()
  const [code, setCode] = useState('')
  const [fault, setFault] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setBusy(true)
    sendJson<RecoveryCodes>('POST', '/api/me/second-step/confirm', { code: code.trim() })
      .then(({ recoveryCodes }) => confirmed(recoveryCodes))
      .catch((error: unknown) => {
        setFault(error)
        setCode('')
        setBusy(false)
      })
  }
  return (
    <form onSubmit={submit}>
      <Text mt="md">{t.enrol.scan}</Text>
      <QrCode text={start.uri} label={t.enrol.qr} />
      <Text fz="sm" className="soft">
        {t.enrol.typed}
      </Text>
      <Code className="enrol-secret">{start.secret.match(/.{1,4}/g)?.join(' ')}</Code>
      <TextInput
        mt="md"
        size="md"
        label={t.enrol.code}
        value={code}
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        withAsterisk={false}
        data-autofocus
        error={fault === null ? null : explain(fault)}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button type="submit" mt="lg" size="md" fullWidth loading={isBusy} disabled={!code.trim()}>
        {t.enrol.submit}
      </Button>
    </form>
  )
}

/** Drawn as shapes of the page: no markup is made of the text, and nothing is asked of a network. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { size, data } = encode(text, { border: 2 })
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg className="enrol-qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

/** Shown once; the server keeps only what they hash to. */
export function RecoveryCodeList({ codes, done }: { codes: readonly string[]; done: () => void }) {
  const { t } = useI18n()
  return (
    <>
      <Title order={3} fz={18} mt="md">
        {t.enrol.codesTitle}
      </Title>
      <Text mt="xs" className="soft">
        {t.enrol.codesLead}
      </Text>
      <ul className="enrol-codes">
        {codes.map((code) => (
          <li key={code}>
            <Code>{code}</Code>
          </li>
        ))}
      </ul>
      <div className="enrol-buttons">
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? t.facts.copied : t.facts.copy}
            </Button>
          )}
        </CopyButton>
        <Button onClick={done}>{t.enrol.done}</Button>
      </div>
    </>
  )
}
