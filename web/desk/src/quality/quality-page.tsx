import '../look/quality.css'
import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { Permission } from '#contracts'
import { useQualityWords } from '../i18n/quality/use-quality-words.ts'
import { useConsole } from '../shell/console-context.tsx'
import { PageHead } from '../shell/page-head.tsx'
import { CardSection } from './card-section.tsx'
import { ContestsSection } from './contests-section.tsx'
import { OwnScores } from './own-scores.tsx'
import { ScoringSection } from './scoring-section.tsx'

const parts = {
  tasks: { needs: 'quality.score', Part: ScoringSection },
  contests: { needs: 'quality.decide', Part: ContestsSection },
  own: { needs: 'request.reply', Part: OwnScores },
  card: { needs: 'quality.read', Part: CardSection },
} as const satisfies Record<string, { needs: Permission; Part: () => React.ReactNode }>
type Part = keyof typeof parts

/** Quality control: scoring and deciding for those who do, one's own scores for everybody who answers, and the card for all. */
export function QualityPage() {
  const words = useQualityWords()
  const { may } = useConsole()
  const open = (Object.keys(parts) as Part[]).filter((one) => may(parts[one].needs))
  const [chosen, setChosen] = useState<Part | null>(null)
  const shown = chosen ?? open[0] ?? 'card'
  const { Part } = parts[shown]
  return (
    <main id="main" tabIndex={-1} className="page scroll">
      <PageHead title={words.title} lead={words.lead} />
      {open.length > 1 && (
        <SegmentedControl
          aria-label={words.title}
          value={shown}
          data={open.map((one) => ({ value: one, label: words.tabs[one] }))}
          onChange={(value) => setChosen(open.find((one) => one === value) ?? null)}
        />
      )}
      <Part />
    </main>
  )
}
