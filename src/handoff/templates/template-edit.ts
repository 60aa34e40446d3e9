/** What a person changed in approved words before sending them. Pure. */
export type EditPart = { kind: 'same' | 'removed' | 'added'; text: string }
export type TemplateEdit = {
  /** In order; `same` and `removed` joined are the approved words, `same` and `added` joined what was sent. */
  readonly parts: EditPart[]
  /** Removed and added words over all words of both texts, 0..1. */
  readonly share: number
}

/** Above this many cells the middle is shown as one removal and one addition: the table would take seconds and megabytes. */
const mostCells = 4_000_000
const token = /\s+|[\p{L}\p{N}\p{M}ʻʼ‘’'`-]+|[^\s\p{L}\p{N}]/gu
const isWord = (part: string) => /[\p{L}\p{N}]/u.test(part)

/** By words, the longest common subsequence kept. */
export function compareWords(rendered: string, sent: string): TemplateEdit {
  const before = rendered.match(token) ?? []
  const after = sent.match(token) ?? []
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let end = 0
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++
  const parts: EditPart[] = []
  add(parts, 'same', before.slice(0, start))
  compareMiddle(parts, before.slice(start, before.length - end), after.slice(start, after.length - end))
  add(parts, 'same', before.slice(before.length - end))
  return { parts, share: shareOf(parts) }
}

function compareMiddle(parts: EditPart[], before: readonly string[], after: readonly string[]): void {
  if (before.length * after.length > mostCells) {
    add(parts, 'removed', before)
    add(parts, 'added', after)
    return
  }
  const common = commonLengths(before, after)
  const width = after.length + 1
  let i = 0
  let j = 0
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      add(parts, 'same', [before[i++] ?? ''])
      j++
    } else if (at(common, (i + 1) * width + j) >= at(common, i * width + j + 1)) {
      add(parts, 'removed', [before[i++] ?? ''])
    } else {
      add(parts, 'added', [after[j++] ?? ''])
    }
  }
  add(parts, 'removed', before.slice(i))
  add(parts, 'added', after.slice(j))
}

const at = (table: Uint16Array, index: number) => table[index] ?? 0

/** Row i, column j: how much the rests from i and from j have in common. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint16Array {
  const width = after.length + 1
  const table = new Uint16Array((before.length + 1) * width)
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      table[i * width + j] =
        before[i] === after[j]
          ? at(table, (i + 1) * width + j + 1) + 1
          : Math.max(at(table, (i + 1) * width + j), at(table, i * width + j + 1))
    }
  }
  return table
}

function add(parts: EditPart[], kind: EditPart['kind'], tokens: readonly string[]): void {
  if (tokens.length === 0) return
  const last = parts[parts.length - 1]
  if (last?.kind === kind) last.text += tokens.join('')
  else parts.push({ kind, text: tokens.join('') })
}

function shareOf(parts: readonly EditPart[]): number {
  let changed = 0
  let total = 0
  for (const { kind, text } of parts) {
    const words = (text.match(token) ?? []).filter(isWord).length
    total += kind === 'same' ? 2 * words : words
    if (kind !== 'same') changed += words
  }
  return total === 0 ? 0 : changed / total
}
