import { Button, Modal, Text } from '@mantine/core'
import { IconPlus, IconWebhook } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { WebhookView } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useMinute } from '../inbox/use-now.ts'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'
import { CopyLine } from './copy-line.tsx'
import { WebhookDeliveries } from './webhook-deliveries.tsx'
import { WebhookForm } from './webhook-form.tsx'

const lookAgainMs = 30_000
const stale = ['webhooks']

type Dialog =
  | { readonly kind: 'form'; readonly webhook: WebhookView | null }
  | { readonly kind: 'remove'; readonly webhook: WebhookView }
  | { readonly kind: 'secret'; readonly secret: string }

/** Where facts are told, what became of each, and telling them once more. */
export function WebhooksSection() {
  const { t } = useI18n()
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const [chosenId, setChosenId] = useState<string | null>(null)
  const webhooks = useQuery({
    queryKey: ['webhooks'],
    refetchInterval: lookAgainMs,
    queryFn: () => getJson<WebhookView[]>('/api/webhooks'),
  })
  if (webhooks.isError && !webhooks.data) return <FaultScreen error={webhooks.error} retry={() => webhooks.refetch()} />
  if (!webhooks.data) return <PanelSkeleton />
  const chosen = webhooks.data.find(({ id }) => id === chosenId) ?? webhooks.data[0]
  return (
    <>
      <div className="section-bar">
        <p className="soft">{t.hooks.lead}</p>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setDialog({ kind: 'form', webhook: null })}>
          {t.hooks.add}
        </Button>
      </div>
      {webhooks.data.length === 0 ? (
        <div className="nothing panel">
          <IconWebhook size={44} stroke={1.2} aria-hidden />
          <b>{t.hooks.none}</b>
        </div>
      ) : (
        <div className="library">
          <ul className="hook-list">
            {webhooks.data.map((one) => (
              <WebhookItem
                key={one.id}
                webhook={one}
                isChosen={one.id === chosen?.id}
                choose={() => setChosenId(one.id)}
                open={setDialog}
              />
            ))}
          </ul>
          {chosen && <WebhookDeliveries key={chosen.id} webhook={chosen} />}
        </div>
      )}
      <HookDialog dialog={dialog} setDialog={setDialog} />
    </>
  )
}

type ItemProps = { webhook: WebhookView; isChosen: boolean; choose: () => void; open: (dialog: Dialog) => void }

function WebhookItem({ webhook, isChosen, choose, open }: ItemProps) {
  const { t, format } = useI18n()
  const now = useMinute()
  const send = useSend()
  const { isEnabled, restsUntil, events } = webhook
  const isResting = restsUntil !== null && Date.parse(restsUntil) > now
  const turn = () =>
    void send({
      method: 'PATCH',
      path: `/api/webhooks/${webhook.id}`,
      body: { isEnabled: !isEnabled },
      done: isEnabled ? t.hooks.switchedOff : t.hooks.switchedOn,
      stale,
    })
  return (
    <li className="hook" data-chosen={isChosen || undefined} data-off={!isEnabled || undefined}>
      <button type="button" className="hook-name" aria-pressed={isChosen} onClick={choose}>
        <b>{webhook.name}</b>
        <span className="standing" data-standing={isEnabled ? 'in_force' : 'withdrawn'}>
          {isEnabled ? t.hooks.on : t.hooks.off}
        </span>
      </button>
      <code className="hook-url">{webhook.url}</code>
      <p className="soft hook-facts">
        <span>{events.length === 0 ? t.hooks.allEvents : t.hooks.eventCount(events.length)}</span>
        <span>{webhook.lastSentAt === null ? t.hooks.neverSent : t.hooks.lastSent(format.ago(webhook.lastSentAt, now))}</span>
        {webhook.pending > 0 && <span>{t.hooks.pending(format.number(webhook.pending))}</span>}
        {webhook.failed > 0 && <span className="late-mark">{t.hooks.failed(format.number(webhook.failed))}</span>}
        {isResting && <span className="growth">{t.hooks.rests(format.moment(restsUntil, now))}</span>}
      </p>
      <footer>
        <Button size="compact-xs" variant="default" onClick={() => open({ kind: 'form', webhook })}>
          {t.settings.edit}
        </Button>
        <Button size="compact-xs" variant="default" onClick={turn}>
          {isEnabled ? t.hooks.switchOff : t.hooks.switchOn}
        </Button>
        <Button size="compact-xs" variant="subtle" color="red" onClick={() => open({ kind: 'remove', webhook })}>
          {t.hooks.remove}
        </Button>
      </footer>
    </li>
  )
}

function HookDialog({ dialog, setDialog }: { dialog: Dialog | null; setDialog: (dialog: Dialog | null) => void }) {
  const { t } = useI18n()
  const close = () => setDialog(null)
  const titles = {
    form: dialog?.kind === 'form' && dialog.webhook ? t.hooks.editTitle(dialog.webhook.name) : t.hooks.add,
    remove: dialog?.kind === 'remove' ? t.hooks.removeTitle(dialog.webhook.name) : '',
    secret: t.hooks.secretTitle,
  }
  const isSecret = dialog?.kind === 'secret'
  return (
    <Modal
      opened={dialog !== null}
      onClose={close}
      size="lg"
      // A secret that is gone by a press beside the dialog is gone for good.
      closeOnClickOutside={!isSecret}
      closeOnEscape={!isSecret}
      withCloseButton={!isSecret}
      title={<b>{titles[dialog?.kind ?? 'form']}</b>}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      {dialog?.kind === 'form' && (
        <WebhookForm webhook={dialog.webhook} close={close} made={(secret) => setDialog({ kind: 'secret', secret })} />
      )}
      {dialog?.kind === 'remove' && <RemoveForm webhook={dialog.webhook} close={close} />}
      {isSecret && (
        <>
          <Text fz="sm">{t.hooks.secretHint}</Text>
          <CopyLine label={t.hooks.secretTitle} value={dialog.secret} />
          <Button mt="md" fullWidth onClick={close}>
            {t.hooks.secretKept}
          </Button>
        </>
      )}
    </Modal>
  )
}

function RemoveForm({ webhook, close }: { webhook: WebhookView; close: () => void }) {
  const { t } = useI18n()
  const send = useSend()
  const { isBusy, submit } = useSubmit(close, () =>
    send({ method: 'DELETE', path: `/api/webhooks/${webhook.id}`, done: t.hooks.removed, stale }),
  )
  return (
    <form onSubmit={submit}>
      <Text fz="sm">{t.hooks.removeAsk}</Text>
      <FormButtons close={close} submit={t.hooks.remove} isReady isBusy={isBusy} color="red" />
    </form>
  )
}
