import { Trie } from './trie.ts'

/**
 * The Russian stemmer of M. F. Porter as the library `natural` gives it (its order of steps included), over tries instead of some fifteen
 * regular expressions: of each list the longest ending counts, and a list that needs а or я before its ending is asked first.
 */

function endings(list: string): Trie {
  return Trie.of(
    list.split(' ').map((ending) => [ending, 0]),
    'backward',
  )
}

const vowels = 'аеиоюяуыиэ'
const gerundsAfterA = endings('вши вшись')
const gerunds = endings('ив ивши ившись ывши ывшись ыв')
const adjectives = endings('ее ие ые ое ими ыми ей ий ый ой ем им ым ом его ого ему ому их ых ую юю ая яя ою ею')
const participlesAfterA = endings('ем нн вш ющ щ')
const participles = endings('ивш ывш ующ')
const reflexives = endings('ся сь')
const verbsAfterA = endings('ла на ете йте ли й л ем н ло но ет ют ны ть ешь нно')
const verbs = endings('ила ыла ена ейте уйте ите или ыли ей уй ил ыл им ым ен ило ыло ено ят ует ит ыт ены ить ыть ишь ую ю')
const nouns = endings(
  'а ев ов ие ье е иями ями ами еи ии и ией ей ой ий й иям ям ием ем ам ом о у ах иях ях ы ь ию ью ю ия ья я',
)
const superlatives = endings('ейш ейше')
const derivations = endings('ост ость')

function isA(word: string, at: number): boolean {
  return at >= 0 && (word[at] === 'а' || word[at] === 'я')
}

/** The word without the longest ending of the list; the word itself where it has none. */
function without(word: string, list: Trie): string {
  const length = list.longest(word)
  return length === 0 ? word : word.slice(0, word.length - length)
}

/** The length of the longest ending before which а or я stands; 0 where there is none. */
function lengthAfterA(word: string, list: Trie): number {
  for (let max = word.length; max > 0; ) {
    const length = list.longest(word, max)
    if (length === 0 || isA(word, word.length - length - 1)) return length
    max = length - 1
  }
  return 0
}

function withoutAfterA(word: string, list: Trie, other: Trie): string {
  const length = lengthAfterA(word, list)
  return length > 0 ? word.slice(0, word.length - length) : without(word, other)
}

/** A gerund loses its а or я with its ending where it has one. */
function withoutGerund(word: string): string {
  const length = lengthAfterA(word, gerundsAfterA)
  return length > 0 ? word.slice(0, word.length - length - 1) : without(word, gerunds)
}

/** What is left without an adjective's ending, and a participle's before it. */
function withoutAdjective(word: string): string {
  const bare = without(word, adjectives)
  return bare === word ? word : withoutAfterA(bare, participlesAfterA, participles) || bare
}

function withoutEnding(word: string): string {
  const gerund = withoutGerund(word)
  if (gerund !== word) return gerund
  const plain = without(word, reflexives) || word
  const bare = withoutAdjective(plain)
  if (bare !== plain) return bare
  const verb = withoutAfterA(plain, verbsAfterA, verbs)
  return verb === plain ? without(plain, nouns) : verb
}

/** Where the letters behind the first vowel begin; -1 where there is no vowel. */
function behindVowel(word: string, from: number): number {
  for (let at = from; at < word.length; at++) if (vowels.includes(word.charAt(at))) return at + 1
  return -1
}

function tidied(stem: string): string {
  const single = stem.includes('нн') ? stem.replace(/нн/g, 'н') : stem
  return single.endsWith('ь') ? single.slice(0, -1) : single
}

/** The stem of a lower-case Russian word of the letters а to я, ё written as е. */
export function stemRussian(word: string): string {
  const from = behindVowel(word, 0)
  if (from < 0) return word
  const second = behindVowel(word, from)
  const bare = withoutEnding(word.slice(from))
  const cut = bare.endsWith('и') ? bare.slice(0, -1) : bare
  const derived = second >= 0 && derivations.meets(word.slice(second)) ? without(cut, derivations) : cut
  return word.slice(0, from) + tidied(without(derived, superlatives) || derived)
}
