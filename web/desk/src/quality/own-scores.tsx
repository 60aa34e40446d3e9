import { Button, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { QualityScoreView } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { getJson } from '../api/http.ts'
import { useQualityWords } from '../i18n/quality/use-quality-words.ts'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'
import { ScoreView } from './score-view.tsx'

/** One's own scores, newest first; each may be contested once. */
export function OwnScores() {
  const words = useQualityWords().own
  const own = useQuery({ queryKey: ['quality-own'], queryFn: () => getJson<QualityScoreView[]>('/api/quality/own') })
  if (own.isError) return <FaultScreen error={own.error} retry={() => own.refetch()} />
  if (!own.data) return <PanelSkeleton />
  if (own.data.length === 0) return <p className="nothing panel">{words.none}</p>
  return own.data.map((score) => (
    <ScoreView key={score.id} score={score}>
      <Contest score={score} />
    </ScoreView>
  ))
}

function Contest({ score }: { score: QualityScoreView }) {
  const words = useQualityWords().own
  const [isOpen, setOpen] = useState(false)
  if (score.contestedAt !== null) {
    return (
      <p>
        <b>{score.decision === null ? words.waiting : words[score.decision]}</b>
        {score.contest && <span className="soft">{` · ${score.contest}`}</span>}
        {score.decisionNote && <span>{` · ${score.decisionNote}`}</span>}
      </p>
    )
  }
  if (isOpen) return <ContestForm scoreId={score.id} close={() => setOpen(false)} />
  return (
    <Button size="xs" variant="default" onClick={() => setOpen(true)}>
      {words.contest}
    </Button>
  )
}

function ContestForm({ scoreId, close }: { scoreId: string; close: () => void }) {
  const words = useQualityWords().own
  const send = useSend()
  const [text, setText] = useState('')
  const { isBusy, submit } = useSubmit(close, () =>
    send({
      path: `/api/quality/scores/${scoreId}/contest`,
      body: { text: text.trim() },
      done: words.contestSent,
      stale: ['quality-own'],
    }),
  )
  return (
    <form onSubmit={submit}>
      <Textarea
        label={words.contestText}
        required
        autosize
        minRows={2}
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <FormButtons close={close} submit={words.contest} isReady={text.trim().length > 2} isBusy={isBusy} />
    </form>
  )
}
