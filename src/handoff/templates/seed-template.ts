/** The shape of a seeded template, and what its text may leave open. */
import type { FourTexts, TemplateVariable, Visibility } from '#contracts'

export type SeedTemplate = {
  readonly shortcut: string
  readonly topic: string | null
  /** `public`: names nobody, confirms nothing, and so may also be said under a post. */
  readonly visibility: Visibility
  readonly botMayAnswer: boolean
  readonly variables: readonly SeedVariable[]
  readonly title: FourTexts
  readonly texts: FourTexts
}
export type SeedVariable = keyof typeof seedVariables

/** What a text may leave open. Filled in from the request (standard-variables.ts); a fall-back word is used where it knows nothing. */
export const seedVariables = {
  client_name: {
    name: 'client_name',
    isRequired: true,
    fallback: { 'uz-Latn': 'hurmatli mijoz', 'uz-Cyrl': 'ҳурматли мижоз', ru: 'уважаемый клиент', en: 'dear client' },
  },
  operator_name: { name: 'operator_name', isRequired: true, fallback: null },
  request_number: { name: 'request_number', isRequired: true, fallback: null },
  department: { name: 'department', isRequired: true, fallback: null },
  answer_by: { name: 'answer_by', isRequired: true, fallback: null },
  opens_at: { name: 'opens_at', isRequired: true, fallback: null },
  // An invented number: the bank's administrator publishes new versions with the real one.
  hotline: {
    name: 'hotline',
    isRequired: true,
    fallback: { 'uz-Latn': '71 200-00-00', 'uz-Cyrl': '71 200-00-00', ru: '71 200-00-00', en: '71 200-00-00' },
  },
} as const satisfies Record<string, TemplateVariable>
