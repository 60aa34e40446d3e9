/** A draft as the editor holds it, and what still keeps it from review. Pure. */
import {
  type FourTexts,
  type Language,
  languages,
  type TemplateDraftInput,
  type TemplateFile,
  type TemplateScope,
  type TemplateVariable,
  type TemplateVersionView,
} from '#contracts'

export type DraftParts = {
  readonly texts: FourTexts
  readonly variables: readonly TemplateVariable[]
  /** What goes out with the words, in this order. */
  readonly files: readonly TemplateFile[]
  readonly scope: TemplateScope
  readonly validFrom: string | null
  readonly validUntil: string | null
  /** Unchanged texts that were read and still say the same. */
  readonly confirmed: readonly Language[]
}

export const noTexts: FourTexts = { 'uz-Latn': '', 'uz-Cyrl': '', ru: '', en: '' }

export const freshDraft: DraftParts = {
  texts: noTexts,
  variables: [],
  files: [],
  scope: { topic: null, channels: [], departmentIds: [], visibility: 'private', botMayAnswer: false },
  validFrom: null,
  validUntil: null,
  confirmed: [],
}

/** @param isNext a version begun from an older one comes in force when it is approved, not on the older one's first day. */
export function draftFrom(version: TemplateVersionView, isNext: boolean): DraftParts {
  const { texts, variables, files, scope, validFrom, validUntil } = version
  const dates = isNext ? { validFrom: null, validUntil: null } : { validFrom, validUntil }
  return { texts, variables, files, scope, ...dates, confirmed: [] }
}

export function inputOf({ files, ...draft }: DraftParts): TemplateDraftInput {
  const fileIds = files.map(({ id }) => id)
  return { ...draft, fileIds, variables: [...draft.variables], confirmed: [...draft.confirmed] }
}

const place = /\{\{\s*([a-z][a-z0-9_]*)\s*\}\}/g
const placesIn = (text: string) => new Set([...text.matchAll(place)].map((found) => found[1] ?? ''))

export type DraftGap =
  | { readonly kind: 'empty'; readonly language: Language }
  | { readonly kind: 'unused' | 'undeclared'; readonly language: Language; readonly name: string }

/** What is missing before review; `undeclared` is refused even in a draft. */
export function gapsOf({ texts, variables }: Pick<DraftParts, 'texts' | 'variables'>): DraftGap[] {
  const declared = variables.map(({ name }) => name)
  return languages.flatMap((language): DraftGap[] => {
    const text = texts[language]
    if (text.trim() === '') return [{ kind: 'empty', language }]
    const used = placesIn(text)
    const unused = declared.filter((name) => !used.has(name)).map((name) => ({ kind: 'unused' as const, language, name }))
    const unknown = [...used].filter((name) => !declared.includes(name))
    return [...unused, ...unknown.map((name) => ({ kind: 'undeclared' as const, language, name }))]
  })
}

/** Texts a change has left behind: written, unchanged while another one changed, and not confirmed. */
export function leftBehind(before: FourTexts, draft: DraftParts): Language[] {
  const changed = languages.filter((language) => before[language] !== draft.texts[language])
  if (changed.length === 0) return []
  return languages.filter((language) => !changed.includes(language) && before[language].trim() !== '')
}

const variableName = /^[a-z][a-z0-9_]{0,39}$/
const isWholly = (texts: FourTexts) => languages.every((language) => texts[language].trim() !== '')

/** Whether this variable may be saved at all. */
export function isVariableSound({ name, type, fallback, choices = [] }: TemplateVariable): boolean {
  if (!variableName.test(name)) return false
  if (fallback !== null && !isWholly(fallback)) return false
  if (type !== 'choice') return true
  return choices.length > 0 && choices.every(({ value, texts }) => value.trim() !== '' && isWholly(texts))
}

/** Whether the hub would keep this draft. */
export function maySave(draft: DraftParts): boolean {
  const names = draft.variables.map(({ name }) => name)
  const areDistinct = new Set(names).size === names.length
  return areDistinct && draft.variables.every(isVariableSound) && gapsOf(draft).every(({ kind }) => kind !== 'undeclared')
}
