/** Four texts say one thing: when one is changed, the others are behind until somebody looks at them. Pure. */
import { type FourTexts, type Language, languages } from '#contracts'

export type KnownTexts = { readonly texts: FourTexts; readonly stale: readonly Language[] }

/**
 * The texts that are behind after an edit. A changed text that was up to date leads: every other one that was neither changed
 * nor confirmed is behind it. A changed text that was itself behind has caught up and leads nobody; nor does one that is
 * written for the first time, or not there any more.
 */
export function staleAfter(before: KnownTexts, texts: FourTexts, confirmed: readonly Language[]): Language[] {
  const wasStale = new Set(before.stale)
  const changed = languages.filter((language) => texts[language].trim() !== before.texts[language].trim())
  const isThere = (language: Language) => before.texts[language].trim() !== '' && texts[language].trim() !== ''
  const isLed = changed.some((language) => !wasStale.has(language) && isThere(language))
  const settled = new Set([...changed, ...confirmed])
  return languages.filter((language) => !settled.has(language) && (isLed || wasStale.has(language)))
}
