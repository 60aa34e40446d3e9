/** What a waiting reply is made of beside its text, as kept with it. */
import { z } from 'zod'
import { Language } from '#contracts'

export const AskedWords = z.object({
  /** The comment whose one private reply this is. */
  commentMessageId: z.string().optional(),
  /** The approved words it began as. */
  from: z.object({ templateVersionId: z.string(), language: Language, rendered: z.string() }).optional(),
  attachmentIds: z.array(z.string()).optional(),
  offered: z.array(z.string()).optional(),
  inserted: z.array(z.string()).optional(),
})
export type AskedWords = z.infer<typeof AskedWords>

/** What does not fit its shape is a plain text. */
export const askedWordsOf = (stored: unknown): AskedWords => AskedWords.safeParse(stored).data ?? {}
