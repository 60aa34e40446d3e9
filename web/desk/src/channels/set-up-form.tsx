import { Button, Group, PasswordInput, Switch, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconCircleCheck, IconLock } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ChannelAccountState, CheckedChannel, CredentialField, KindToSetUp } from '#contracts'
import { sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { ChannelIcon } from '../inbox/badges.tsx'
import { CopyLine } from './copy-line.tsx'
import { givenCredentials, isWhole } from './set-up-fields.ts'

type Props = {
  /** The account whose credentials are replaced; null sets a new one up. */
  renewed: ChannelAccountState | null
  /** What may be set up; never empty. */
  kinds: readonly [KindToSetUp, ...KindToSetUp[]]
  close: () => void
}

/** Credentials are checked with the vendor first; only what the vendor confirmed can be saved. */
export function SetUpForm({ renewed, kinds, close }: Props) {
  const { t } = useI18n()
  const [kind, setKind] = useState<string>(renewed?.kind ?? kinds[0].kind)
  const described = kinds.find((one) => one.kind === kind) ?? kinds[0]
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const [name, setName] = useState(renewed?.name ?? '')
  const [botEnabled, setBotEnabled] = useState(renewed?.botEnabled ?? true)
  const vendor = useVendor()
  const change = (part: Readonly<Record<string, string>>) => {
    setTyped((before) => ({ ...before, ...part }))
    vendor.forget()
  }
  const input = { kind, credentials: givenCredentials(described, typed) }
  const trimmed = name.trim()
  const save = () => vendor.save({ ...input, botEnabled, ...(trimmed && { name: trimmed }) }, close)
  const isGood = vendor.checked?.ok === true
  return (
    <form
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        void (isGood ? save() : vendor.check(input))
      }}
    >
      {renewed === null && (
        <KindChoice
          kinds={kinds}
          kind={kind}
          choose={(chosen) => {
            setKind(chosen)
            vendor.forget()
          }}
        />
      )}
      <p className="soft form-hint">{t.setUp.hints[kind]}</p>
      <div className="set-up-fields">
        {inOrder(described.credentials).map((field) => (
          <CredentialInput
            key={`${kind}-${field.name}`}
            field={field}
            value={typed[field.name] ?? ''}
            set={(value) => change({ [field.name]: value })}
          />
        ))}
      </div>
      <p className="soft secrets-note">
        <IconLock size={15} aria-hidden />
        {t.setUp.secrets}
      </p>
      <TextInput label={t.setUp.name} maxLength={80} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Switch
        mt="md"
        label={t.setUp.bot}
        checked={botEnabled}
        onChange={(event) => setBotEnabled(event.currentTarget.checked)}
      />
      <VendorSide described={described} />
      <CheckedLine checked={vendor.checked} fault={vendor.fault} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close}>
          {t.common.cancel}
        </Button>
        <Button type="submit" loading={vendor.isBusy} disabled={!isWhole(described, typed)}>
          {isGood ? t.setUp.save : t.setUp.check}
        </Button>
      </Group>
    </form>
  )
}

/** Which account it is, then what proves it, then what may be left out. */
function inOrder(fields: readonly CredentialField[]): CredentialField[] {
  const rank = (field: CredentialField) => Number(!field.isRequired) * 2 + Number(field.isSecret)
  return [...fields].sort((a, b) => rank(a) - rank(b))
}

/** Asks the vendor and saves; an answer is forgotten as soon as anything it was about is changed. */
function useVendor() {
  const { t } = useI18n()
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const [checked, setChecked] = useState<CheckedChannel | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const attempt = async (doing: () => Promise<void>) => {
    setBusy(true)
    setFault(null)
    try {
      await doing()
    } catch (error) {
      setFault(error)
    } finally {
      setBusy(false)
    }
  }
  return {
    isBusy,
    checked,
    fault,
    forget() {
      setChecked(null)
      setFault(null)
    },
    check: (input: object) =>
      attempt(async () => setChecked(await sendJson<CheckedChannel>('POST', '/api/channel-accounts/check', input))),
    save: (input: object, done: () => void) =>
      attempt(async () => {
        await sendJson('POST', '/api/channel-accounts', input)
        notifications.show({ color: 'green', message: t.setUp.saved })
        for (const key of ['channel-accounts', 'channel-health', 'directory']) {
          await client.invalidateQueries({ queryKey: [key] })
        }
        done()
      }),
  }
}

/** What is entered at the vendor for this kind. */
function VendorSide({ described }: { described: KindToSetUp }) {
  const { t } = useI18n()
  return (
    <section className="vendor-side" aria-label={t.setUp.atVendor}>
      <p className="soft">{t.setUp.atVendor}</p>
      {described.webhookUrl === null ? (
        <p className="field-fault">{t.channels.noUrl}</p>
      ) : (
        <CopyLine label={t.channels.webhookUrl} value={described.webhookUrl} />
      )}
      {described.verifyToken !== null && <CopyLine label={t.channels.verifyToken} value={described.verifyToken} />}
    </section>
  )
}

type ChoiceProps = { kinds: readonly KindToSetUp[]; kind: string; choose: (kind: string) => void }

function KindChoice({ kinds, kind, choose }: ChoiceProps) {
  const { t } = useI18n()
  return (
    <fieldset className="kind-choice" aria-label={t.setUp.kind}>
      {kinds.map(({ kind: one }) => (
        <button key={one} type="button" aria-pressed={one === kind} onClick={() => choose(one)}>
          <ChannelIcon channel={one} size={20} />
          {t.words.channels[one]}
        </button>
      ))}
    </fieldset>
  )
}

function CredentialInput({ field, value, set }: { field: CredentialField; value: string; set: (value: string) => void }) {
  const { t } = useI18n()
  const name = t.setUp.fields[field.name] ?? field.name
  const common = {
    label: field.isRequired ? name : t.setUp.optional(name),
    required: field.isRequired,
    autoComplete: field.isSecret ? 'new-password' : 'off',
    maxLength: 1000,
    spellCheck: false,
    value,
    onChange: (event: { currentTarget: { value: string } }) => set(event.currentTarget.value),
  }
  return field.isSecret ? <PasswordInput {...common} /> : <TextInput {...common} />
}

/** What the vendor said, in words, and what to do about it. */
function CheckedLine({ checked, fault }: { checked: CheckedChannel | null; fault: unknown }) {
  const { t, explain } = useI18n()
  if (fault !== null) {
    return (
      <p className="checked-line" data-bad role="alert">
        <IconAlertTriangle size={18} aria-hidden />
        {explain(fault)}
      </p>
    )
  }
  if (checked === null) return <p className="checked-line soft">{t.setUp.checkFirst}</p>
  if (checked.ok) {
    return (
      <p className="checked-line" data-good role="status">
        <IconCircleCheck size={18} aria-hidden />
        {t.setUp.good(checked.name ?? '', checked.externalId ?? '')}
      </p>
    )
  }
  return (
    <p className="checked-line" data-bad role="alert">
      <IconAlertTriangle size={18} aria-hidden />
      {checked.reason && t.setUp.reasons[checked.reason]}
    </p>
  )
}
