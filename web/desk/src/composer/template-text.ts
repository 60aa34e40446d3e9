/** Template texts in the composer: filling variables, finding those left open, and telling whether the text was changed. */
import { type Language, languages, type TemplateVariable, type TemplateView } from '#contracts'

const gap = /\{\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}\}/g

export type Filled = { readonly text: string; readonly variables: Readonly<Record<string, string>> }

/** The client's language where templates have it, else the default. */
export function replyLanguage(language: string | null): Language {
  return languages.find((one) => one === language) ?? 'uz-Latn'
}

/**
 * The template's text with everything known filled in, by the hub's own rule: a value, else the fallback word of the
 * language, else nothing where the variable is optional. A required one without either keeps its place as `{{name}}`.
 */
export function fillTemplate(template: TemplateView, language: Language, known: Readonly<Record<string, string>>): Filled {
  const variables: Record<string, string> = {}
  const text = template.texts[language].replace(gap, (_, name: string) => {
    const variable = template.variables.find((one) => one.name === name)
    const value = known[name] || variable?.fallback?.[language]
    if (!value) return variable && !variable.isRequired ? '' : `{{${name}}}`
    if (known[name]) variables[name] = value
    return wordsFor(variable, value, language)
  })
  return { text, variables }
}

/** A value as the client reads it, by the hub's own rule: a chosen value stands for its words, a date is DD.MM.YYYY. */
export function wordsFor(variable: TemplateVariable | undefined, value: string, language: Language): string {
  if (variable?.type === 'choice') return variable.choices?.find((one) => one.value === value)?.texts[language] ?? value
  const date = variable?.type === 'date' ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) : null
  return date ? `${date[3]}.${date[2]}.${date[1]}` : value
}

/** The value that stands for these words; the words themselves where none does. */
function valueFor(variable: TemplateVariable | undefined, words: string, language: Language): string {
  if (variable?.type !== 'choice') return words
  // At the beginning of a sentence the hub writes a capital.
  const said = words.toLowerCase()
  return variable.choices?.find((one) => one.texts[language].toLowerCase() === said)?.value ?? words
}

export type Gap = { readonly start: number; readonly end: number; readonly name: string }

/** The places still to be filled in, in order. */
export function gapsIn(text: string): Gap[] {
  return [...text.matchAll(gap)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    name: found[1] ?? '',
  }))
}

/** For reading, not for sending: places still open are named in brackets. */
export function readableText(text: string, names: Readonly<Record<string, string>>): string {
  return text.replace(gap, (_, name: string) => `[${names[name] ?? name}]`)
}

/** The next place to fill after `from`, going round; null when all are filled. */
export function nextGap(text: string, from: number): Gap | null {
  const gaps = gapsIn(text)
  return gaps.find((one) => one.start >= from) ?? gaps[0] ?? null
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

type Pattern = { readonly matches: RegExpExecArray | null; readonly names: readonly string[] }

/** @param place what may stand in a variable's place. */
function matchOf(template: TemplateView, language: Language, text: string, place: string): Pattern {
  const names: string[] = []
  let pattern = ''
  let at = 0
  const source = template.texts[language].trim()
  for (const { start, end, name } of gapsIn(source)) {
    const again = names.indexOf(name)
    pattern += literal(source.slice(at, start)) + (again < 0 ? place : `\\${again + 1}`)
    if (again < 0) names.push(name)
    at = end
  }
  return { matches: new RegExp(`^${pattern}${literal(source.slice(at))}$`).exec(text.trim()), names }
}

/**
 * The variables as the operator filled them in, or null when the text itself was changed: then it is no longer the approved
 * text and goes out as an edited template.
 */
export function readVariables(template: TemplateView, language: Language, text: string): Record<string, string> | null {
  const { matches, names } = matchOf(template, language, text, '([\\s\\S]+?)')
  if (!matches) return null
  const variableOf = (name: string) => template.variables.find((one) => one.name === name)
  return Object.fromEntries(names.map((name, index) => [name, valueFor(variableOf(name), matches[index + 1] ?? '', language)]))
}

/** Whether nothing but the variables' places differs from the approved text; a place being typed anew may be empty. */
export function keepsTemplate(template: TemplateView, language: Language, text: string): boolean {
  return matchOf(template, language, text, '([\\s\\S]*?)').matches !== null
}
