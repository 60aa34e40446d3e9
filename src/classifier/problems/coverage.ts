import { foldWord } from '../text/fold.ts'
import { createMemo } from '../text/memo.ts'
import { tokenise } from '../text/tokenise.ts'
import type { RetrievableDocument } from './retriever.ts'

/** Words that ask, greet or bind and name no matter: a document need not hold them to answer. */
const askingWords = new Set(
  `qancha qanday qanaqa qayerda qayerdan qayer qachon nima nimaga nega necha nechi nechada nechta nechpul qaysi kim kimga mumkin
  mumkinmi mi boladimi bolsa bola oladi bormi bor kerak kere qilay qilsam qilish olsam hozir qilib assalomu alaykum salom rahmat
  iltimos men meni mening menga siz sizda sizlarda sizning bu shu va ham bilan uchun uchn edi ekan
  как какие какая какой какую сколько скольки когда где кто кому можно ли есть нужно нужны надо вы мы до на по для что это или
  сейчас у вас меня делать сделать здравствуйте добрый день пожалуйста подскажите спасибо я в и с к не мне моя мой
  how what when where which who can could should do does is are am be you your much many need get for on in at it me if have has there
  hello hi please the a an i my to of and`
    .split(/\s+/)
    .map(foldWord),
)
const readMax = 500
const wordsMax = 60
const wordsRemembered = 20_000

function matterWords(text: string): string[] {
  const words: string[] = []
  for (const token of tokenise(text.slice(0, readMax * 4))) {
    const folded = token.kind === 'word' ? foldWord(token.text) : ''
    if (folded.length >= 2 && !askingWords.has(folded)) words.push(folded)
  }
  return words
}

const alikeMin = 4
const shareOfShorter = 0.6
const shareOfLonger = 0.5

/** Two forms of one word, whatever its endings: they begin alike for most of their length. */
function isForm(a: string, b: string): boolean {
  let same = 0
  while (same < a.length && same < b.length && a[same] === b[same]) same++
  const shorter = Math.min(a.length, b.length)
  return (
    same >= Math.min(alikeMin, shorter) &&
    same >= shareOfShorter * shorter &&
    same >= shareOfLonger * Math.max(a.length, b.length)
  )
}

/** Which share of what a question is about a document speaks of, 0..1. */
export type Coverage = { of(query: string, id: string): number }

/**
 * Nearness alone takes "what is the loan's rate" to "papers for a loan": most of the words agree and the one that matters
 * does not. Coverage asks the other way round: of the question's words, each weighed by how rare it is among the documents, how
 * much does the document hold in some form? A word no document knows weighs most.
 */
export function createCoverage(documents: readonly RetrievableDocument[]): Coverage {
  const held = new Map(documents.map((document) => [document.id, [...new Set(matterWords(document.text))]]))
  const isIn = (word: string, words: readonly string[]) => words.some((other) => isForm(word, other))
  // Every document is looked through for a word, and most words of most questions have been asked before.
  const weightOf = createMemo((word: string) => {
    let holding = 0
    for (const words of held.values()) if (isIn(word, words)) holding++
    return 1 + Math.log((held.size + 1) / (holding + 1))
  }, wordsRemembered)
  return {
    of(query, id) {
      const words = held.get(id)
      const asked = [...new Set(matterWords(query.slice(0, readMax)))].slice(0, wordsMax)
      if (words === undefined || asked.length === 0) return 0
      let all = 0
      let covered = 0
      for (const word of asked) {
        const weight = weightOf(word)
        all += weight
        if (isIn(word, words)) covered += weight
      }
      return covered / all
    },
  }
}
