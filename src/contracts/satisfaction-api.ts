/** What clients think of us: the marks of one request, and the report of a period. Routes: src/desk/satisfaction.routes.ts. */
import { z } from 'zod'
import { Instant } from './messages.ts'
import { ChannelKind, TopicCode } from './vocabulary.ts'

/** One question asked after a closing and what was pressed; csat 1..5 about this closing, nps 0..10 about the bank. */
export const SatisfactionMark = z.object({
  kind: z.enum(['csat', 'nps']),
  /** Null: asked and not answered. */
  score: z.number().int().nullable(),
  askedAt: Instant,
  at: Instant.nullable(),
})
export type SatisfactionMark = z.infer<typeof SatisfactionMark>

/** share = marks 4 and 5 / answered (the top two boxes); responseRate = answered / asked; null where nothing was counted. */
export const CsatFigures = z.object({
  asked: z.number().int(),
  answered: z.number().int(),
  responseRate: z.number().nullable(),
  topTwo: z.number().int(),
  share: z.number().nullable(),
  scores: z.array(z.object({ score: z.number().int(), count: z.number().int() })),
})
export type CsatFigures = z.infer<typeof CsatFigures>

/** nps = promoters (9, 10) / answered - detractors (0..6) / answered, from -1 to 1; null where nobody answered. */
export const NpsFigures = z.object({
  asked: z.number().int(),
  answered: z.number().int(),
  responseRate: z.number().nullable(),
  promoters: z.number().int(),
  passives: z.number().int(),
  detractors: z.number().int(),
  nps: z.number().nullable(),
})
export type NpsFigures = z.infer<typeof NpsFigures>

/** A question belongs to the period in which it was asked, with the channel, type, topic and department its request has now. */
export const SatisfactionReport = z.object({
  period: z.object({ from: z.iso.date(), to: z.iso.date(), timeZone: z.string() }),
  asOf: Instant,
  csat: CsatFigures,
  nps: NpsFigures,
  byChannel: z.array(z.object({ channel: ChannelKind, csat: CsatFigures, nps: NpsFigures })),
  byTopic: z.array(z.object({ topic: TopicCode, csat: CsatFigures })),
})
export type SatisfactionReport = z.infer<typeof SatisfactionReport>
