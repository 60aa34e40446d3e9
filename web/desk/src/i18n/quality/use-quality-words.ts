import type { Language } from '#contracts'
import { useI18n } from '../i18n.tsx'
import { enQuality } from './en.ts'
import { ruQuality } from './ru.ts'
import { uzCyrlQuality } from './uz-cyrl.ts'
import { type QualityWords, uzLatnQuality } from './uz-latn.ts'

const words: Record<Language, QualityWords> = {
  'uz-Latn': uzLatnQuality,
  'uz-Cyrl': uzCyrlQuality,
  ru: ruQuality,
  en: enQuality,
}

/** Words that the page of quality alone needs: they are fetched with it and are no part of the first screen. */
export function useQualityWords(): QualityWords {
  return words[useI18n().language]
}
