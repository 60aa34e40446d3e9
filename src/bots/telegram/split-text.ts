/** Where a text may be cut, best first: after a paragraph, a line, a sentence, a word. */
const seams = [/\n{2,}/g, /\n/g, /[.!?…](?:["»”)]*)\s+/g, /\s+/g] as const

/** Where to cut a text that must not exceed `limit` UTF-16 units: after the best seam, never through a character. */
export function lastSeam(text: string, limit: number): number {
  // A part shorter than half wastes a message; a worse seam that fills more is preferred then.
  for (const seam of seams) {
    let best = 0
    for (const match of text.slice(0, limit + 1).matchAll(seam)) {
      const end = match.index + match[0].length
      if (match.index > 0 && match.index + match[0].trimEnd().length <= limit) best = Math.max(best, end)
    }
    if (best >= limit / 2) return best
  }
  const before = text.charCodeAt(limit - 1)
  const isHighSurrogate = before >= 0xd800 && before <= 0xdbff
  return isHighSurrogate ? limit - 1 : limit
}

/**
 * Cuts a text into parts of at most `limit` UTF-16 units, at a paragraph, line, sentence or word, never through a character.
 * White space at a cut is dropped; a text that fits comes back as it is.
 */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = []
  let rest = text
  while (rest.length > limit) {
    const cut = lastSeam(rest, limit)
    const part = rest.slice(0, cut).trimEnd()
    if (part !== '') parts.push(part)
    rest = rest.slice(cut).trimStart()
  }
  if (rest !== '' || parts.length === 0) parts.push(rest)
  return parts
}
