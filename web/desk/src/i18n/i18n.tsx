import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { type ErrorCode, errorTexts, type Language } from '#contracts'
import { ProblemError } from '../api/problem.ts'
import { type Formats, formatsOf } from './format.ts'
import { type Dictionary, uzLatn } from './uz-latn.ts'

const loaders: Record<Language, () => Promise<Dictionary>> = {
  'uz-Latn': async () => uzLatn,
  'uz-Cyrl': async () => (await import('./uz-cyrl.ts')).uzCyrl,
  ru: async () => (await import('./ru.ts')).ru,
  en: async () => (await import('./en.ts')).en,
}

export type I18n = {
  readonly language: Language
  readonly t: Dictionary
  readonly format: Formats
  choose(language: Language): void
  /** The sentence of a refusal in this language. */
  explain(error: unknown): string
}

const I18nContext = createContext<I18n | null>(null)
const storageKey = 'murojaat.language'

/** The language this browser last used; before sign-in there is nobody to ask. */
function rememberedLanguage(): Language {
  const stored = localStorage.getItem(storageKey)
  return stored !== null && stored in loaders ? (stored as Language) : 'uz-Latn'
}

/** Loads a dictionary and shows the screens once it is here; only the default one is in the first bundle. */
export function I18nProvider({ children }: { children: ReactNode }) {
  const [loaded, setLoaded] = useState<{ language: Language; t: Dictionary } | null>(null)
  const choose = useCallback((language: Language) => {
    localStorage.setItem(storageKey, language)
    loaders[language]()
      .then((t) => setLoaded({ language, t }))
      .catch(() => setLoaded((known) => known ?? { language: 'uz-Latn', t: uzLatn }))
  }, [])
  useEffect(() => choose(rememberedLanguage()), [choose])
  useEffect(() => {
    if (loaded) document.documentElement.lang = loaded.language
  }, [loaded])
  const value = useMemo<I18n | null>(() => {
    if (!loaded) return null
    const { language, t } = loaded
    return { language, t, format: formatsOf(t), choose, explain: (error) => explain(error, language, t) }
  }, [loaded, choose])
  return value && <I18nContext value={value}>{children}</I18nContext>
}

function explain(error: unknown, language: Language, t: Dictionary): string {
  if (!(error instanceof ProblemError)) return t.common.unknownFault
  const sentence = (errorTexts[language] as Record<string, string | undefined>)[error.code as ErrorCode]
  return sentence ?? t.common.problemId(error.requestId)
}

/** The dictionary, the formats and the language of this screen. */
export function useI18n(): I18n {
  const value = useContext(I18nContext)
  if (!value) throw new Error('useI18n is used outside I18nProvider')
  return value
}
