import type { DetectedLanguage } from '#contracts'
import { toCyrillic } from '../text/transliterate.ts'

/** One way in which people's typing differs from the textbook. Pure: all chance comes from `random`. */
export type Noise = {
  readonly name: string
  readonly languages: readonly DetectedLanguage[]
  readonly apply: (text: string, random: () => number) => string
}

const uzLatin: readonly DetectedLanguage[] = ['uz-Latn']
const uzCyrillic: readonly DetectedLanguage[] = ['uz-Cyrl']
const russian: readonly DetectedLanguage[] = ['ru']
const every: readonly DetectedLanguage[] = ['uz-Latn', 'uz-Cyrl', 'ru', 'en', 'mixed']

const apostrophe = /[ʻʼ‘’'`´ʹ′]/g
const spellings = ['ʻ', 'ʼ', '‘', '’', "'", '`', '´', 'ʹ', '′']

function pick<T>(list: readonly T[], random: () => number): T | undefined {
  return list[Math.floor(random() * list.length)]
}

function eachWord(text: string, share: number, random: () => number, change: (word: string) => string): string {
  return text.replace(/[\p{L}\p{M}ʻʼ‘’'`´ʹ′]{4,}/gu, (word) => (random() < share ? change(word) : word))
}

function dropVowel(word: string): string {
  const inside = word.slice(1, -1).replace(/[aeiouаеиоуыэ]/, '')
  return `${word.charAt(0)}${inside}${word.slice(-1)}`
}

function typo(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * (word.length - 2))
  const kind = random()
  if (kind < 0.35) return word.slice(0, at) + word.slice(at + 1)
  if (kind < 0.65) return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2)
  return word.slice(0, at) + word.charAt(at) + word.slice(at)
}

const latinOfRussian: Readonly<Record<string, string>> = {
  ...{
    а: 'a',
    б: 'b',
    в: 'v',
    г: 'g',
    д: 'd',
    е: 'e',
    ё: 'yo',
    ж: 'j',
    з: 'z',
    и: 'i',
    й: 'y',
    к: 'k',
    л: 'l',
    м: 'm',
    н: 'n',
  },
  ...{
    о: 'o',
    п: 'p',
    р: 'r',
    с: 's',
    т: 't',
    у: 'u',
    ф: 'f',
    х: 'x',
    ц: 'ts',
    ч: 'ch',
    ш: 'sh',
    щ: 'sh',
    ъ: '',
    ы: 'i',
    ь: '',
  },
  ...{ э: 'e', ю: 'yu', я: 'ya' },
}

const bareCyrillic: Readonly<Record<string, string>> = { ў: 'у', қ: 'к', ғ: 'г', ҳ: 'х', Ў: 'У', Қ: 'К', Ғ: 'Г', Ҳ: 'Х' }

/** Tashkent speech as it is typed: `kelyapti` → `kelvotti`, `bo‘lib qoldi` → `bop qoldi`. */
function contract(text: string): string {
  return text
    .replace(/(\p{L})ayapti/gu, '$1avotti')
    .replace(/(\p{L})yapti/gu, '$1votti')
    .replace(/yapman/g, 'vomman')
    .replace(/bo[ʻʼ‘’'`´ʹ′]?lib/g, 'bop')
    .replace(/bo[ʻʼ‘’'`´ʹ′]lmay/g, 'bo‘may')
    .replace(/larni/g, 'lani')
    .replace(/larga/g, 'laga')
    .replace(/ngizlar/g, 'ngla')
}

/** Every noise the corpus is heard through in training and the evaluation measures one by one. */
export const noises: readonly Noise[] = [
  {
    name: 'apostrophe variants',
    languages: uzLatin,
    apply: (text, random) => text.replace(apostrophe, () => pick(spellings, random) ?? "'"),
  },
  { name: 'no apostrophes', languages: uzLatin, apply: (text) => text.replace(apostrophe, '') },
  { name: 'o‘ as u', languages: uzLatin, apply: (text) => text.replace(/o[ʻʼ‘’'`´ʹ′]/g, 'u') },
  { name: 'sh as w, ch as 4', languages: uzLatin, apply: (text) => text.replace(/sh/g, 'w').replace(/ch/g, '4') },
  { name: 'q as k', languages: uzLatin, apply: (text) => text.replace(/q/g, 'k') },
  {
    name: 'h and x exchanged',
    languages: uzLatin,
    apply: (text) => text.replace(/[hx](?![a-z]?h)/g, (letter) => (letter === 'h' ? 'x' : 'h')),
  },
  { name: 'Tashkent contractions', languages: uzLatin, apply: contract },
  { name: 'Uzbek in Cyrillic', languages: uzLatin, apply: toCyrillic },
  {
    name: 'Cyrillic without ў қ ғ ҳ',
    languages: [...uzLatin, ...uzCyrillic],
    apply: (text) => toCyrillic(text).replace(/[ўқғҳЎҚҒҲ]/g, (letter) => bareCyrillic[letter] ?? letter),
  },
  {
    name: 'Russian in Latin',
    languages: russian,
    apply: (text) => text.toLowerCase().replace(/[а-яё]/g, (letter) => latinOfRussian[letter] ?? letter),
  },
  { name: 'dropped vowels', languages: every, apply: (text, random) => eachWord(text, 0.4, random, dropVowel) },
  { name: 'typos', languages: every, apply: (text, random) => eachWord(text, 0.3, random, (word) => typo(word, random)) },
  { name: 'no punctuation, lower case', languages: every, apply: (text) => text.toLowerCase().replace(/[?!.,;:…]+/g, ' ') },
]
