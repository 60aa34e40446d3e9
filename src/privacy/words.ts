/**
 * Words of a text in one spelling: Latin small letters without apostrophes, whatever script and habit they were typed in.
 * Both the lists and the texts go through the same fold, so it need not be correct, only even-handed.
 */
export type Word = {
  readonly start: number
  readonly end: number
  readonly folded: string
}

const cyrillic: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'j',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 's',
  ч: 'ch',
  ш: 'sh',
  щ: 'sh',
  ъ: '',
  ы: 'i',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
  ў: 'o',
  қ: 'k',
  ғ: 'g',
  ҳ: 'h',
  і: 'i',
  ѕ: 's',
  ј: 'j',
  ө: 'o',
  ң: 'n',
  ү: 'u',
  ә: 'a',
  һ: 'h',
}
/** Uzbek chat spelling and accents; `c` and `ts` sound like `s` in loan words, `ch` stays. */
const latin: Readonly<Record<string, string>> = {
  q: 'k',
  x: 'h',
  w: 'sh',
  ş: 'sh',
  ç: 'ch',
  ğ: 'g',
  õ: 'o',
  ō: 'o',
  ö: 'o',
  ü: 'u',
  ñ: 'n',
  ı: 'i',
  é: 'e',
  á: 'a',
  ó: 'o',
  ú: 'u',
  í: 'i',
  ń: 'n',
}
const apostrophes = "'`ʻʼ‘’´ʹ′"

/** By UTF-16 unit: what it folds to, '' for an apostrophe, undefined for what is no part of a word. */
const folds: (string | undefined)[] = []
const lastKnown = 0x2040
for (let unit = 0; unit < lastKnown; unit++) {
  const char = String.fromCharCode(unit)
  const small = char.toLowerCase()
  const letter = /\p{L}/u.test(char) ? (cyrillic[small] ?? latin[small] ?? small) : undefined
  folds[unit] = apostrophes.includes(char) ? '' : letter
}

/** Whether a letter of an alphabet stands there. */
export const isLetterAt = (chars: string, at: number): boolean => {
  const fold = folds[chars.charCodeAt(at)]
  return fold !== undefined && fold !== ''
}

/** Every word, in the order of the text. Linear. */
export function wordsOf(chars: string): Word[] {
  const words: Word[] = []
  let i = 0
  while (i < chars.length) {
    if (!isLetterAt(chars, i)) {
      i++
      continue
    }
    const word = readWord(chars, i)
    words.push(word)
    i = word.end
  }
  return words
}

/** ь and ъ are letters without a sound; an apostrophe behind a word may be a quotation mark. */
const isSoftSign = (chars: string, at: number) => 'ьъЬЪ'.includes(chars[at] ?? ' ')

function readWord(chars: string, start: number): Word {
  let folded = ''
  let before = ''
  let end = start
  for (let at = start; at < chars.length; at++) {
    const fold = folds[chars.charCodeAt(at)]
    if (fold === undefined) break
    if (fold === '') {
      if (isSoftSign(chars, at)) end = at + 1
      continue
    }
    // Doubled letters count once.
    if (fold !== before) folded += fold
    before = fold
    end = at + 1
  }
  return { start, end, folded: settled(folded) }
}

const settled = (folded: string) =>
  folded.includes('c') || folded.includes('ts') ? folded.replace(/c(?!h)|ts/g, 's').replace(/ss/g, 's') : folded

/** One word as it stands in a list. */
export const foldWord = (word: string): string => readWord(word.normalize('NFC'), 0).folded
