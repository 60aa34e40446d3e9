/** What the bench and its load process say to each other. */
import type { LaneTarget } from './http-lane.ts'

export type Screens = {
  readonly url: string
  /** One socket each; the floor needs neither cookie nor hello. */
  readonly sessions: readonly { readonly cookie?: string; readonly csrfToken?: string; readonly url?: string }[]
}

export type LoadOrder =
  | { readonly kind: 'screens'; readonly screens: Screens }
  | {
      /** As many as the server takes from this many connections, each sending its next as soon as it was answered. */
      readonly kind: 'flood'
      readonly target: LaneTarget
      readonly concurrency: number
      readonly warmSeconds: number
      readonly seconds: number
    }
  | {
      /** At a fixed rate, whatever the answers: the time a message waits for a free connection is part of its latency. */
      readonly kind: 'pace'
      readonly target: LaneTarget
      readonly connections: number
      readonly perSecond: number
      readonly seconds: number
      /** Only every so-manieth message is followed to its frames; all of them unless given. */
      readonly markEvery?: number
      /** How the rate goes up and down around `perSecond`, each share for an equal part of the seconds; steady unless given. */
      readonly shape?: readonly number[]
    }
  | {
      /** Far more than can be served, at a fixed rate whatever the answers; nobody waits for a free connection for ever. */
      readonly kind: 'deluge'
      readonly target: LaneTarget
      readonly connections: number
      readonly perSecond: number
      readonly seconds: number
    }

export type Deluge = {
  readonly offered: number
  /** Keys of the messages that were answered 200. */
  readonly accepted: readonly string[]
  readonly answerMs: Float64Array
  /** Answered 503 with a moment to come again. */
  readonly askedToWait: number
  /** Answered otherwise than 200 or 503 with such a moment. */
  readonly otherwise: number
  /** Broken off without an answer: neither accepted nor refused. */
  readonly unanswered: number
  /** Given up because every connection had been busy for seconds: nobody had a chance to answer them. */
  readonly unsent: number
}

export type Flood = {
  /** Within the measured seconds. */
  readonly perSecond: number
  readonly latenciesMs: Float64Array
  /** Warm-up included: what must be found in the database afterwards. */
  readonly acknowledged: number
  readonly refused: number
  readonly frames: number
}

export type Pace = {
  readonly acknowledged: number
  readonly refused: number
  /** Webhook sent (as scheduled) to answered. */
  readonly answerMs: Float64Array
  /** Webhook sent (as scheduled) to the frame at each screen that is told, all screens together. */
  readonly frameMs: Float64Array
  /** Acknowledged messages no screen has shown by the end: a later message of the same client was shown instead. */
  readonly unseen: number
  /** Milliseconds after the start at which each of `frameMs` arrived. */
  readonly frameAtMs: Float64Array
}

export type LoadAnswer =
  | { readonly kind: 'screens'; readonly open: number }
  | { readonly kind: 'flood'; readonly flood: Flood }
  | { readonly kind: 'pace'; readonly pace: Pace }
  | { readonly kind: 'deluge'; readonly deluge: Deluge }
  | { readonly kind: 'failed'; readonly message: string }
