import { Button } from '@mantine/core'
import { useState } from 'react'
import type { QualityCardView } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { useQualityWords } from '../i18n/quality/use-quality-words.ts'
import { useConsole } from '../shell/console-context.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'
import { TablePlace } from '../shell/table-place.tsx'
import { CardEditor } from './card-editor.tsx'
import { useQualityCard } from './use-quality-card.ts'

/** The card in force; whoever keeps it drafts the next version. */
export function CardSection() {
  const card = useQualityCard()
  const [isDrafting, setDrafting] = useState(false)
  if (card.isError) return <FaultScreen error={card.error} retry={() => card.refetch()} />
  if (!card.data) return <PanelSkeleton />
  if (isDrafting) return <CardEditor card={card.data} close={() => setDrafting(false)} />
  return <CardTable card={card.data} draft={() => setDrafting(true)} />
}

function CardTable({ card, draft }: { card: QualityCardView; draft: () => void }) {
  const { t, format, language } = useI18n()
  const words = useQualityWords()
  const { may } = useConsole()
  const whole = card.items.reduce((sum, { weight }) => sum + weight, 0)
  return (
    <section className="panel" aria-label={words.tabs.card}>
      <div className="quality-card-head">
        <p className="soft">{words.told.version(card.version)}</p>
        {may('quality.card') && <Button onClick={draft}>{words.card.draft}</Button>}
      </div>
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
            {card.items.map((item) => (
              <tr key={item.code}>
                <th scope="row">
                  {item.names[language]}
                  <small className="soft">{` ${words.groups[item.group]}`}</small>
                </th>
                <td>
                  {format.number(item.weight)}
                  <small className="soft">{` ${words.told.share(format.percent(item.weight / whole))}`}</small>
                </td>
                <td>{item.isCritical ? words.card.isCritical : t.common.none}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TablePlace>
      <p className="soft">{`${words.card.causes}: ${card.causes.map(({ names }) => names[language]).join(', ')}`}</p>
    </section>
  )
}
