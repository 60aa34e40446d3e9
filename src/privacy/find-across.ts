/**
 * A number over two messages: "8600 0052" and then "6018 1595", or "a code has come" and then "482913". Whole only together,
 * so neither message alone gives it away to the other detectors.
 */
import { findPersonalData } from './find-personal-data.ts'
import type { MaskedKind, PersonalFind } from './finds.ts'
import { type CompiledLists, listsInForce } from './guard-lists.ts'
import { isLeftReadable, type MaskOptions } from './mask-text.ts'
import { readText } from './reading.ts'

/** A stretch of one message: index into the earlier ones, or their number for the new one. */
export type SplitPart = { readonly message: number; readonly start: number; readonly end: number }
export type SplitFind = { readonly kind: MaskedKind; readonly parts: readonly SplitPart[]; readonly tail: string }

/** How much of each message may take part, in UTF-16 units. */
const endOfEarlier = 160
const beginOfNew = 400
const mostMessages = 4
const whole: ReadonlySet<MaskedKind> = new Set<MaskedKind>(['card', 'account', 'pinfl', 'passport', 'code'])

/**
 * The numbers that only the messages together give away; none where every find lies in one message alone.
 * @param earlier what the same sender wrote in this conversation within the window, oldest first, as it was before masking;
 * what was masked already may be given masked. Only the last four count.
 * @param text the new message, as written.
 */
export function findAcross(earlier: readonly string[], text: string, lists: CompiledLists = listsInForce()): SplitFind[] {
  if (earlier.length === 0 || !readText(text.slice(0, beginOfNew), lists).hasNumber) return []
  const skipped = Math.max(0, earlier.length - mostMessages)
  const chain = chainOf(earlier.slice(skipped), text)
  const direct = findPersonalData(chain.text, lists)
    .filter((find) => whole.has(find.kind))
    .map((find) => splitFind(chain, find))
    .filter(({ parts, kind }) => parts.length > 1 || (kind === 'code' && isOnlyTogether(chain, parts, lists)))
  const found = direct.length > 0 ? direct : findAroundWords(earlier.slice(skipped), text, lists)
  return found
    .filter(({ parts }) => parts.some(({ message }) => message === earlier.length - skipped))
    .map((find) => ({ ...find, parts: find.parts.map((part) => ({ ...part, message: part.message + skipped })) }))
}

type Link = { readonly from: number; readonly text: string; readonly offset: number }
type Chain = { readonly text: string; readonly links: readonly Link[] }

/** The ends of the earlier messages and the beginning of the new one as one text, a line each. */
function chainOf(earlier: readonly string[], text: string): Chain {
  const pieces = [
    ...earlier.map((message) => ({ text: message.slice(-endOfEarlier), offset: Math.max(0, message.length - endOfEarlier) })),
    { text: text.slice(0, beginOfNew), offset: 0 },
  ]
  const links: Link[] = []
  let from = 0
  for (const piece of pieces) {
    links.push({ from, ...piece })
    from += piece.text.length + 1
  }
  return { text: pieces.map((piece) => piece.text).join('\n'), links }
}

function splitFind({ links }: Chain, { kind, start, end, tail }: PersonalFind): SplitFind {
  const parts = links.flatMap(({ from, text, offset }, message): SplitPart[] => {
    const [first, last] = [Math.max(start, from), Math.min(end, from + text.length)]
    return first < last ? [{ message, start: first - from + offset, end: last - from + offset }] : []
  })
  return { kind, parts, tail }
}

/** The digits lie in the new message and nothing there says what they are; the name is in the one before. */
function isOnlyTogether({ links }: Chain, parts: readonly SplitPart[], lists: CompiledLists): boolean {
  const [part] = parts
  const newest = links.length - 1
  if (part?.message !== newest) return false
  return findPersonalData(links[newest]?.text ?? '', lists).every((find) => find.end <= part.start || find.start >= part.end)
}

/**
 * "kartam 8600 0052 6018" and "qolgani 1595": the last number written before and the first of the new message, words between.
 * Only a whole card, PINFL or account counts, because words between may mean anything else.
 */
function findAroundWords(earlier: readonly string[], text: string, lists: CompiledLists): SplitFind[] {
  const first = firstNumber(text.slice(0, beginOfNew), lists)
  const message = first ? earlier.findLastIndex((words) => lastNumber(words.slice(-endOfEarlier), lists) !== undefined) : -1
  const before = earlier[message] ?? ''
  const offset = Math.max(0, before.length - endOfEarlier)
  const last = lastNumber(before.slice(offset), lists)
  if (!last || !first) return []
  const halves = `${before.slice(offset + last.start, offset + last.end)} ${text.slice(first.start, first.end)}`
  const seam = last.end - last.start
  const found = findPersonalData(halves, lists).find(
    ({ kind, start, end }) => whole.has(kind) && kind !== 'code' && start === 0 && end === halves.length && end > seam,
  )
  if (!found) return []
  const { kind, tail } = found
  const parts = [
    { message, start: offset + last.start, end: offset + last.end },
    { message: earlier.length, start: first.start, end: first.end },
  ]
  return [{ kind, parts, tail }]
}

type Stretch = { readonly start: number; readonly end: number }

function numbersIn(text: string, lists: CompiledLists): Stretch[] {
  const { runs, view } = readText(text, lists)
  const at = (place: number) => (view.at === null ? place : (view.at[place] ?? 0))
  return runs.flatMap((run) => {
    const [first, last] = [run[0], run[run.length - 1]]
    return first && last ? [{ start: at(first.start), end: at(last.end) }] : []
  })
}

const lastNumber = (text: string, lists: CompiledLists) => numbersIn(text, lists).at(-1)
const firstNumber = (text: string, lists: CompiledLists) => numbersIn(text, lists)[0]

export type MaskedAcross = {
  /** The new message with its part of each number hidden and nothing else masked. */
  readonly text: string
  /** The earlier messages that hold a part, with that part hidden. */
  readonly earlier: readonly { readonly message: number; readonly text: string }[]
  readonly kinds: readonly MaskedKind[]
}

/**
 * Hides what findAcross finds, in every message it touches; null where there is nothing to hide. The last four digits of a card
 * or account stay where they lie whole in one message. The texts are still to be masked each by itself.
 */
export function maskAcross(
  earlier: readonly string[],
  text: string,
  { visibility, lists }: MaskOptions = {},
): MaskedAcross | null {
  const finds = findAcross(earlier, text, lists ?? listsInForce()).filter(({ kind }) => !isLeftReadable(kind, visibility))
  if (finds.length === 0) return null
  const messages = [...earlier, text]
  const hidden = messages.map((message, index) => hideParts(message, index, finds))
  return {
    text: hidden[earlier.length] ?? text,
    earlier: earlier.flatMap((original, message) => {
      const masked = hidden[message] ?? original
      return masked === original ? [] : [{ message, text: masked }]
    }),
    kinds: [...new Set(finds.map(({ kind }) => kind))],
  }
}

function hideParts(message: string, index: number, finds: readonly SplitFind[]): string {
  const parts = finds
    .flatMap(({ parts, tail }) => parts.map((part, place) => ({ ...part, tail: place === parts.length - 1 ? tail : '' })))
    .filter((part) => part.message === index)
    .sort((a, b) => a.start - b.start)
  // A part is hidden as a code is; a tail shown whole tells the operator which card is meant.
  return parts.reduceRight((masked, { start, end, tail }) => {
    const shown = tail !== '' && end - start >= tail.length ? tail : ''
    return `${masked.slice(0, start)}****${shown}${masked.slice(end)}`
  }, message)
}
