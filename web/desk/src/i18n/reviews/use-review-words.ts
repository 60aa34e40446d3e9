import type { Language } from '#contracts'
import { useI18n } from '../i18n.tsx'
import { enReviews } from './en.ts'
import { ruReviews } from './ru.ts'
import { uzCyrlReviews } from './uz-cyrl.ts'
import { type ReviewWords, uzLatnReviews } from './uz-latn.ts'

const words: Record<Language, ReviewWords> = {
  'uz-Latn': uzLatnReviews,
  'uz-Cyrl': uzCyrlReviews,
  ru: ruReviews,
  en: enReviews,
}

/** Words that only parts fetched on demand need: they are fetched with those and are no part of the first screen. */
export function useReviewWords(): ReviewWords {
  return words[useI18n().language]
}
