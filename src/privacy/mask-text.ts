import type { Visibility } from '#contracts'
import { findPersonalData, type MaskedKind, type PersonalFind } from './find-personal-data.ts'
import { plainView } from './plain-view.ts'

export type Masked = {
  /** The text with every find that must not be read replaced. */
  readonly text: string
  /** Everything found, each kind once; includes what was left in place. */
  readonly kinds: MaskedKind[]
  /** The kinds that were replaced. */
  readonly masked: MaskedKind[]
}

/** The client's own phone and e-mail are how the bank reaches them: left in a private thread, hidden in public. */
const leftInPrivate: readonly MaskedKind[] = ['phone', 'email']

/**
 * Replaces personal data by asterisks. Of a card and an account the last four digits stay, because a person needs to tell
 * which one is meant and may (PCI DSS 3.4); of the rest nothing. Masking a masked text changes nothing.
 */
export function maskText(text: string, options: { visibility?: Visibility } = {}): Masked {
  const finds = findPersonalData(text)
  if (finds.length === 0) return { text, kinds: [], masked: [] }
  const isPublic = options.visibility === 'public'
  const toMask = finds.filter((find) => isPublic || !leftInPrivate.includes(find.kind))
  let masked = ''
  let from = 0
  for (const find of toMask) {
    masked += text.slice(from, find.start) + replacementOf(find, text.slice(find.start, find.end))
    from = find.end
  }
  return { text: masked + text.slice(from), kinds: kindsOf(finds), masked: kindsOf(toMask) }
}

const kindsOf = (finds: readonly PersonalFind[]) => [...new Set(finds.map((find) => find.kind))]

/** Look-alike letters are kept as digits would be: a tail of four is taken from what the number reads as. */
function replacementOf({ kind }: PersonalFind, original: string): string {
  const signs = [...plainView(original).chars].filter((sign) => /[\p{L}\d]/u.test(sign))
  switch (kind) {
    case 'card':
      return `${'*'.repeat(12)}${signs.slice(-4).join('')}`
    case 'account':
      return `${'*'.repeat(16)}${signs.slice(-4).join('')}`
    case 'pinfl':
      return '*'.repeat(14)
    case 'passport':
      return '*'.repeat(9)
    case 'expiry':
      return '**/**'
    case 'phone':
      return `*******${signs.slice(-2).join('')}`
    case 'code':
    case 'email':
      return '****'
  }
}
