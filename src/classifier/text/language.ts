import type { DetectedLanguage, Script } from '#contracts'
import { certain, type Evidence, evidenceOf, noEvidence } from './evidence.ts'
import { tokenise } from './tokenise.ts'

export type LanguageOpinion = { readonly language: DetectedLanguage; readonly script: Script }

/** A second script or language counts from this share of the letters on; below it is a name or a borrowed word. */
const mixedShareMin = 0.3

type Sums = {
  latin: number
  cyrillic: number
  latinUz: number
  latinRu: number
  latinEn: number
  cyrUz: number
  cyrRu: number
  kaa: number
}

const sums: Sums = { latin: 0, cyrillic: 0, latinUz: 0, latinRu: 0, latinEn: 0, cyrUz: 0, cyrRu: 0, kaa: 0 }

function clear(): void {
  sums.latin = 0
  sums.cyrillic = 0
  sums.latinUz = 0
  sums.latinRu = 0
  sums.latinEn = 0
  sums.cyrUz = 0
  sums.cyrRu = 0
  sums.kaa = 0
}

function add({ letters, cyrillic, uz, ru, en, kaa }: Evidence): void {
  sums.kaa += kaa
  if (cyrillic > 0) {
    sums.cyrillic += letters
    sums.cyrUz += uz
    sums.cyrRu += ru
  } else {
    sums.latin += letters
    sums.latinUz += uz
    sums.latinRu += ru
    sums.latinEn += en
  }
}

function scriptOfSums(): Script {
  const all = sums.latin + sums.cyrillic
  if (all === 0) return 'none'
  if (Math.min(sums.latin, sums.cyrillic) / all >= mixedShareMin) return 'mixed'
  return sums.cyrillic > sums.latin ? 'cyrillic' : 'latin'
}

/** Karakalpak shares most of its endings with Uzbek, so its own letters settle it well before they outweigh those. */
const karakalpakShareMin = 0.4
const karakalpakMin = 24
/** A single hint of English spelling in an unknown word is not yet English: the clients are Uzbek. */
const englishMin = 10
const russianMin = 20

function latinLanguage(): DetectedLanguage {
  const best = Math.max(sums.latinUz, sums.latinEn, sums.latinRu)
  if (sums.kaa > best * karakalpakShareMin && sums.kaa >= karakalpakMin) return 'kaa'
  if (sums.latinEn > sums.latinUz && sums.latinEn >= sums.latinRu && sums.latinEn >= englishMin) return 'en'
  if (sums.latinRu > sums.latinUz * 1.2 && sums.latinRu >= russianMin) return 'ru'
  return 'uz-Latn'
}

function cyrillicLanguage(): DetectedLanguage {
  if (sums.kaa > Math.max(sums.cyrUz, sums.cyrRu) * 0.6 && sums.kaa >= certain) return 'kaa'
  return sums.cyrUz > sums.cyrRu ? 'uz-Cyrl' : 'ru'
}

/**
 * Names the language and script of the first `count` words by what each says. `mixed` needs both scripts with a third of the letters each;
 * a borrowed word does not make a text mixed. `unknown` where there are no Latin or Cyrillic letters.
 */
export function identifyWords(words: readonly Evidence[], count: number): LanguageOpinion {
  clear()
  for (let at = 0; at < count; at++) add(words[at] ?? noEvidence)
  const script = scriptOfSums()
  if (script === 'none') return { language: 'unknown', script }
  if (script === 'mixed') return { language: 'mixed', script }
  return { language: script === 'latin' ? latinLanguage() : cyrillicLanguage(), script }
}

/** How much of a text is read: the language of a longer text is the language of its beginning. */
const readMax = 4_000

/**
 * Names the language (uz-Latn, uz-Cyrl, ru, en, kaa, mixed, unknown) and script of a text from its letters, endings and
 * commonest words, without a model. Russian typed in Latin is `ru` in `latin`. Linear time, never throws.
 */
export function identifyLanguage(text: string): LanguageOpinion {
  const tokens = tokenise(text.length > readMax ? text.slice(0, readMax) : text)
  const words = tokens.filter((token) => token.kind === 'word').map((token) => evidenceOf(token.text))
  return identifyWords(words, words.length)
}
