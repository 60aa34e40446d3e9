/** What a stretch of text is: `joined` signs never start a word but may stand inside one. */
export type TokenKind = 'word' | 'number' | 'mark' | 'emoji'

/** A piece of a text; `start` and `end` are UTF-16 offsets into the text as given, end exclusive. */
export type Token = {
  readonly kind: TokenKind
  readonly text: string
  readonly start: number
  readonly end: number
}

const space = 0
const letter = 1
const digit = 2
const joined = 3
const mark = 4
const emoji = 5

/**
 * The nine apostrophes met in Uzbek text (U+02BB, U+02BC, U+2018, U+2019, U+0027, U+0060, U+00B4, U+02B9, U+2032);
 * a word keeps them inside, the fold removes them.
 */
export const apostrophes = "ʻʼ‘’'`´ʹ′"

const isLetter = /\p{L}/u
const isDigit = /\p{Nd}/u
const isJoined = /[\p{M}\p{Cf}\u00AD]/u
const isEmoji = /\p{Extended_Pictographic}/u
const marks = '?!.,;:…¿¡()"«»-–—/%'

function classOfRare(character: string): number {
  if (isLetter.test(character)) return letter
  if (isDigit.test(character)) return digit
  if (isJoined.test(character) || apostrophes.includes(character)) return joined
  if (marks.includes(character)) return mark
  return isEmoji.test(character) ? emoji : space
}

/** Classes of the basic plane, filled on first sight: the Unicode tables are asked once per character, not once per text. */
const classes = new Uint8Array(0x10000).fill(255)

function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  const known = classes[code] ?? 255
  if (known !== 255) return known
  if (code >= 0xd800 && code <= 0xdfff) return classOfRare(String.fromCodePoint(text.codePointAt(at) ?? 0xfffd))
  const found = classOfRare(text.charAt(at))
  classes[code] = found
  return found
}

function widthAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code < 0xd800 || code > 0xdbff) return 1
  const next = text.charCodeAt(at + 1)
  return next >= 0xdc00 && next <= 0xdfff ? 2 : 1
}

/** Where the word that begins at a place ends, and whether it holds a letter: the answer of the last call. */
let wordHasLetter = false

function endOfWord(text: string, from: number): number {
  let at = from
  let end = from
  wordHasLetter = false
  while (at < text.length) {
    const kind = classAt(text, at)
    if (kind !== letter && kind !== digit && kind !== joined) break
    const width = widthAt(text, at)
    at += width
    if (kind === joined) continue
    end = at
    if (kind === letter) wordHasLetter = true
  }
  return endWithApostrophe(text, end)
}

/** `yo‘` and `bog‘` end with their letter's own sign; a closing quote after any other letter is not theirs. */
function endWithApostrophe(text: string, end: number): number {
  if (end >= text.length || classAt(text, end) !== joined) return end
  const last = text.charAt(end - 1).toLowerCase()
  return (last === 'o' || last === 'g') && apostrophes.includes(text.charAt(end)) ? end + 1 : end
}

function wordKind(): TokenKind {
  return wordHasLetter ? 'word' : 'number'
}

/** What `scanToken` found last. */
export type Scanned = { kind: TokenKind; start: number; end: number }

/**
 * Finds the first token at or behind a place and writes it into `found`, making nothing; false where none is left. What a token is
 * says `tokenise`.
 */
export function scanToken(text: string, from: number, found: Scanned): boolean {
  for (let at = from; at < text.length; at += widthAt(text, at)) {
    const kind = classAt(text, at)
    if (kind === space || kind === joined) continue
    found.start = at
    const isWord = kind === letter || kind === digit
    found.end = isWord ? endOfWord(text, at) : at + widthAt(text, at)
    found.kind = isWord ? wordKind() : kind === mark ? 'mark' : 'emoji'
    return true
  }
  return false
}

/**
 * Cuts a text into words, numbers, punctuation marks and emoji, in order, without overlap, in linear time.
 * A word starts with a letter or digit and keeps apostrophes, combining marks and invisible joiners inside;
 * a hyphen parts words, so the particles `-mi` and `-chi` stand alone. Everything else is skipped. Never throws.
 */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = []
  const found: Scanned = { kind: 'word', start: 0, end: 0 }
  while (scanToken(text, found.end, found)) {
    const { kind, start, end } = found
    tokens.push({ kind, text: text.slice(start, end), start, end })
  }
  return tokens
}
