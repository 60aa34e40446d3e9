import { foldWord } from './fold.ts'
import { stemEnglish } from './stem-english.ts'
import { stemRussian } from './stem-russian.ts'
import { Trie } from './trie.ts'

/**
 * Folded Uzbek suffixes, longest first within a round. Sources: the affix tables of UzMorphAnalyser and uzbek_affixes (both MIT),
 * cut to the endings that clients' texts use, in the fold (q→k, gʻ→g, x→h), with the Tashkent contractions
 * (`-vot-`, `-yap-`, `-op`) beside the written forms.
 */
const suffixes = [
  ...['larimizdan', 'laringizdan', 'laridagi', 'lardagi', 'laringiz', 'larimiz', 'larning', 'larini', 'lariga', 'larida'],
  ...['laridan', 'larga', 'larni', 'larda', 'lardan', 'lari', 'larim', 'lar', 'lani', 'lari', 'lala', 'lada', 'ladan', 'la'],
  ...['imizning', 'ingizning', 'imizni', 'ingizni', 'imizga', 'ingizga', 'imizdan', 'ingizdan', 'imizda', 'ingizda'],
  ...['imning', 'imdagi', 'imdan', 'imda', 'imga', 'imni', 'ining', 'idan', 'idagi', 'iga', 'ini', 'ida', 'ingiz', 'imiz'],
  ...['amning', 'amdagi', 'amdan', 'amda', 'amga', 'amni', 'asini', 'asiga', 'asida', 'asidan', 'asi'],
  ...['mdagi', 'mdan', 'mda', 'mga', 'mni', 'ngizdan', 'ngizda', 'ngizga', 'ngizni', 'ngiz', 'mizga', 'mizni', 'miz'],
  ...['dagilar', 'dagi', 'ning', 'dan', 'da', 'ga', 'ka', 'ni', 'si', 'im', 'ing', 'cha', 'mi', 'chi'],
  ...['mayaptilar', 'mayapman', 'mayapsiz', 'mayapti', 'mayotir', 'mavoti', 'mavotti', 'mavotman', 'mayabdi', 'mayapdi'],
  ...[
    'yaptilar',
    'yapman',
    'yapsiz',
    'yapmiz',
    'yapti',
    'yabdi',
    'yapdi',
    'yotgan',
    'yotir',
    'votman',
    'votti',
    'voti',
    'votgan',
    'otti',
  ],
  ...['maganman', 'magandi', 'magan', 'madilar', 'madim', 'madik', 'madi', 'masa', 'maydi', 'mayman', 'maysiz', 'mas', 'may'],
  ...['ganman', 'gansiz', 'gandim', 'gandi', 'ganda', 'gan', 'kan', 'dilar', 'dingiz', 'dim', 'dik', 'di', 'ti'],
  ...['sangizlar', 'sangiz', 'salaring', 'sanglar', 'sala', 'sak', 'sam', 'sa', 'inglar', 'inlar', 'ing', 'nglar', 'ng'],
  ...['aman', 'asiz', 'amiz', 'adi', 'ydi', 'yman', 'ysiz', 'ymiz', 'moksi', 'mokchi', 'mok', 'ish', 'ishi', 'shim', 'sh'],
  ...['ilgan', 'ildi', 'iladi', 'ilsa', 'ilmadi', 'ilmayapti', 'lik', 'ligi', 'roki', 'rok', 'gina', 'ku', 'da', 'i', 'm', 'a'],
]
const suffixEndings = Trie.of(
  suffixes.map((suffix) => [suffix, 0]),
  'backward',
)
const stemLengthMin = 3
const roundsMax = 4
/** A single letter is an ending only of a word of five. */
const singleFrom = 5

function withoutSuffix(word: string): string {
  const length = suffixEndings.longest(word, word.length - stemLengthMin)
  return length === 0 || (length === 1 && word.length < singleFrom) ? word : word.slice(0, word.length - length)
}

/**
 * Strips the pile of Uzbek endings from one folded word (`kartamdagilardan` → `kart`), leaving at least three letters.
 * Light on purpose: it is a key for meeting word forms, not a dictionary form.
 */
export function stemUzbek(folded: string): string {
  let word = folded
  for (let round = 0; round < roundsMax; round++) {
    const next = withoutSuffix(word)
    if (next === word) break
    word = next
  }
  return word
}

const cyrillicWord = /^[а-яё]+$/
const latinWord = /^[a-z]+$/

/** Languages whose words the stemmer knows; Uzbek covers either script. */
export type StemLanguage = 'uz' | 'ru' | 'en'

const stemmers = {
  uz: (word: string) => stemUzbek(foldWord(word)),
  ru: (word: string) => {
    const lower = word.toLowerCase().replace(/ё/g, 'е')
    return foldWord(cyrillicWord.test(lower) ? stemRussian(lower) : lower)
  },
  en: (word: string) => {
    const lower = word.toLowerCase()
    return foldWord(latinWord.test(lower) ? stemEnglish(lower) : lower)
  },
}

/**
 * The folded stem of one word as written: Uzbek by its own suffix list, Russian and English by Porter's.
 * Words of another script than the language's come back folded only. Never throws.
 */
export function stem(word: string, language: StemLanguage): string {
  return stemmers[language](word.length > 64 ? word.slice(0, 64) : word)
}
