import type { Visibility } from '#contracts'
import { findPersonalData } from './find-personal-data.ts'
import type { MaskedKind, PersonalFind } from './finds.ts'
import { type CompiledLists, listsInForce } from './guard-lists.ts'

export type Masked = {
  /** The text with every find that must not be read replaced. */
  readonly text: string
  /** Everything found, each kind once; includes what was left in place. */
  readonly kinds: MaskedKind[]
  /** The kinds that were replaced. */
  readonly masked: MaskedKind[]
}
export type MaskOptions = { readonly visibility?: Visibility; readonly lists?: CompiledLists }

/** The client's own phone and e-mail are how the bank reaches them: left in a private thread, hidden in public. */
const leftInPrivate: readonly MaskedKind[] = ['phone', 'email']
export const isLeftReadable = (kind: MaskedKind, visibility: Visibility | undefined) =>
  visibility !== 'public' && leftInPrivate.includes(kind)

/**
 * Replaces personal data by asterisks. Of a card and an account the last four digits stay, because a person needs to tell
 * which one is meant and may (PCI DSS 3.4); of the rest nothing. Masking a masked text changes nothing.
 */
export function maskText(text: string, options: MaskOptions = {}): Masked {
  return maskInRounds(text, options, mostRounds)
}

/** Two are enough for what people write; a text built so that every mask uncovers one more find is not followed for ever. */
const mostRounds = 6

function maskInRounds(text: string, options: MaskOptions, rounds: number): Masked {
  const { visibility, lists = listsInForce() } = options
  const finds = findPersonalData(text, lists)
  if (finds.length === 0) return { text, kinds: [], masked: [] }
  const toMask = finds.filter((find) => !isLeftReadable(find.kind, visibility))
  const once: Masked = { text: withMasks(text, toMask), kinds: kindsOf(finds), masked: kindsOf(toMask) }
  if (toMask.length === 0 || rounds === 1) return once
  // What was glued to a find stands free now.
  const again = maskInRounds(once.text, options, rounds - 1)
  if (again.masked.length === 0) return once
  return { text: again.text, kinds: union(once.kinds, again.kinds), masked: union(once.masked, again.masked) }
}

const union = (some: readonly MaskedKind[], others: readonly MaskedKind[]) => [...new Set([...some, ...others])]

/** The text with each stretch replaced; the stretches are in order and do not overlap. */
function withMasks(text: string, finds: readonly PersonalFind[]): string {
  let masked = ''
  let from = 0
  for (const find of finds) {
    masked += text.slice(from, find.start) + replacementOf(find)
    from = find.end
  }
  return masked + text.slice(from)
}

const kindsOf = (finds: readonly PersonalFind[]) => [...new Set(finds.map((find) => find.kind))]

function replacementOf({ kind, tail }: PersonalFind): string {
  switch (kind) {
    case 'card':
      return `${'*'.repeat(12)}${tail}`
    case 'account':
      return `${'*'.repeat(16)}${tail}`
    case 'pinfl':
      return '*'.repeat(14)
    case 'passport':
      return '*'.repeat(9)
    case 'expiry':
      return '**/**'
    case 'phone':
      return `*******${tail}`
    case 'code':
    case 'email':
      return '****'
  }
}
