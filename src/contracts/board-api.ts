/** The supervisor's board, and what a supervisor does from it. Routes: src/desk/board.routes.ts. */
import { z } from 'zod'
import { QueueCounts } from './counts.ts'
import { ChannelHealthView } from './delivery-api.ts'
import { FrequentProblems } from './insights.ts'
import { PresenceState } from './vocabulary.ts'

/** Staff and requests come in frames of their own; here is what is counted over all of them. Null: not for this viewer, or not known yet. */
export const BoardView = z.object({
  counts: QueueCounts,
  channels: z.array(ChannelHealthView).nullable(),
  problems: FrequentProblems.nullable(),
})
export type BoardView = z.infer<typeof BoardView>

export const DirectPresenceInput = z.object({ state: PresenceState })
export const ReleaseAnswer = z.object({ released: z.number().int(), kept: z.number().int() })
export const WhisperInput = z.object({ text: z.string().trim().min(1).max(2000) })
