/** A message's text cut into pieces: plain, masked data, and the words the classifier relied on. */
import type { ClassificationReason } from '#contracts'

export type TextPiece = {
  readonly text: string
  readonly mark: 'plain' | 'mask' | 'word' | 'danger'
  readonly reason: ClassificationReason | null
}
type Range = { start: number; end: number; mark: 'mask' | 'word' | 'danger'; reason: ClassificationReason | null }

/** Masks are runs of stars, sometimes with the last four digits left. */
const mask = /\*{3,}\d{0,4}|\*\*\/\*\*/g

function placeOf(reason: ClassificationReason, text: string): { start: number; end: number } | null {
  if (reason.start === null || reason.end === null || reason.end <= reason.start) return null
  const { start, end, label } = reason
  if (reason.kind !== 'word' && reason.kind !== 'topic') return end <= text.length ? { start, end } : null
  if (text.slice(start, end).toLowerCase() === label.toLowerCase()) return { start, end }
  // Masking before it moved the word: offsets are of the text as it came.
  const found = text.toLowerCase().indexOf(label.toLowerCase())
  return found < 0 ? null : { start: found, end: found + label.length }
}

/** @param reasons of the opinion about this very message; none for any other. */
export function piecesOf(text: string, reasons: readonly ClassificationReason[]): TextPiece[] {
  const ranges: Range[] = [...text.matchAll(mask)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    mark: 'mask',
    reason: null,
  }))
  for (const reason of reasons) {
    const place = placeOf(reason, text)
    if (place) ranges.push({ ...place, mark: reason.kind === 'danger' ? 'danger' : 'word', reason })
  }
  return cut(
    text,
    ranges.sort((a, b) => a.start - b.start || b.end - a.end),
  )
}

/** Where ranges overlap the first one stands: a mask or a longer word. */
function cut(text: string, ranges: readonly Range[]): TextPiece[] {
  const pieces: TextPiece[] = []
  let at = 0
  for (const range of ranges) {
    if (range.start < at) continue
    if (range.start > at) pieces.push({ text: text.slice(at, range.start), mark: 'plain', reason: null })
    pieces.push({ text: text.slice(range.start, range.end), mark: range.mark, reason: range.reason })
    at = range.end
  }
  if (at < text.length) pieces.push({ text: text.slice(at), mark: 'plain', reason: null })
  return pieces
}
