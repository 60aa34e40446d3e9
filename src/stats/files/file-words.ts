import type { Language } from '#contracts'
import { enFileWords } from './words/en.ts'
import { ruFileWords } from './words/ru.ts'
import { uzCyrlFileWords } from './words/uz-cyrl.ts'
import { type FileWords, uzLatnFileWords } from './words/uz-latn.ts'

export const fileWords: Readonly<Record<Language, FileWords>> = {
  'uz-Latn': uzLatnFileWords,
  'uz-Cyrl': uzCyrlFileWords,
  ru: ruFileWords,
  en: enFileWords,
}
export type { FileWords }
