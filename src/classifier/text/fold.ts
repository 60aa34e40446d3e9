import { createMemo } from './memo.ts'
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

/** `4ta`, `6-oy`: a count before its measure is a number, not the letters ч and ш. */
const counted =
  /^\d+(?:ta|tasi|tadan|chi|nchi|inchi|oy|oyga|oylik|yil|yillik|kun|kunlik|soat|soatlik|minut|xil|hil|mln|ming|k|g|gb|mb|x|h|s|sum|som|usd|th|m|min|am|pm)$/
const digitForCh = /4(?=[a-z])|(?<=[a-z])4/g
const digitForSh = /6(?=[a-z])|(?<=[a-z])6/g
const doubled = /([a-z])\1+/g

function foldOnce(word: string): string {
  let folded = word
  if (!counted.test(folded)) folded = folded.replace(digitForCh, 'ch').replace(digitForSh, 'sh')
  return folded
    .replace(/kh/g, 'h')
    .replace(/zh/g, 'j')
    .replace(/x/g, 'h')
    .replace(/q/g, 'k')
    .replace(/w/g, 'sh')
    .replace(/ts/g, 's')
    .replace(/ye/g, 'e')
    .replace(doubled, '$1')
}

/** Every rewrite removes a letter that none brings back, so a word settles after a few rounds; the cap is for safety. */
const roundsMax = 8

function foldAnew(word: string): string {
  // Composed first: й and ў must be met as letters, not as a base with a stray accent.
  const lower = word.normalize('NFKC').toLowerCase().normalize('NFC')
  let plain = ''
  for (const character of lower) plain += plainLetter(character)
  let folded = plain
  for (let round = 0; round < roundsMax; round++) {
    const next = foldOnce(folded)
    if (next === folded) break
    folded = next
  }
  return folded
}

/** Words longer than this are noise (a pasted key, zalgo); only their beginning is read. */
const wordLengthMax = 64
const memo = createMemo(foldAnew, 2_000)

/**
 * One word as search and classifier see it: NFKC, lower case, Cyrillic to Latin, apostrophes and accents dropped,
 * x→h, q→k, w→sh, ts→s, ye→e, digits for letters read (`4iqmadi`), doubled letters once. Pure and memoised.
 */
export function foldWord(word: string): string {
  return memo(word.length > wordLengthMax ? word.slice(0, wordLengthMax) : word)
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

/**
 * The consonants of a folded word, at most the first eight: meets spellings with dropped vowels
 * (`krdt`, `slm`, `rhmt`) and the o/u pair of `bolsa`/`bulsa`. Empty where fewer than three consonants remain.
 */
export function skeletonOf(folded: string): string {
  const consonants = folded.replace(/[aeiouy0-9]/g, '')
  return consonants.length >= 3 ? consonants.slice(0, 8) : ''
}
