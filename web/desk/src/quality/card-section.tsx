import { Button, Checkbox, NumberInput } from '@mantine/core'
import { useState } from 'react'
import type { QualityCardView, QualityItem } from '#contracts'
import { useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useQualityWords } from '../i18n/quality/use-quality-words.ts'
import { useConsole } from '../shell/console-context.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'
import { TablePlace } from '../shell/table-place.tsx'
import { useQualityCard } from './use-quality-card.ts'

/** The card in force; whoever keeps it changes weights and what is critical, which makes a new version. */
export function CardSection() {
  const card = useQualityCard()
  if (card.isError) return <FaultScreen error={card.error} retry={() => card.refetch()} />
  if (!card.data) return <PanelSkeleton />
  return <CardForm key={card.data.version} card={card.data} />
}

function CardForm({ card }: { card: QualityCardView }) {
  const { t, language } = useI18n()
  const words = useQualityWords()
  const { may } = useConsole()
  const send = useSend()
  const [items, setItems] = useState(card.items)
  const { isBusy, submit } = useSubmit(
    () => undefined,
    () =>
      send({
        path: '/api/quality/card',
        body: { items, causes: card.causes },
        done: words.card.saved,
        stale: ['quality-card'],
      }),
  )
  const put = (code: string, part: Partial<QualityItem>) =>
    setItems((all) => all.map((one) => (one.code === code ? { ...one, ...part } : one)))
  const isReadOnly = !may('quality.card')
  return (
    <form className="panel" onSubmit={submit} aria-label={words.tabs.card}>
      <p className="soft form-hint">{words.told.version(card.version)}</p>
      <TablePlace label={words.tabs.card}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{words.card.item}</th>
              <th scope="col">{words.card.weight}</th>
              <th scope="col">{words.card.isCritical}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <ItemRow key={item.code} item={item} isReadOnly={isReadOnly} put={put} />
            ))}
          </tbody>
        </table>
      </TablePlace>
      <p className="soft">{`${words.card.causes}: ${card.causes.map(({ names }) => names[language]).join(', ')}`}</p>
      {!isReadOnly && (
        <Button type="submit" loading={isBusy} disabled={JSON.stringify(items) === JSON.stringify(card.items)}>
          {t.settings.save}
        </Button>
      )}
    </form>
  )
}

type RowProps = { item: QualityItem; isReadOnly: boolean; put: (code: string, part: Partial<QualityItem>) => void }

function ItemRow({ item, isReadOnly, put }: RowProps) {
  const { language } = useI18n()
  const words = useQualityWords()
  const name = item.names[language]
  return (
    <tr>
      <th scope="row">
        {name}
        <small className="soft">{words.groups[item.group]}</small>
      </th>
      <td>
        <NumberInput
          size="xs"
          aria-label={`${words.card.weight}: ${name}`}
          min={1}
          max={100}
          allowDecimal={false}
          disabled={isReadOnly}
          value={item.weight}
          onChange={(value) => put(item.code, { weight: Math.max(1, Number(value) || 1) })}
        />
      </td>
      <td>
        <Checkbox
          aria-label={`${words.card.isCritical}: ${name}`}
          disabled={isReadOnly}
          checked={item.isCritical}
          onChange={(event) => put(item.code, { isCritical: event.currentTarget.checked })}
        />
      </td>
    </tr>
  )
}
