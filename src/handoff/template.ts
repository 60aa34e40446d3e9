/** Approved words: what a template is and how its text is filled in. Pure. */
import type { FourTexts, Language, TemplateVariable, TemplateView } from '#contracts'

export type Rendered =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly refusal: 'template.variable_missing'; readonly name: string }
  | { readonly ok: false; readonly refusal: 'template.language_missing' }

const placeholder = /\{\{\s*([a-z][a-z0-9_]*)\s*\}\}/g
const longestValue = 500

/** The names a text leaves open, each once, in order. */
export function placeholdersOf(text: string): string[] {
  return [...new Set([...text.matchAll(placeholder)].map((match) => match[1] ?? ''))]
}

/**
 * Fills in one of the four texts. A value that is empty gives way to the fall-back word of that language; a required one with
 * neither refuses the whole, because a client must never read "your number is ." or a pair of braces.
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
  for (const name of placeholdersOf(text)) {
    const value = fillIn(known.get(name), variables[name], language)
    if (value === null) return { ok: false, refusal: 'template.variable_missing', name }
    values.set(name, value)
  }
  const filled = text.replace(placeholder, (_, name: string, offset: number) => {
    const value = values.get(name) ?? ''
    return isSentenceStart(text, offset) ? value.charAt(0).toUpperCase() + value.slice(1) : value
  })
  return { ok: true, value: filled.replace(/[ \t]{2,}/g, ' ').trim() }
}

function fillIn(variable: TemplateVariable | undefined, given: string | undefined, language: Language): string | null {
  // Values come from people: one line, no control characters, nothing that would be read as another placeholder.
  const value = given
    ?.replace(/[\p{Cc}\u2028\u2029{}]+/gu, ' ')
    .trim()
    .slice(0, longestValue)
  if (value) return value
  const fallback = variable?.fallback?.[language]?.trim()
  if (fallback) return fallback
  return variable !== undefined && !variable.isRequired ? '' : null
}

function isSentenceStart(text: string, offset: number): boolean {
  return /(^|[.!?]\s+|\n\s*)$/.test(text.slice(0, offset))
}

/** What keeps a template from being sent to review; empty when nothing does. Checked again before it is approved. */
export function faultsOf(texts: FourTexts, variables: readonly TemplateVariable[]): string[] {
  const declared = new Set(variables.map(({ name }) => name))
  const faults: string[] = []
  const open = Object.entries(texts).map(([language, text]) => ({ language, text, names: placeholdersOf(text) }))
  for (const { language, text, names } of open) {
    if (!text.trim()) faults.push(`${language}: empty`)
    for (const name of names) if (!declared.has(name)) faults.push(`${language}: ${name} is not declared`)
  }
  for (const { name } of variables) {
    const missing = open.filter(({ names }) => !names.includes(name)).map(({ language }) => language)
    if (missing.length > 0) faults.push(`${missing.join(' ')}: ${name} is not used`)
  }
  return faults
}
