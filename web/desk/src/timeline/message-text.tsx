import { IconLock } from '@tabler/icons-react'
import type { ClassificationReason } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { Hint } from '../shell/hint.tsx'
import { piecesOf, type TextPiece } from './marked-text.ts'

/** The text as written, with masked data as chips and the classifier's words marked. */
export function MessageText(props: { text: string; maskedKinds: readonly string[]; reasons: readonly ClassificationReason[] }) {
  const { t } = useI18n()
  if (!props.text) return null
  const kinds = props.maskedKinds.map((kind) => t.words.masked[kind] ?? kind).join(', ')
  let at = 0
  return (
    <p className="message-text">
      {piecesOf(props.text, props.reasons).map((piece) => {
        const key = at
        at += piece.text.length
        return <Piece key={key} piece={piece} kinds={kinds} />
      })}
    </p>
  )
}

function Piece({ piece, kinds }: { piece: TextPiece; kinds: string }) {
  const { t } = useI18n()
  if (piece.mark === 'plain') return piece.text
  if (piece.mark === 'mask') {
    return (
      <Hint label={[kinds, t.timeline.maskedHint].filter(Boolean).join('. ')}>
        <span className="mask-chip">
          <IconLock size={11} stroke={2.2} aria-hidden />
          {piece.text.replace(/\*+/, '••• ').trim()}
        </span>
      </Hint>
    )
  }
  return (
    <Hint label={t.timeline.wordReason}>
      <mark className="reason-mark" data-danger={piece.mark === 'danger' || undefined}>
        {piece.text}
      </mark>
    </Hint>
  )
}
