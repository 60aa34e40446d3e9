/** Whether a client's words name a member of staff. Pure; errs on the side of "yes", because the cost is only another operator. */

/** Cyrillic as Uzbek and Russian write it, to the Latin letters a name is compared in. */
const latinOf: Record<string, string> = {
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
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'x',
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
  қ: 'q',
  ғ: 'g',
  ҳ: 'h',
}
/** A shorter part of a name (a patronymic's `o‘g‘li`, an initial) would be found in everything. */
const shortestStem = 4

/** The words of a text in one spelling: Latin, lower case, without apostrophes. */
function wordsOf(text: string): string[] {
  const latin = [...text.toLowerCase()].map((letter) => latinOf[letter] ?? letter).join('')
  return latin
    .replace(/[’‘'`ʻʼ]/g, '')
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
}

/** Without the last vowel, which Russian cases change; Uzbek suffixes come after it. `x` and `h` are written for each other. */
const stemOf = (word: string): string => word.replace(/[aeiouy]+$/, '').replaceAll('h', 'x')

/**
 * Who of these people is named in a text: a part of the name as a word, with any ending and in either script. Made once for
 * many texts: the cost of a text does not grow with the staff.
 */
export function nameFinder<Id>(staff: readonly { readonly id: Id; readonly displayName: string }[]): (text: string) => Set<Id> {
  const byStart = new Map<string, { stem: string; id: Id }[]>()
  for (const { id, displayName } of staff) {
    for (const stem of wordsOf(displayName).map(stemOf)) {
      if (stem.length < shortestStem) continue
      const start = stem.slice(0, shortestStem)
      byStart.set(start, [...(byStart.get(start) ?? []), { stem, id }])
    }
  }
  return (text) => {
    const named = new Set<Id>()
    for (const word of wordsOf(text).map((each) => each.replaceAll('h', 'x'))) {
      for (const { stem, id } of byStart.get(word.slice(0, shortestStem)) ?? []) if (word.startsWith(stem)) named.add(id)
    }
    return named
  }
}
