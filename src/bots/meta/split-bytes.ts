/** Texts cut by bytes: Instagram takes 1,000 bytes of UTF-8, which is about 500 Cyrillic letters. */
import { lastSeam } from '../deliver/split-text.ts'

/** How many UTF-16 units from the start fit into so many bytes, never half a character. */
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

/**
 * Cuts a text into parts of at most `limitBytes` bytes of UTF-8, at a paragraph, line, sentence or word, never through a
 * character. White space at a cut is dropped; a text that fits comes back as it is.
 */
export function splitBytes(text: string, limitBytes: number): string[] {
  const parts: string[] = []
  let rest = text
  while (Buffer.byteLength(rest) > limitBytes) {
    const cut = lastSeam(rest, unitsWithin(rest, limitBytes))
    const part = rest.slice(0, cut).trimEnd()
    if (part !== '') parts.push(part)
    rest = rest.slice(cut).trimStart()
  }
  if (rest !== '' || parts.length === 0) parts.push(rest)
  return parts
}
