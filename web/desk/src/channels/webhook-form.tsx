import { MultiSelect, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import { type WebhookMade, type WebhookView, webhookEvents } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'

type Props = { webhook: WebhookView | null; close: () => void; made: (secret: string) => void }

/** A new address for facts, or a change of one; the secret of a new one is shown next, once. */
export function WebhookForm({ webhook, close, made }: Props) {
  const { t, explain } = useI18n()
  const client = useQueryClient()
  const [name, setName] = useState(webhook?.name ?? '')
  const [url, setUrl] = useState(webhook?.url ?? '')
  const [events, setEvents] = useState<string[]>(webhook?.events ?? [])
  const [fault, setFault] = useState<unknown>(null)
  const save = async (): Promise<boolean> => {
    const body = { name: name.trim(), url: url.trim(), events }
    try {
      if (webhook === null) made((await sendJson<z.infer<typeof WebhookMade>>('POST', '/api/webhooks', body)).secret)
      else await sendJson('PATCH', `/api/webhooks/${webhook.id}`, body)
      notifications.show({ color: 'green', message: webhook === null ? t.hooks.made : t.settings.saved })
      await client.invalidateQueries({ queryKey: ['webhooks'] })
      // A new one goes on to its secret.
      return webhook !== null
    } catch (error) {
      setFault(error)
      return false
    }
  }
  const { isBusy, submit } = useSubmit(close, save)
  return (
    <form onSubmit={submit}>
      <TextInput
        label={t.hooks.name}
        required
        data-autofocus
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        mt="md"
        type="url"
        label={t.hooks.url}
        description={t.hooks.urlHint}
        error={fault === null ? null : explain(fault)}
        required
        maxLength={500}
        value={url}
        onChange={(event) => {
          setUrl(event.currentTarget.value)
          setFault(null)
        }}
      />
      <MultiSelect
        mt="md"
        label={t.hooks.events}
        description={t.hooks.eventsHint}
        clearable
        searchable
        data={webhookEvents.map((value) => ({ value, label: t.hooks.eventNames[value] ?? value }))}
        value={events}
        onChange={setEvents}
      />
      <FormButtons
        close={close}
        submit={webhook === null ? t.hooks.make : t.settings.save}
        isReady={name.trim() !== '' && url.trim() !== ''}
        isBusy={isBusy}
      />
    </form>
  )
}
