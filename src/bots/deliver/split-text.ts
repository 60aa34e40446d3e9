/** Cutting a text to a vendor's limit, counted as the vendor counts: UTF-16 units (Telegram, Messenger) or bytes (Instagram). */

/** Where a text may be cut, best first: after a paragraph, a line, a sentence, a word. */
const seams = [/\n{2,}/g, /\n/g, /[.!?…](?:["»”)]*)\s+/g, /\s+/g] as const

/** What a reader takes for one letter: an emoji of several code points, a letter with its marks. */
const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
/** A longer letter than this is no letter; it may be cut between code points. */
const longestLetter = 64

/** The last place not after `limit` that cuts no letter in two; between code points where one letter alone is longer. */
function lastLetterEnd(text: string, limit: number): number {
  const from = Math.max(0, limit - longestLetter)
  const around = text.slice(from, limit + longestLetter)
  let end = 0
  for (const { index, segment } of letters.segment(around)) {
    if (index + segment.length > limit - from) break
    end = from + index + segment.length
  }
  if (end > from || end >= limit) return end
  const before = text.charCodeAt(limit - 1)
  const isHighSurrogate = before >= 0xd800 && before <= 0xdbff
  return isHighSurrogate && limit > 1 ? limit - 1 : limit
}

/** Where to cut a text that must not exceed `limit` UTF-16 units: after the best seam, never through a letter. */
function lastSeam(text: string, limit: number): number {
  // A part shorter than half wastes a message; a worse seam that fills more is preferred then.
  for (const seam of seams) {
    let best = 0
    for (const match of text.slice(0, limit + 1).matchAll(seam)) {
      const end = match.index + match[0].length
      if (match.index > 0 && match.index + match[0].trimEnd().length <= limit) best = Math.max(best, end)
    }
    if (best >= limit / 2) return best
  }
  return lastLetterEnd(text, limit)
}

function split(text: string, fits: (rest: string) => boolean, unitsThatFit: (rest: string) => number): string[] {
  const parts: string[] = []
  let rest = text
  while (!fits(rest)) {
    const cut = lastSeam(rest, unitsThatFit(rest))
    const part = rest.slice(0, cut).trimEnd()
    if (part !== '') parts.push(part)
    rest = rest.slice(cut).trimStart()
  }
  if (rest !== '' || parts.length === 0) parts.push(rest)
  return parts
}

/**
 * Cuts a text into parts of at most `limit` UTF-16 units, at a paragraph, line, sentence or word, never through a letter.
 * White space at a cut is dropped; a text that fits comes back as it is.
 */
export function splitText(text: string, limit: number): string[] {
  return split(
    text,
    (rest) => rest.length <= limit,
    () => limit,
  )
}

/** How many UTF-16 units from the start fit into so many bytes of UTF-8, never half a character. */
function unitsWithin(text: string, limitBytes: number): number {
  let bytes = 0
  let units = 0
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > limitBytes) break
    units += character.length
  }
  return units
}

/** The same by bytes of UTF-8; at least 4, so that any character fits. */
export function splitBytes(text: string, limitBytes: number): string[] {
  return split(
    text,
    (rest) => Buffer.byteLength(rest) <= limitBytes,
    (rest) => unitsWithin(rest, limitBytes),
  )
}
