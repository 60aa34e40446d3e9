import { z } from 'zod'
import { TemplateView } from './desk-api.ts'
import { Language } from './vocabulary.ts'

/** The longest reply or note; a channel's own limit may be shorter. */
const longestWords = 8_000

/** What the composer needs beside the words to go on where it was left. */
export const DraftState = z.object({
  mode: z.enum(['reply', 'note']),
  language: Language,
  /** The template put in, as it was then; null where the words are one's own. What it is by now is asked again before sending. */
  template: TemplateView.nullable(),
  /** Versions that stood in the list of templates, and those put in, since the reply was begun. */
  offered: z.array(z.string().max(64)).max(50),
  inserted: z.array(z.string().max(64)).max(20),
})
export type DraftState = z.infer<typeof DraftState>

/** Words for everybody to read and words for one client are two drafts. */
export const DraftPlace = z.enum(['private', 'public'])
export type DraftPlace = z.infer<typeof DraftPlace>

/** POST /api/requests/:id/draft. Empty words mean that there is nothing left to keep: sent, saved or wiped. */
export const DraftInput = z.object({
  place: DraftPlace,
  reply: z.string().max(longestWords),
  note: z.string().max(longestWords),
  state: DraftState,
  /** When the last letter was typed, by the console's clock. */
  writtenAt: z.iso.datetime({ offset: true }),
})
export type DraftInput = z.infer<typeof DraftInput>

/** GET /api/requests/:id/draft: one's own words, and what whoever held the request before left unsent. */
export const DraftView = z.object({
  own: z.array(DraftInput),
  left: z.array(
    z.object({ operatorId: z.string(), name: z.string(), place: DraftPlace, reply: z.string(), writtenAt: z.string() }),
  ),
})
export type DraftView = z.infer<typeof DraftView>
