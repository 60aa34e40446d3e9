/** What a template leaves open: a typed place, the words it is filled with, the word it falls back to. Pure. */
import { type Language, languages, type TemplateVariable } from '#contracts'

/** `empty`: nothing was given and there is no word to fall back to. */
export type FilledIn =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly why: 'empty' | 'mistyped' }

const longestValue = 500
const longestNumber = 40
const number = /^[-+]?\d+(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d+)?$/
const isoDate = /^(\d{4})-(\d{2})-(\d{2})$/
const localDate = /^(\d{2})\.(\d{2})\.(\d{4})$/

/**
 * The words for one place. What is given is checked against the type; where nothing is given the fall-back word of the language
 * is taken as it stands; an optional place without either is left out.
 */
export function fillIn(variable: TemplateVariable | undefined, given: string | undefined, language: Language): FilledIn {
  // Values come from people: one line, no control characters, nothing that would be read as another placeholder.
  const value = given
    ?.replace(/[\p{Cc}\u2028\u2029{}]+/gu, ' ')
    .trim()
    .slice(0, longestValue)
  if (value) return typedValue(variable, value, language)
  const fallback = variable?.fallback?.[language]?.trim()
  if (fallback) return { ok: true, value: fallback }
  return variable !== undefined && !variable.isRequired ? { ok: true, value: '' } : { ok: false, why: 'empty' }
}

function typedValue(variable: TemplateVariable | undefined, value: string, language: Language): FilledIn {
  const words = { text: () => value, number: numberWords, date: dateWords, choice: choiceWords }[variable?.type ?? 'text'](
    value,
    variable,
    language,
  )
  return words === null ? { ok: false, why: 'mistyped' } : { ok: true, value: words }
}

function numberWords(value: string): string | null {
  return value.length <= longestNumber && number.test(value) ? value : null
}

/** A day that exists, as all four languages write it here: 09.12.2026. */
function dateWords(value: string): string | null {
  const iso = isoDate.exec(value)
  const local = localDate.exec(value)
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : local ? [local[3], local[2], local[1]] : []
  if (year === undefined || month === undefined || day === undefined) return null
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day) ? `${day}.${month}.${year}` : null
}

function choiceWords(value: string, variable: TemplateVariable | undefined, language: Language): string | null {
  return variable?.choices?.find((choice) => choice.value === value)?.texts[language].trim() || null
}

/** What is wrong with the declarations themselves; empty when nothing is. */
export function variableFaults(variables: readonly TemplateVariable[]): string[] {
  const faults: string[] = []
  const names = variables.map(({ name }) => name)
  for (const name of new Set(names.filter((each, i) => names.indexOf(each) !== i))) faults.push(`${name} is declared twice`)
  for (const { name, type = 'text', fallback, choices = [] } of variables) {
    const halfFallback = fallback !== null && languages.some((language) => !fallback[language].trim())
    if (halfFallback) faults.push(`${name}: a fall-back word is missing in one of the languages`)
    if ((type === 'choice') !== choices.length > 0) faults.push(`${name}: a choice, and nothing else, has choices`)
    if (choices.some(({ texts }) => languages.some((language) => !texts[language].trim())))
      faults.push(`${name}: a choice has no words in one of the languages`)
    if (new Set(choices.map(({ value }) => value)).size < choices.length) faults.push(`${name}: one choice stands twice`)
  }
  return faults
}
