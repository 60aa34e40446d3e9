/** The spelling rules of the fold over letters as codes: the same as a chain of replacements, without a string for each link. */

const codeOf = (letter: string): number => letter.charCodeAt(0)
const [a, z] = [codeOf('a'), codeOf('z')]
const [c, e, h, j, k, q] = [codeOf('c'), codeOf('e'), codeOf('h'), codeOf('j'), codeOf('k'), codeOf('q')]
const [s, t, w, x, y] = [codeOf('s'), codeOf('t'), codeOf('w'), codeOf('x'), codeOf('y')]
const [four, six] = [codeOf('4'), codeOf('6')]

/** A folded word of 64 letters, each of which may have become several. */
const lettersMax = 4_096
let from = new Uint16Array(lettersMax)
let to = new Uint16Array(lettersMax)

function swap(): void {
  const held = from
  from = to
  to = held
}

function isLatin(letter: number): boolean {
  return letter >= a && letter <= z
}

/** `4iqmadi`, `6u`: a digit beside a letter is read as the letters it stands for. */
function digitsAsLetters(size: number, digit: number, first: number): number {
  let made = 0
  from[size] = 0
  for (let at = 0; at < size; at++) {
    const letter = from[at] ?? 0
    const stands = letter === digit && (isLatin(from[at + 1] ?? 0) || (at > 0 && isLatin(from[at - 1] ?? 0)))
    to[made++] = stands ? first : letter
    if (stands) to[made++] = h
  }
  swap()
  return made
}

/** Makes one letter of a pair: `kh` to `h`. */
function pairAsOne(size: number, first: number, second: number, into: number): number {
  let made = 0
  for (let at = 0; at < size; at++) {
    const isPair = from[at] === first && at + 1 < size && from[at + 1] === second
    to[made++] = isPair ? into : (from[at] ?? 0)
    if (isPair) at++
  }
  swap()
  return made
}

function singles(size: number): number {
  let made = 0
  for (let at = 0; at < size; at++) {
    const letter = from[at] ?? 0
    if (letter === x) to[made++] = h
    else if (letter === q) to[made++] = k
    else if (letter === w) {
      to[made++] = s
      to[made++] = h
    } else to[made++] = letter
  }
  swap()
  return made
}

function doubledOnce(size: number): number {
  let made = 0
  for (let at = 0; at < size; at++) {
    const letter = from[at] ?? 0
    if (made > 0 && letter === to[made - 1] && isLatin(letter)) continue
    to[made++] = letter
  }
  swap()
  return made
}

/** `4ta`, `6-oy`: a count before its measure is a number, not the letters ч and ш. */
const counted =
  /^\d+(?:ta|tasi|tadan|chi|nchi|inchi|oy|oyga|oylik|yil|yillik|kun|kunlik|soat|soatlik|minut|xil|hil|mln|ming|k|g|gb|mb|x|h|s|sum|som|usd|th|m|min|am|pm)$/

function written(size: number): string {
  return Reflect.apply(String.fromCharCode, null, from.subarray(0, size))
}

function oneRound(size: number, mayCount: boolean): number {
  let length = size
  if (mayCount && !counted.test(written(length))) {
    length = digitsAsLetters(length, four, c)
    length = digitsAsLetters(length, six, s)
  }
  length = pairAsOne(length, k, h, h)
  length = pairAsOne(length, z, h, j)
  length = singles(length)
  length = pairAsOne(length, t, s, s)
  length = pairAsOne(length, y, e, e)
  return doubledOnce(length)
}

/** What a letter and the one before it ask of the rules. */
function asks(letter: number, before: number): boolean {
  if (letter === x || letter === q || letter === w) return true
  if (letter === before) return isLatin(letter)
  if (letter === h) return before === k || before === z
  return (letter === s && before === t) || (letter === e && before === y)
}

/** Whether any rule could change the letters, and whether a digit that may stand for a letter is among them. */
function survey(size: number): { changes: boolean; digit: boolean } {
  const seen = { changes: false, digit: false }
  let before = 0
  for (let at = 0; at < size; at++) {
    const letter = from[at] ?? 0
    seen.digit ||= letter === four || letter === six
    seen.changes ||= asks(letter, before)
    before = letter
  }
  return seen
}

/** Every rewrite removes a letter that none brings back, so a word settles after a few rounds; the cap is for safety. */
const roundsMax = 8

function isSettled(size: number, before: string): boolean {
  if (size !== before.length) return false
  for (let at = 0; at < size; at++) if (from[at] !== before.charCodeAt(at)) return false
  return true
}

/** Folds lower-case plain letters (`plainLetters` of fold.ts) until they settle. */
export function foldPlain(plain: string): string {
  const size = Math.min(plain.length, lettersMax / 2)
  for (let at = 0; at < size; at++) from[at] = plain.charCodeAt(at)
  const { changes, digit } = survey(size)
  if (!changes && !digit) return plain
  let folded = plain
  let length = size
  for (let round = 0; round < roundsMax; round++) {
    length = oneRound(length, digit)
    if (isSettled(length, folded)) break
    folded = written(length)
  }
  return folded
}
