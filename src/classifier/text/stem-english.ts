/**
 * The English stemmer of M. F. Porter, "An algorithm for suffix stripping" (1980), over letter codes: the library's own, made of some
 * sixty regular expressions, took more time than all the rest of reading a word.
 */

function isVowelAt(word: string, at: number): boolean {
  const letter = word[at]
  if (letter === 'y') return at > 0 && !isVowelAt(word, at - 1)
  return letter === 'a' || letter === 'e' || letter === 'i' || letter === 'o' || letter === 'u'
}

/** Porter's m: how often a vowel is followed by a consonant within the first letters of a word. */
function measure(word: string, length: number): number {
  let count = 0
  let afterVowel = false
  for (let at = 0; at < length; at++) {
    const isVowel: boolean = word[at] === 'y' ? at > 0 && !afterVowel : isVowelAt(word, at)
    if (afterVowel && !isVowel) count++
    afterVowel = isVowel
  }
  return count
}

function hasVowel(word: string, length: number): boolean {
  for (let at = 0; at < length; at++) if (isVowelAt(word, at)) return true
  return false
}

function endsDoubled(word: string): boolean {
  const last = word.length - 1
  return last > 0 && word[last] === word[last - 1] && !isVowelAt(word, last)
}

/** Consonant, vowel, consonant at the end, the last one none of w, x, y: `hop`, `fil`. */
function endsShort(word: string, length: number): boolean {
  if (length < 3 || 'wxy'.includes(word[length - 1] ?? '')) return false
  return !isVowelAt(word, length - 1) && isVowelAt(word, length - 2) && !isVowelAt(word, length - 3)
}

function plural(word: string): string {
  if (!word.endsWith('s') || word.endsWith('ss')) return word
  return word.endsWith('sses') || word.endsWith('ies') ? word.slice(0, -2) : word.slice(0, -1)
}

function mended(word: string): string {
  if (word.endsWith('at') || word.endsWith('bl') || word.endsWith('iz')) return `${word}e`
  if (endsDoubled(word)) return 'lsz'.includes(word.slice(-1)) ? word : word.slice(0, -1)
  return measure(word, word.length) === 1 && endsShort(word, word.length) ? `${word}e` : word
}

function pastAndGoing(word: string): string {
  if (word.endsWith('eed')) return measure(word, word.length - 3) > 0 ? word.slice(0, -1) : word
  const cut = word.endsWith('ed') ? 2 : word.endsWith('ing') ? 3 : 0
  return cut > 0 && hasVowel(word, word.length - cut) ? mended(word.slice(0, -cut)) : word
}

function finalY(word: string): string {
  return word.endsWith('y') && hasVowel(word, word.length - 1) ? `${word.slice(0, -1)}i` : word
}

type Rule = readonly [ending: string, into: string]

/** Rules by the letter before the last of their endings, as Porter does: few are tried per word. */
function ruleTable(list: string): ReadonlyMap<string, readonly Rule[]> {
  const table = new Map<string, Rule[]>()
  for (const pair of list.split(' ')) {
    const [ending = '', into = ''] = pair.split('>')
    const key = ending.slice(-2, -1)
    const rules = table.get(key) ?? []
    rules.push([ending, into])
    rules.sort((a, b) => b[0].length - a[0].length)
    table.set(key, rules)
  }
  return table
}

const secondRules = ruleTable(
  'ational>ate tional>tion enci>ence anci>ance izer>ize bli>ble alli>al entli>ent eli>e ousli>ous ization>ize ation>ate ator>ate alism>al iveness>ive fulness>ful ousness>ous aliti>al iviti>ive biliti>ble logi>log',
)
const thirdRules = ruleTable('icate>ic ative> alize>al iciti>ic ical>ic ful> ness>')
const fourthRules = ruleTable(
  'al> ance> ence> er> ic> able> ible> ant> ement> ment> ent> sion>s tion>t ou> ism> ate> iti> ous> ive> ize>',
)

/** Applies the rule of the longest ending where what remains has more than so many measures. */
function applied(word: string, table: ReadonlyMap<string, readonly Rule[]>, measureMin: number): string {
  for (const [ending, into] of table.get(word[word.length - 2] ?? '') ?? []) {
    if (!word.endsWith(ending)) continue
    const kept = word.length - ending.length + (ending.endsWith('ion') && into.length === 1 ? 1 : 0)
    return measure(word, kept) > measureMin ? word.slice(0, word.length - ending.length) + into : word
  }
  return word
}

function finalE(word: string): string {
  if (!word.endsWith('e')) return word
  const length = word.length - 1
  const m = measure(word, length)
  return m > 1 || (m === 1 && !endsShort(word, length)) ? word.slice(0, length) : word
}

/** The stem of a lower-case English word of the letters a to z. */
export function stemEnglish(word: string): string {
  if (word.length < 3) return word
  const inflected = finalY(pastAndGoing(plural(word)))
  const derived = applied(applied(applied(inflected, secondRules, 0), thirdRules, 0), fourthRules, 1)
  const bare = finalE(derived)
  return bare.endsWith('ll') && measure(bare, bare.length) > 1 ? bare.slice(0, -1) : bare
}
