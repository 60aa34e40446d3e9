/** Types only: the schemas (and zod with them) stay on the server, where they are the judge. */
import type { Language } from '#contracts'

export type { Language, WidgetMessage } from '#contracts'
export const languages = ['uz-Latn', 'uz-Cyrl', 'ru', 'en'] as const satisfies readonly Language[]
