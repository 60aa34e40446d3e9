/**
 * Which template an operator means, and which one fits a request. Pure: every text is folded by the function handed in, so
 * that "qanday", "канда" and "qandey" meet (the classifier's fold), and compared by words and by trigrams.
 */
import type { TemplateView } from '#contracts'

export type FoldText = (text: string) => string

export type TemplateQuery = {
  /** What the operator typed; a leading "/" asks for shortcuts only. */
  readonly text: string
  /** What the client wrote, for a suggestion. */
  readonly clientText?: string | undefined
  readonly topic?: string | undefined
}

/** A template with its folded words; immutable per version, so it is made once. */
export type IndexedTemplate = {
  readonly template: TemplateView
  readonly shortcut: string
  readonly title: readonly string[]
  readonly body: ReadonlySet<string>
}

/** Below this, what was typed and what is written have nothing to do with each other. */
const leastTextScore = 0.34
const shortestWord = 3

export function indexTemplate(template: TemplateView, fold: FoldText): IndexedTemplate {
  const wordsOf = (texts: Record<string, string>) => Object.values(texts).flatMap((text) => words(fold(text)))
  return {
    template,
    shortcut: fold(template.shortcut.replaceAll('-', ' ')),
    title: [...new Set(wordsOf(template.title))],
    body: new Set(wordsOf(template.texts)),
  }
}

/** The best first; equals in the order of their shortcuts. Scores are 0..1. */
export function rankTemplates(
  indexed: readonly IndexedTemplate[],
  query: TemplateQuery,
  fold: FoldText,
): { template: TemplateView; score: number }[] {
  const typed = query.text.trim()
  const asked = typed.startsWith('/') ? null : words(fold(typed))
  const clientWords = words(fold(query.clientText ?? '')).filter((word) => word.length >= shortestWord)
  const rarity = rarityOf(indexed, clientWords)
  // Whoever types a shortcut knows which one they want.
  const fitShare = asked === null ? 0.1 : 0.2
  const ranked: { template: TemplateView; score: number }[] = []
  for (const each of indexed) {
    const fit = 0.55 * topicScore(each.template.topic, query.topic) + 0.45 * suggestionScore(each, clientWords, rarity)
    const text = asked === null ? shortcutScore(each, fold(typed.slice(1).replaceAll('-', ' '))) : wordsScore(each, asked)
    if (typed !== '' && text < leastTextScore) continue
    const score = typed === '' ? fit : text + fitShare * (fit - text)
    ranked.push({ template: each.template, score: Math.round(score * 1000) / 1000 })
  }
  return ranked.sort((a, b) => b.score - a.score || (a.template.shortcut < b.template.shortcut ? -1 : 1))
}

function words(folded: string): string[] {
  return folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}

/** A template of no topic fits every request a little; one of another topic does not. */
function topicScore(own: string | null, asked: string | undefined): number {
  if (own === null) return asked === undefined ? 0.6 : 0.3
  return own === asked ? 1 : 0
}

/** The steps are wider than what the request may add: the exact one first, then what begins like it, then what contains it. */
function shortcutScore({ shortcut }: IndexedTemplate, typed: string): number {
  if (typed === '') return 0.5
  if (shortcut === typed) return 1
  if (shortcut.startsWith(typed)) return 0.85
  return shortcut.includes(typed) ? 0.6 : 0
}

/** Every typed word must be found somewhere; where it is found decides how much it counts. */
function wordsScore(each: IndexedTemplate, asked: readonly string[]): number {
  if (asked.length === 0) return 0
  const scores = asked.map((word) => wordScore(each, word))
  return Math.min(...scores) === 0 ? 0 : scores.reduce((sum, score) => sum + score, 0) / scores.length
}

function wordScore({ shortcut, title, body }: IndexedTemplate, word: string): number {
  if (title.some((own) => own.startsWith(word)) || shortcut.startsWith(word)) return 1
  const alike = Math.max(0, ...title.map((own) => likeness(own, word)))
  if (alike >= 0.5) return 0.9 * alike
  if (body.has(word)) return 0.6
  return word.length >= shortestWord && [...body].some((own) => own.startsWith(word)) ? 0.5 : 0
}

/** How much of what the client wrote, weighed by how telling each word is, stands in the template. */
function suggestionScore(
  { title, body }: IndexedTemplate,
  clientWords: readonly string[],
  rarity: ReadonlyMap<string, number>,
): number {
  let found = 0
  let total = 0
  for (const word of clientWords) {
    const weight = rarity.get(word) ?? 0
    total += weight
    if (title.some((own) => sharesStem(own, word))) found += weight
    else if (body.has(word)) found += 0.6 * weight
  }
  return total === 0 ? 0 : found / total
}

/** Words of many templates tell little; words of none tell nothing. */
function rarityOf(indexed: readonly IndexedTemplate[], clientWords: readonly string[]): Map<string, number> {
  const rarity = new Map<string, number>()
  for (const word of new Set(clientWords)) {
    const count = indexed.filter(({ title, body }) => body.has(word) || title.some((own) => sharesStem(own, word))).length
    if (count > 0) rarity.set(word, Math.log(1 + indexed.length / count))
  }
  return rarity
}

/** Uzbek and Russian pile endings onto a stem: words that share their first five letters are taken for one. */
function sharesStem(a: string, b: string): boolean {
  const length = Math.min(5, Math.max(4, Math.min(a.length, b.length)))
  return a.slice(0, length) === b.slice(0, length) && a.length >= length - 1
}

/** Shared trigrams over all (Dice), 0..1. */
function likeness(a: string, b: string): number {
  const left = trigrams(a)
  const right = trigrams(b)
  let shared = 0
  for (const each of left) if (right.has(each)) shared++
  return (2 * shared) / (left.size + right.size)
}

function trigrams(word: string): Set<string> {
  const padded = ` ${word} `
  const found = new Set<string>()
  for (let i = 0; i + 3 <= padded.length; i++) found.add(padded.slice(i, i + 3))
  return found
}
