import { Checkbox, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { RegisterAppealInput } from '#contracts'
import { DateInput } from '../dates/date-input.tsx'
import { useRequestSend } from '../facts/use-request-send.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useLive } from '../live/use-live.tsx'
import { zonedInstant } from '../settings/zoned-instant.ts'
import { useActions } from './actions-context.tsx'
import { FormButtons, useSubmit } from './form-parts.tsx'

const shortestName = 3
const shortestEssence = 10

type Card = { fullName: string; address: string; phone: string; essence: string; receivedAt: string; hasConsent: boolean }

const isWhole = ({ fullName, address, phone, essence, hasConsent }: Card) =>
  fullName.trim().length >= shortestName &&
  essence.trim().length >= shortestEssence &&
  (address.trim() !== '' || phone.trim() !== '') &&
  hasConsent

function inputOf({ fullName, address, phone, essence, receivedAt }: Card): RegisterAppealInput {
  return {
    fullName: fullName.trim(),
    essence: essence.trim(),
    hasConsent: true,
    ...(address.trim() && { address: address.trim() }),
    ...(phone.trim() && { phone: phone.trim() }),
    ...(receivedAt && { receivedAt: zonedInstant(receivedAt) }),
  }
}

/** What the law asks for before a conversation is an official appeal; what is known already stands in the fields. */
export function AppealForm({ close }: { close: () => void }) {
  const { t } = useI18n()
  const { request } = useActions()
  const send = useRequestSend(request?.id ?? '')
  const contact = useLive((state) => state.timelines.get(request?.id ?? '')?.facts?.value.contact)
  const [card, setCard] = useState<Card>({
    fullName: contact?.displayName ?? '',
    address: '',
    phone: contact?.phone ?? '',
    essence: '',
    receivedAt: '',
    hasConsent: false,
  })
  const put = (part: Partial<Card>) => setCard((now) => ({ ...now, ...part }))
  const { isBusy, submit } = useSubmit(close, () => send({ path: 'appeal', body: inputOf(card), done: t.legal.made }))
  return (
    <form onSubmit={submit}>
      <Text className="soft" fz="sm" mb="sm">
        {t.legal.makeHint}
      </Text>
      <TextInput
        label={t.legal.fullName}
        required
        maxLength={200}
        data-autofocus
        value={card.fullName}
        onChange={(event) => put({ fullName: event.currentTarget.value })}
      />
      <div className="form-pair">
        <TextInput
          label={t.legal.address}
          maxLength={500}
          value={card.address}
          onChange={(event) => put({ address: event.currentTarget.value })}
        />
        <TextInput
          label={t.legal.phone}
          maxLength={32}
          inputMode="tel"
          value={card.phone}
          onChange={(event) => put({ phone: event.currentTarget.value })}
        />
      </div>
      <Textarea
        mt="sm"
        label={t.legal.essence}
        description={t.legal.essenceHint}
        required
        autosize
        minRows={3}
        maxRows={10}
        maxLength={8000}
        value={card.essence}
        onChange={(event) => put({ essence: event.currentTarget.value })}
      />
      <DateInput
        mt="sm"
        withTime
        label={t.legal.receivedAt}
        value={card.receivedAt}
        set={(receivedAt) => put({ receivedAt })}
      />
      <Checkbox
        mt="md"
        label={t.legal.consent}
        checked={card.hasConsent}
        onChange={(event) => put({ hasConsent: event.currentTarget.checked })}
      />
      <FormButtons close={close} submit={t.legal.makeSubmit} isReady={isWhole(card)} isBusy={isBusy} />
    </form>
  )
}
