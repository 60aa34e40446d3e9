/** What changed between two texts, by words: the longest common run of words is kept. Pure. */
import type { TemplateEditView } from '#contracts'

export type TextPart = TemplateEditView['parts'][number]

const token = /\s+|\{\{[^{}]*\}\}|[\p{L}\p{N}\p{M}ʻʼ‘’'`-]+|[^\s\p{L}\p{N}]/gu

/** How much the rests of both texts from each pair of places have in common. */
function commonLengths(before: readonly string[], after: readonly string[]): number[][] {
  const table = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0))
  for (let i = before.length - 1; i >= 0; i--) {
    const [row = [], below = []] = [table[i], table[i + 1]]
    for (let j = after.length - 1; j >= 0; j--) {
      row[j] = before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0)
    }
  }
  return table
}

/** `same` and `removed` joined are the first text, `same` and `added` the second. Templates are short: 4000 signs at most. */
export function compareWords(first: string, second: string): TextPart[] {
  const [before, after] = [first.match(token) ?? [], second.match(token) ?? []]
  const common = commonLengths(before, after)
  const parts: TextPart[] = []
  const add = (kind: TextPart['kind'], text: string) => {
    const last = parts.at(-1)
    if (last?.kind === kind) last.text += text
    else parts.push({ kind, text })
  }
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    const [left, right] = [before[i], after[j]]
    if (left !== undefined && left === right) {
      add('same', left)
      i++
      j++
    } else if (takesOut(common, before, after, i, j)) add('removed', before[i++] ?? '')
    else add('added', after[j++] ?? '')
  }
  return parts
}

/** Whether the word of the first text goes here, and not the word of the second comes. */
function takesOut(
  common: readonly number[][],
  before: readonly string[],
  after: readonly string[],
  i: number,
  j: number,
): boolean {
  if (i >= before.length || j >= after.length) return j >= after.length
  return (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0)
}
