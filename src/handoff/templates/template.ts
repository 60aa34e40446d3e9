/** Approved words: what a template is and how its text is filled in. Pure. */
import type { FourTexts, Language, TemplateStanding, TemplateVariable, TemplateView, Visibility } from '#contracts'
import { guardOutgoing } from '#privacy'
import { fillIn, variableFaults } from './template-variable.ts'

export type Rendered =
  | { readonly ok: true; readonly value: string }
  | {
      readonly ok: false
      readonly refusal: 'template.variable_missing' | 'template.variable_mistyped'
      readonly name: string
      /** As far as it can be filled in, the rest left open. */
      readonly sofar: string
    }
  | { readonly ok: false; readonly refusal: 'template.language_missing' }

const placeholder = /\{\{\s*([a-z][a-z0-9_]*)\s*\}\}/g

/** The names a text leaves open, each once, in order. */
export function placeholdersOf(text: string): string[] {
  return [...new Set([...text.matchAll(placeholder)].map((match) => match[1] ?? ''))]
}

/**
 * Fills in one of the four texts. A value that is empty gives way to the fall-back word of that language; a required one with
 * neither, or a value of another type, refuses the whole, because a client must never read "your number is ." or a pair of braces.
 */
export function renderTemplate(
  template: Pick<TemplateView, 'texts' | 'variables'>,
  language: Language,
  variables: Readonly<Record<string, string>>,
): Rendered {
  const text = template.texts[language]
  if (!text.trim()) return { ok: false, refusal: 'template.language_missing' }
  const known = new Map(template.variables.map((variable) => [variable.name, variable]))
  const values = new Map<string, string>()
  let fault: { name: string; why: 'empty' | 'mistyped' } | undefined
  for (const name of placeholdersOf(text)) {
    const filled = fillIn(known.get(name), variables[name], language)
    if (filled.ok) values.set(name, filled.value)
    else fault ??= { name, why: filled.why }
  }
  const value = putIn(text, values)
  if (fault === undefined) return { ok: true, value }
  const refusal = fault.why === 'empty' ? 'template.variable_missing' : 'template.variable_mistyped'
  return { ok: false, refusal, name: fault.name, sofar: value }
}

function putIn(text: string, values: ReadonlyMap<string, string>): string {
  const filled = text.replace(placeholder, (whole, name: string, offset: number) => {
    const value = values.get(name) ?? whole
    return isSentenceStart(text, offset) ? value.charAt(0).toUpperCase() + value.slice(1) : value
  })
  return filled.replace(/[ \t]{2,}/g, ' ').trim()
}

function isSentenceStart(text: string, offset: number): boolean {
  return /(^|[.!?]\s+|\n\s*)$/.test(text.slice(0, offset))
}

/**
 * What keeps a template from being sent to review; empty when nothing does. Checked again before it is approved. With a
 * visibility the words are also held against what no reply may carry or ask for.
 */
export function faultsOf(texts: FourTexts, variables: readonly TemplateVariable[], visibility?: Visibility): string[] {
  return [...draftFaultsOf(texts, variables, visibility), ...gapsOf(texts, variables)]
}

/** What is not there yet: a text that is empty, a variable that a written text forgets. A draft may have gaps, a review may not. */
function gapsOf(texts: FourTexts, variables: readonly TemplateVariable[]): string[] {
  const empty = Object.entries(texts).flatMap(([language, text]) => (text.trim() ? [] : [`${language}: empty`]))
  const open = Object.entries(texts).map(([language, text]) => ({ language, names: placeholdersOf(text) }))
  const unused = variables.flatMap(({ name }) => {
    const missing = open.filter(({ names }) => !names.includes(name)).map(({ language }) => language)
    return missing.length > 0 ? [`${missing.join(' ')}: ${name} is not used`] : []
  })
  return [...empty, ...unused]
}

/** What is wrong with what is there: no draft may be kept with it. With a visibility also what no reply may carry or ask for. */
export function draftFaultsOf(texts: FourTexts, variables: readonly TemplateVariable[], visibility?: Visibility): string[] {
  const declared = new Set(variables.map(({ name }) => name))
  const faults = Object.entries(texts).flatMap(([language, text]) =>
    textFaults({ language, text, names: placeholdersOf(text) }, declared, visibility),
  )
  return [...variableFaults(variables), ...faults]
}

function textFaults(
  { language, text, names }: { language: string; text: string; names: readonly string[] },
  declared: ReadonlySet<string>,
  visibility: Visibility | undefined,
): string[] {
  const faults = names.filter((name) => !declared.has(name)).map((name) => `${language}: ${name} is not declared`)
  const isSafe = visibility === undefined || guardOutgoing(text, visibility).ok
  return isSafe ? faults : [...faults, `${language}: carries or asks for what is secret`]
}

/** What a version is at this moment, from its state and its dates. */
export function standingOf(
  version: { state: string; isReplaced: boolean; validFrom: Date | null; validUntil: Date | null },
  now: Date,
): TemplateStanding {
  const { state, validFrom, validUntil } = version
  if (state === 'draft' || state === 'review') return state
  if (state !== 'published') return 'withdrawn'
  if (validFrom !== null && validFrom > now) return 'scheduled'
  if (version.isReplaced) return 'replaced'
  return validUntil !== null && validUntil <= now ? 'expired' : 'in_force'
}
