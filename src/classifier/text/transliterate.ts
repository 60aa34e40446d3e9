/**
 * Uzbek Latin to Cyrillic and back. The letters are moved by `lotin-kirill` (MIT): a small library that knows the
 * positional rules (е/ye/э, ц, йў, сҳ); around it stands what a bank's text needs and the library lacks: one apostrophe
 * instead of nine, names that are never transliterated, and the words with a soft sign or ц that no rule can guess.
 */
import { createRequire } from 'node:module'
import { apostrophes } from './tokenise.ts'

type Transliterator = { toCyrillic(word: string): string; toLatin(word: string): string }
type Constructor = new (exceptions?: ReadonlyArray<readonly [string, string]>) => Transliterator

function isConstructor(value: unknown): value is Constructor {
  return typeof value === 'function'
}

/** The package is CommonJS with an `exports.default`; Node hands over the whole of `exports`. */
function constructorOf(loaded: unknown): Constructor {
  const inner: unknown = typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : loaded
  if (!isConstructor(inner)) throw new TypeError('lotin-kirill has changed its exports')
  return inner
}

/** Stems whose Cyrillic has ь or ц where the Latin shows nothing of it; prefixes, so suffixes follow freely. */
const exceptions: ReadonlyArray<readonly [string, string]> = [
  ['aktsiya', 'акция'],
  ['aksiya', 'акция'],
  ['albatta', 'албатта'],
  ['avtomobil', 'автомобиль'],
  ['fevral', 'февраль'],
  ['foydalanuvchi', 'фойдаланувчи'],
  ['funksiya', 'функция'],
  ['inflyatsiya', 'инфляция'],
  ['iyul', 'июль'],
  ['iyun', 'июнь'],
  ['kompyuter', 'компьютер'],
  ['konsert', 'концерт'],
  ['konvertatsiya', 'конвертация'],
  ['litsenziya', 'лицензия'],
  ['mobil', 'мобиль'],
  ['oktabr', 'октябрь'],
  ['sentabr', 'сентябрь'],
  ['noyabr', 'ноябрь'],
  ['dekabr', 'декабрь'],
  ['aprel', 'апрель'],
  ['operatsiya', 'операция'],
  ['parol', 'пароль'],
  ['protsent', 'процент'],
  ['sirk', 'цирк'],
  ['tranzaksiya', 'транзакция'],
  ['valyuta', 'валюта'],
]

let loaded: Transliterator | null = null

/** The library, loaded when it is first needed: it brings a list of all top-level domains along, which takes longer than the classifier. */
function engine(): Transliterator {
  loaded ??= new (constructorOf(createRequire(import.meta.url)('lotin-kirill')))(exceptions)
  return loaded
}

const anyApostrophe = new RegExp(`[${apostrophes}]`, 'g')
/** Addresses, user names, anything with a digit, and product names that have one spelling in every script. */
const untouched =
  /^(?:https?:\/\/|www\.|@|#)|@.+\.|[0-9]|^[\w-]+(?:\.[\w-]+)+$|^(?:visa|mastercard|uzcard|humo|payme|click|myid|sms|oneid|apple|google|samsung|pay|telegram|instagram|facebook|id|pin|cvv|atm|qr|nfc|iphone|android|ios|pdf|mfo|inn|swift|iban|usd|uzs|eur|rub)$/i
const edges = /^[^\p{L}\p{N}@#]+|[^\p{L}\p{N}ʻʼ‘’'`´]+$/gu

function eachWord(text: string, move: (word: string) => string): string {
  return text.replace(/\S+/g, (word) => (untouched.test(word.replace(edges, '')) ? word : move(word)))
}

/** Uzbek text in Cyrillic letters; addresses, names of products and anything with digits stay. Never throws. */
export function toCyrillic(text: string): string {
  return eachWord(text, (word) => engine().toCyrillic(word.replace(anyApostrophe, '‘')))
}

/** Uzbek text in Latin letters with the standard `ʻ` in oʻ and gʻ and `ʼ` for ъ; Russian ы and щ become i and sh. Never throws. */
export function toLatin(text: string): string {
  return eachWord(text, (word) =>
    engine().toLatin(word.replace(/ы/g, 'и').replace(/Ы/g, 'И').replace(/щ/g, 'ш').replace(/Щ/g, 'Ш')).replace(/‘/g, 'ʻ'),
  )
}
