import { foldPlain } from './fold-rules.ts'
import { apostrophes, tokenise } from './tokenise.ts'

/**
 * Letters to the folded Latin alphabet. Uzbek Cyrillic by the official correspondence (CLDR uz_Cyrl-uz_Latn) with the
 * distinctions clients drop already dropped: қ and к, ҳ and х, ў and о, ғ and г meet; Russian ы щ ё and the
 * signs ъ ь follow the common chat transliteration. Drafts of the new Latin alphabet and Karakalpak letters meet their digraphs.
 */
const letters: Readonly<Record<string, string>> = {
  ...{ а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'yo', ж: 'j', з: 'z', и: 'i', й: 'y', к: 'k', л: 'l', м: 'm' },
  ...{ н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: 's', ч: 'ch', ш: 'sh', щ: 'sh', ъ: '' },
  ...{ ы: 'i', ь: '', э: 'e', ю: 'yu', я: 'ya', ў: 'o', қ: 'k', ғ: 'g', ҳ: 'h', і: 'i', ї: 'i', є: 'e', ә: 'a', ө: 'o' },
  ...{ ү: 'u', ұ: 'u', ң: 'n', һ: 'h', ş: 'sh', ç: 'ch', ğ: 'g', ñ: 'n', ı: 'i', ß: 's', æ: 'e', ø: 'o', đ: 'd', ł: 'l' },
}

const combining = /\p{M}/gu
const letterOrDigit = /[\p{L}\p{Nd}]/u

function plainLetter(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 128) return character >= 'a' || (character >= '0' && character <= '9') ? character : ''
  const known = letters[character]
  if (known !== undefined) return known
  if (apostrophes.includes(character)) return ''
  const bare = character.normalize('NFD').replace(combining, '')
  if (bare !== character) return [...bare].map(plainLetter).join('')
  return letterOrDigit.test(character) ? character : ''
}

/** Signs that neither compose nor decompose with a neighbour, so that each may be folded by itself. */
const aloneBelow = 0x250
const [cyrillicFrom, cyrillicTo] = [0x400, 0x52f]

function standsAlone(code: number): boolean {
  return code < aloneBelow || (code >= cyrillicFrom && code <= cyrillicTo && !combiningCyrillic(code)) || isApostrophe(code)
}

function combiningCyrillic(code: number): boolean {
  return code >= 0x483 && code <= 0x489
}

function isApostrophe(code: number): boolean {
  return apostrophes.includes(String.fromCharCode(code))
}

function plainOf(text: string): string {
  // Composed first: й and ў must be met as letters, not as a base with a stray accent.
  const lower = text.normalize('NFKC').toLowerCase().normalize('NFC')
  let plain = ''
  for (const character of lower) plain += plainLetter(character)
  return plain
}

/** What each sign of the basic plane that stands alone becomes; filled on first sight. `null` where its neighbours must be seen. */
const plainSigns: Array<string | null> = []

function plainSign(code: number): string | null {
  const known = plainSigns[code]
  if (known !== undefined) return known
  const found = standsAlone(code) ? plainOf(String.fromCharCode(code)) : null
  if (code <= cyrillicTo) plainSigns[code] = found
  return found
}

function foldAnew(word: string): string {
  let plain = ''
  for (let at = 0; at < word.length; at++) {
    const sign = plainSign(word.charCodeAt(at))
    if (sign === null) return foldPlain(plainOf(word))
    plain += sign
  }
  return foldPlain(plain)
}

/** Words longer than this are noise (a pasted key, zalgo); only their beginning is read. */
const wordLengthMax = 64

/**
 * One word as search and classifier see it: NFKC, lower case, Cyrillic to Latin, apostrophes and accents dropped,
 * x→h, q→k, w→sh, ts→s, ye→e, digits for letters read (`4iqmadi`), doubled letters once. Pure.
 */
export function foldWord(word: string): string {
  return foldAnew(word.length > wordLengthMax ? word.slice(0, wordLengthMax) : word)
}

/**
 * The search key of a text: its folded words and numbers, one space between; the same for either script and any
 * of the chat spellings. Idempotent: folding a key again changes nothing. Never throws.
 */
export function foldForSearch(text: string): string {
  const words: string[] = []
  for (const token of tokenise(text)) {
    if (token.kind !== 'word' && token.kind !== 'number') continue
    const folded = foldWord(token.text)
    if (folded !== '') words.push(folded)
  }
  return words.join(' ')
}

const notConsonants = new Set([...'aeiouy0123456789'].map((letter) => letter.charCodeAt(0)))

function isConsonant(code: number): boolean {
  return !notConsonants.has(code)
}

/**
 * The consonants of a folded word, at most the first eight: meets spellings with dropped vowels
 * (`krdt`, `slm`, `rhmt`) and the o/u pair of `bolsa`/`bulsa`. Empty where fewer than three consonants remain.
 */
export function skeletonOf(folded: string): string {
  let consonants = ''
  for (let at = 0; at < folded.length && consonants.length < 8; at++) {
    const code = folded.charCodeAt(at)
    if (isConsonant(code)) consonants += folded[at]
  }
  return consonants.length >= 3 ? consonants : ''
}
