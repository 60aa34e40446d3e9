import { Button, Group, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { QualityScoreView } from '#contracts'
import { useSend } from '../actions/use-send.ts'
import { getJson } from '../api/http.ts'
import { useQualityWords } from '../i18n/quality/use-quality-words.ts'
import { useConsole } from '../shell/console-context.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'
import { ScoreView } from './score-view.tsx'

/** Contested scores, for somebody who neither gave nor got them. */
export function ContestsSection() {
  const words = useQualityWords().contests
  const { operatorName } = useConsole()
  const contested = useQuery({
    queryKey: ['quality-contests'],
    queryFn: () => getJson<QualityScoreView[]>('/api/quality/contests'),
  })
  if (contested.isError) return <FaultScreen error={contested.error} retry={() => contested.refetch()} />
  if (!contested.data) return <PanelSkeleton />
  if (contested.data.length === 0) return <p className="nothing panel">{words.none}</p>
  return contested.data.map((score) => (
    <ScoreView key={score.id} score={score} name={operatorName(score.operatorId)}>
      <Decide score={score} />
    </ScoreView>
  ))
}

function Decide({ score }: { score: QualityScoreView }) {
  const words = useQualityWords().contests
  const send = useSend()
  const [note, setNote] = useState('')
  const [isBusy, setBusy] = useState(false)
  const decide = (decision: 'kept' | 'annulled') => {
    setBusy(true)
    const body = { decision, note: note.trim() }
    const path = `/api/quality/scores/${score.id}/decide`
    void send({ path, body, done: words.decided, stale: ['quality-contests', 'quality-report'] }).then(() => setBusy(false))
  }
  const isReady = note.trim().length > 2 && !isBusy
  return (
    <>
      <blockquote aria-label={words.words}>{score.contest}</blockquote>
      <Textarea
        label={words.note}
        required
        autosize
        minRows={2}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Group mt="sm">
        <Button size="xs" variant="default" disabled={!isReady} onClick={() => decide('kept')}>
          {words.keep}
        </Button>
        <Button size="xs" color="red" disabled={!isReady} onClick={() => decide('annulled')}>
          {words.annul}
        </Button>
      </Group>
    </>
  )
}
