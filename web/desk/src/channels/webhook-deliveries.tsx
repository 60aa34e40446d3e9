import { Button, Group } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReplayInput, WebhookDeliveryView, WebhookView } from '#contracts'
import { useSend } from '../actions/use-send.ts'
import { getJson } from '../api/http.ts'
import { DateInput } from '../dates/date-input.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { useMinute } from '../inbox/use-now.ts'
import { wallOf, zonedInstant } from '../settings/zoned-instant.ts'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'

const lookAgainMs = 15_000
const hourMs = 3_600_000

/** The latest facts for one address and what became of each. */
export function WebhookDeliveries({ webhook }: { webhook: WebhookView }) {
  const { t, explain } = useI18n()
  const deliveries = useQuery({
    queryKey: ['webhook-deliveries', webhook.id],
    refetchInterval: lookAgainMs,
    queryFn: () => getJson<WebhookDeliveryView[]>(`/api/webhooks/${webhook.id}/deliveries`),
  })
  const send = useSend()
  const replay = (body: ReplayInput) =>
    void send({
      path: `/api/webhooks/${webhook.id}/replay`,
      body,
      done: t.hooks.replayed,
      stale: ['webhooks', 'webhook-deliveries'],
    })
  const rows = deliveries.data ?? []
  return (
    <section className="panel" aria-busy={deliveries.isPending}>
      <h2>{t.hooks.told(webhook.name)}</h2>
      <ReplayBar replay={replay} hasFailed={webhook.failed > 0} />
      {deliveries.isPending && <PanelSkeleton />}
      {deliveries.isError && <p className="soft panel-empty">{explain(deliveries.error)}</p>}
      {deliveries.isSuccess && rows.length === 0 && <p className="soft panel-empty">{t.hooks.nothingTold}</p>}
      {rows.length > 0 && <DeliveryTable rows={rows} replay={replay} />}
    </section>
  )
}

function ReplayBar({ replay, hasFailed }: { replay: (body: ReplayInput) => void; hasFailed: boolean }) {
  const { t } = useI18n()
  const [since, setSince] = useState(() => wallOf(Date.now() - hourMs))
  return (
    <Group gap="sm" align="flex-end" mb="md">
      {hasFailed && (
        <Button size="xs" leftSection={<IconRefresh size={15} aria-hidden />} onClick={() => replay({ failed: true })}>
          {t.hooks.replayFailed}
        </Button>
      )}
      <DateInput size="xs" withTime label={t.hooks.since} value={since} set={setSince} />
      <Button size="xs" variant="default" disabled={since === ''} onClick={() => replay({ sinceAt: zonedInstant(since) })}>
        {t.hooks.replaySince}
      </Button>
    </Group>
  )
}

function DeliveryTable({ rows, replay }: { rows: readonly WebhookDeliveryView[]; replay: (body: ReplayInput) => void }) {
  const { t, format } = useI18n()
  const now = useMinute()
  return (
    <div className="table-place scroll">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t.hooks.fact}</th>
            <th scope="col" className="left">
              {t.hooks.state}
            </th>
            <th scope="col">{t.hooks.tries}</th>
            <th scope="col">{t.hooks.answer}</th>
            <th scope="col">{t.hooks.when}</th>
            <th scope="col">
              <span className="visually-hidden">{t.hooks.replay}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">{t.hooks.eventNames[row.name] ?? row.name}</th>
              <td className="left">
                <span className="standing" data-standing={standingOf[row.state]}>
                  {t.hooks.states[row.state]}
                </span>
              </td>
              <td>{format.number(row.attempts)}</td>
              <td>{row.lastStatus ?? t.common.none}</td>
              <td>
                {row.sentAt === null ? t.hooks.next(format.moment(row.nextAttemptAt, now)) : format.moment(row.sentAt, now)}
              </td>
              <td>
                {(row.state === 'sent' || row.state === 'failed') && (
                  <Button size="compact-xs" variant="default" onClick={() => replay({ deliveryId: row.id })}>
                    {t.hooks.replay}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const standingOf = { pending: 'review', sending: 'review', sent: 'in_force', failed: 'withdrawn' } as const
