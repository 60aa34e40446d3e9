import { Button } from '@mantine/core'
import { IconCheck, IconHelpHexagon } from '@tabler/icons-react'
import { type ClassificationReason, type ClassificationView, opinionTypes, type RequestSummary } from '#contracts'
import { useActions } from '../actions/actions-context.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { Hint } from '../shell/hint.tsx'
import { Card } from './card.tsx'

/** The classifier's opinion with its confidence and reasons, and one click to agree with it. */
export function ClassificationCard(props: { request: RequestSummary; classification: ClassificationView | null }) {
  const { t, format } = useI18n()
  const { classification, request } = props
  if (!classification) return null
  return (
    <Card
      title={t.facts.classification}
      side={
        <Hint label={t.facts.model(classification.modelVersion)}>
          <span className="soft tabular">{`${t.facts.confidence} ${format.percent(classification.confidence)}`}</span>
        </Hint>
      }
    >
      {classification.abstained && (
        <div className="abstained">
          <IconHelpHexagon size={18} stroke={1.7} aria-hidden />
          <span>
            <b>{t.facts.abstained}</b>
            {!request.isConfirmed && t.facts.abstainedHint}
          </span>
        </div>
      )}
      <Probabilities classification={classification} />
      <Reasons reasons={classification.reasons} />
      <Confirmation {...props} classification={classification} />
    </Card>
  )
}

function Probabilities({ classification }: { classification: ClassificationView }) {
  const { t, format } = useI18n()
  const strongest = opinionTypes
    .map((type) => ({ type, share: classification.probabilities[type] ?? 0 }))
    .sort((a, b) => b.share - a.share)
    .slice(0, 3)
  return (
    <ul className="probabilities">
      {strongest.map(({ type, share }) => (
        <li key={type}>
          <span>{t.words.types[type]}</span>
          <span className="probability-track" aria-hidden>
            <span style={{ width: `${Math.round(share * 100)}%` }} data-type={type} />
          </span>
          <span className="tabular soft">{format.percent(share)}</span>
        </li>
      ))}
    </ul>
  )
}

function Reasons({ reasons }: { reasons: readonly ClassificationReason[] }) {
  const { t } = useI18n()
  if (reasons.length === 0) return null
  const supportsOf = ({ supports }: ClassificationReason) =>
    ({ ...t.words.types, ...t.words.priorities, topic: t.facts.topic, abstained: t.facts.abstained })[supports]
  return (
    <div className="reasons">
      <span className="soft">{t.facts.reasons}</span>
      {reasons.map((reason) => (
        <Hint key={`${reason.kind}-${reason.label}-${reason.supports}-${reason.start}`} label={supportsOf(reason)}>
          <span className="reason-chip" data-kind={reason.kind}>
            {t.facts.ruleReasons[reason.label] ?? reason.label}
          </span>
        </Hint>
      ))}
    </div>
  )
}

function Confirmation({ request, classification }: { request: RequestSummary; classification: ClassificationView }) {
  const { t } = useI18n()
  const { may } = useConsole()
  const { perform } = useActions()
  if (classification.correctedByName)
    return <p className="confirmed soft">{t.facts.corrected(classification.correctedByName)}</p>
  if (request.isConfirmed) {
    return (
      <p className="confirmed">
        <IconCheck size={15} aria-hidden />
        {t.facts.confirmed}
      </p>
    )
  }
  if (!may('request.classify') || request.status === 'closed' || request.type === 'unsorted') return null
  const { type, priority, topic } = request
  return (
    <Button
      size="compact-sm"
      variant="light"
      mt="xs"
      leftSection={<IconCheck size={15} aria-hidden />}
      onClick={() => perform.classify({ type, priority, topic })}
    >
      {t.facts.confirm}
    </Button>
  )
}
