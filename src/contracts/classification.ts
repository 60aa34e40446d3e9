/**
 * The classifier's final interface: an opinion with a confidence and its reasons, never an action.
 * Everything here crosses rooms (and the wire, where the operator sees the reasons), so it lives in contracts.
 */
import { z } from 'zod'
import {
  ChannelKind,
  DetectedLanguage,
  Language,
  OpinionType,
  Priority,
  RequestType,
  Script,
  TopicCode,
  Visibility,
} from './vocabulary.ts'

/**
 * One reason behind an opinion, shown to the operator as a marked word.
 * `start`/`end` are UTF-16 offsets into the text as given (end exclusive); both are null where the reason is
 * not a place in the text (repeated contact, a rule about the channel).
 */
export const ClassificationReason = z.object({
  kind: z.enum(['word', 'danger', 'statutory', 'repeat', 'rule', 'topic', 'abstained']),
  /** Short stable code of the rule, or the matched word as the client wrote it. */
  label: z.string().max(80),
  supports: z.union([OpinionType, Priority, z.literal('topic'), z.literal('abstained')]),
  /** Signed share of the decision, -1..1; 1 for a rule that decided alone. */
  weight: z.number().min(-1).max(1),
  start: z.number().int().nonnegative().nullable(),
  end: z.number().int().nonnegative().nullable(),
})
export type ClassificationReason = z.infer<typeof ClassificationReason>

/** What is known beside the text. Every field may be left out. */
export const ClassificationContext = z.object({
  channel: ChannelKind.optional(),
  visibility: Visibility.optional(),
  /** The last language this client is known to have used: short or wordless texts keep it. */
  knownLanguage: Language.optional(),
  /** Earlier texts of the same burst, oldest first: several short messages are one matter. */
  earlierTexts: z.array(z.string()).max(20).optional(),
  /** Requests of the same client on the same topic in the last days: repeated contact raises priority. */
  repeatedContacts: z.number().int().nonnegative().optional(),
  /** A photo, voice or other thing came without text. */
  hasAttachmentOnly: z.boolean().optional(),
})
export type ClassificationContext = z.infer<typeof ClassificationContext>

export const Classification = z.object({
  /** `unsorted` exactly when `abstained`. */
  type: RequestType,
  /** Where two matters are in one text: the second type, by complaint > question > information request > suggestion. */
  secondType: OpinionType.nullable(),
  /** Calibrated, sums to 1. */
  probabilities: z.record(OpinionType, z.number().min(0).max(1)),
  priority: Priority,
  topic: TopicCode,
  language: DetectedLanguage,
  script: Script,
  /** The answer needs the client's own data: never in public, nor without identification. */
  needsIdentity: z.boolean(),
  /** Calibrated probability of the strongest type, 0..1. */
  confidence: z.number().min(0).max(1),
  abstained: z.boolean(),
  reasons: z.array(ClassificationReason).max(12),
  /** Version of the model and rules that gave this opinion. */
  modelVersion: z.string().max(60),
})
export type Classification = z.infer<typeof Classification>

/** Pure, in memory, never throws, never waits. */
export type Classify = (text: string, context?: ClassificationContext) => Classification
