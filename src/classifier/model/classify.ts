import type { Classification, ClassificationContext, ClassificationReason, Classify, OpinionType, Priority } from '#contracts'
import { featuresOf } from './features.ts'
import { needsIdentity } from './identity.ts'
import type { Head, Model } from './model-file.ts'
import { priorityOf } from './priority.ts'
import { type Reading, readMax, readText } from './reading.ts'
import { wordReasons } from './reasons.ts'
import { createScorer, intoProbabilities } from './score.ts'
import { createSecondHearing } from './sentences.ts'
import { whyUnreadable } from './unreadable.ts'

const reasonsMax = 12
/** From this probability of `urgent` on the model alone makes a request urgent: missing one costs more than looking once too often. */
const urgentFrom = 0.13
const secondFrom = 0.25

/** The types as they go before each other where a text holds several matters. Written here: contracts would bring all its schemas along. */
const opinionTypes: readonly OpinionType[] = ['complaint', 'question', 'information_request', 'suggestion', 'other']
const priorities: readonly Priority[] = ['urgent', 'high', 'normal', 'low']

const noScores = new Float64Array(0)

type Heads = { readonly type: Head; readonly priority: Head; readonly topic: Head }

function headsOf(model: Model): Heads {
  const named = (name: string): Head => {
    const head = model.heads.find((candidate) => candidate.name === name)
    if (head === undefined) throw new Error(`the classifier model has no head ${name}`)
    return head
  }
  return { type: named('type'), priority: named('priority'), topic: named('topic') }
}

/** The burst as one text: earlier messages first, the newest last and always kept whole within the limit. */
function joinBurst(text: string, earlier: readonly string[]): { joined: string; shift: number } {
  const newest = text.slice(0, readMax)
  const before = earlier.map((part) => part.slice(0, readMax)).join('\n')
  const room = Math.max(0, readMax - newest.length - 1)
  const kept = before.slice(Math.max(0, before.length - room))
  return kept === '' || room === 0 ? { joined: newest, shift: 0 } : { joined: `${kept}\n${newest}`, shift: kept.length + 1 }
}

function best(values: Float64Array): number {
  let at = 0
  for (let c = 1; c < values.length; c++) if ((values[c] ?? 0) > (values[at] ?? 0)) at = c
  return at
}

/** What the model makes of the priority; the scores become probabilities. */
function priorityFrom(head: Head, probabilities: Float64Array): Priority {
  intoProbabilities(head, probabilities)
  if ((probabilities[head.classes.indexOf('urgent')] ?? 0) >= urgentFrom) return 'urgent'
  const name = head.classes[best(probabilities)]
  return priorities.find((priority) => priority === name) ?? 'normal'
}

function secondOf(probabilities: Record<OpinionType, number>, first: OpinionType): OpinionType | null {
  const candidates = opinionTypes.filter((type) => type !== first && type !== 'other' && probabilities[type] >= secondFrom)
  return first === 'other' ? null : (candidates[0] ?? null)
}

/** Offsets of reasons are those of the newest text; a place in an earlier message of the burst is no place in it. */
function moveReasons(reasons: readonly ClassificationReason[], shift: number): ClassificationReason[] {
  return reasons.map((reason) => {
    if (reason.start === null || reason.end === null) return reason
    return reason.start < shift
      ? { ...reason, start: null, end: null }
      : { ...reason, start: reason.start - shift, end: reason.end - shift }
  })
}

function languageOf(reading: Reading, context: ClassificationContext): Classification['language'] {
  return reading.language === 'unknown' && context.knownLanguage !== undefined ? context.knownLanguage : reading.language
}

function abstention(label: string): ClassificationReason {
  return { kind: 'abstained', label, supports: 'abstained', weight: 1, start: null, end: null }
}

type Doubt = { readonly text: string; readonly reading: Reading; readonly confidence: number; readonly model: Model }

function whyAbstain({ text, reading, confidence, model }: Doubt, context: ClassificationContext): string | null {
  if (context.hasAttachmentOnly === true) return 'attachment_only'
  if (!reading.hasLetters) return 'no_words'
  if (reading.language === 'unknown') return 'unknown_script'
  if (reading.language === 'kaa') return 'karakalpak'
  return whyUnreadable(text, reading) ?? (confidence < model.abstainBelow ? 'low_confidence' : null)
}

/** What a model makes of a text: the shares of the types, the scores of the other heads, and what each word adds. */
type Hearing = {
  readonly reading: Reading
  readonly typeShares: Float64Array
  readonly priorityScores: Float64Array
  readonly topicScores: Float64Array
  readonly byWord: Float64Array
}

/** Hears a text as a whole and, where that leaves doubt, its sentences. The answer is overwritten by the next text. */
function createHearing(heads: Heads): (text: string) => Hearing {
  const score = createScorer([heads.type, heads.priority, heads.topic])
  const hearAgain = createSecondHearing(heads.type, score, opinionTypes)
  return (text) => {
    const reading = readText(text)
    const { byHead, byWord } = score(featuresOf(reading))
    const [typeShares = noScores, priorityScores = noScores, topicScores = noScores] = byHead
    intoProbabilities(heads.type, typeShares)
    const heardAgain = hearAgain(reading.text, typeShares)
    if (heardAgain !== null) {
      // The sentences lie where the whole lay: it is read once more, into the same buffers.
      score(featuresOf(readText(text)))
      typeShares.set(heardAgain)
    }
    return { reading, typeShares, priorityScores, topicScores, byWord }
  }
}

/** Makes the classifying function of a model. It keeps nothing between calls but memoised words. */
export function createClassify(model: Model): Classify {
  const heads = headsOf(model)
  const hear = createHearing(heads)
  return (text, context = {}) => {
    const { joined, shift } = joinBurst(text, context.earlierTexts ?? [])
    const { reading, typeShares, priorityScores, topicScores, byWord } = hear(joined)
    const probabilities = shares(heads.type, typeShares)
    const first = opinionTypes.find((type) => type === heads.type.classes[best(typeShares)]) ?? 'other'
    const modelled = priorityFrom(heads.priority, priorityScores)
    const topic = heads.topic.classes[best(topicScores)] ?? 'general'
    const confidence = probabilities[first]
    const cause = whyAbstain({ text, reading, confidence, model }, context)
    const { priority, reasons } = priorityOf(reading, first, modelled, context)
    const words = wordReasons(heads.type, byWord, reading, first)
    const all = [...(cause === null ? [] : [abstention(cause)]), ...reasons, ...words].slice(0, reasonsMax)
    return {
      type: cause === null ? first : 'unsorted',
      secondType: cause === null ? secondOf(probabilities, first) : null,
      probabilities,
      priority: cause !== null && priority === 'low' ? 'normal' : priority,
      topic,
      language: languageOf(reading, context),
      script: reading.script,
      needsIdentity: needsIdentity(reading, first, topic),
      confidence,
      abstained: cause !== null,
      reasons: moveReasons(all, shift),
      modelVersion: model.version,
    }
  }
}

function shares({ classes }: Head, values: Float64Array): Record<OpinionType, number> {
  return {
    complaint: values[classes.indexOf('complaint')] ?? 0,
    question: values[classes.indexOf('question')] ?? 0,
    information_request: values[classes.indexOf('information_request')] ?? 0,
    suggestion: values[classes.indexOf('suggestion')] ?? 0,
    other: values[classes.indexOf('other')] ?? 0,
  }
}
