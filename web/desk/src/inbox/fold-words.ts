/**
 * Words as the hub's search compares them: both scripts as one, apostrophes gone, x with h, q with k. Only to mark what was found;
 * the hub's own function decides what is. A test compares the two over real sentences.
 */
const from =
  'ABCDEFGHIJKLMNOPQRSTUVWXYZxqабвгдежзийклмнопрстуфхцчшщыэўқғҳіїєәөүұңһАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЭЎҚҒҲІЇЄӘӨҮҰҢҺЁЮЯşçğñıŞÇĞÑİáàâäãéèêëíìîïóòôöõúùûüý'
const into =
  'abcdefghijklmnopkrstuvwhyzhkabvgdejziyklmnoprstufhscwwieokghiieaouunhabvgdejziyklmnoprstufhscwwieokghiieaouunhёюяwcgniwcgniaaaaaeeeeiiiiooooouuuuy'
const signs = /[-_/.,:;@!?()[\]{}<>|&*+=~"#%^$\\«»“”„—–…•№]/
const dropped = /[ъьЪЬ'ʻʼ‘’`´ʹ′ʽ]/
const targets = [...into]
const letters = new Map([...from].map((letter, at) => [letter, targets[at] ?? '']))
const pairs = [
  ...([
    ['sh', 'w'],
    ['ch', 'c'],
    ['kh', 'h'],
    ['zh', 'j'],
    ['ts', 's'],
    ['ё', 'yo'],
    ['ю', 'yu'],
    ['я', 'ya'],
    ['ye', 'e'],
  ] as const),
]

export function foldWords(text: string): string {
  let folded = ''
  for (const letter of text.normalize('NFC')) {
    if (!dropped.test(letter)) folded += signs.test(letter) ? ' ' : (letters.get(letter) ?? letter)
  }
  for (const [pair, one] of pairs) folded = folded.replaceAll(pair, one)
  return folded
}

export type FoundPiece = { readonly text: string; readonly isFound: boolean }

/** A text cut at the words that begin with one of the words looked for. Put together, the pieces are the text. */
export function foundPieces(text: string, typed: string): FoundPiece[] {
  const wanted = foldWords(typed).split(/\s+/).filter(Boolean)
  const isFound = (word: string) => wanted.some((one) => foldWords(word).trim().startsWith(one))
  const pieces: FoundPiece[] = []
  for (const piece of text.split(/(\s+)/)) {
    const is = piece.trim() !== '' && isFound(piece)
    const last = pieces.at(-1)
    if (last && !is && !last.isFound) pieces[pieces.length - 1] = { text: last.text + piece, isFound: false }
    else if (piece !== '') pieces.push({ text: piece, isFound: is })
  }
  return pieces
}

/** The part of a long text in which the first found word stands, with an ellipsis where something was left out. */
export function aroundFound(text: string, typed: string, length: number): string {
  const before = foundPieces(text, typed)
  const at = before.findIndex((piece) => piece.isFound)
  const start = before.slice(0, Math.max(0, at)).reduce((sum, piece) => sum + piece.text.length, 0)
  if (start < length / 2) return text
  return `…${text.slice(Math.max(0, start - Math.floor(length / 4)))}`
}
