/**
 * What the bot does with one turn of a client: a pure decision over facts. It speaks at most once a turn, so that several short
 * messages are answered by one; every path that is not an answer or a question back ends at a person.
 */
import { type Language, languages, type MessageButton, type Outcome, type RequestStatus } from '#contracts'
import { buttonData } from '../buttons.ts'
import { type DialogueTexts, dialogueTexts, type Estimate, type HandoverReason, languageNames } from '../dialogue-texts.ts'
import { asksForLanguage, asksForPerson, asksForStatus, isCommand, isThanks, saysComplaint } from './client-words.ts'

/**
 * fresh: the bot has said nothing yet · asked: it asked how to help · offered: it gave an answer and asked whether it helped ·
 * closed: it finished · handed: a person has it.
 */
export const dialogueSteps = ['fresh', 'asked', 'offered', 'closed', 'handed'] as const
export type DialogueStep = (typeof dialogueSteps)[number]
export type DialogueMemory = { step: DialogueStep; failures: number; offeredTemplateVersionId: string | null }

export type ApprovedAnswer = { templateVersionId: string; text: string; score: number }
export type TurnFacts = {
  language: Language
  /** What the bank calls itself; null where it has not said. */
  bank: string | null
  visibility: 'private' | 'public'
  request: {
    number: string
    type: string
    priority: string
    topic: string
    language: string
    needsIdentity: boolean
    isDangerNamed: boolean
  }
  /** What the client wrote since the last turn, oldest first; without presses and empty ones. */
  texts: readonly string[]
  /** The last button pressed since the last turn. */
  pressed: string | null
  hasFiles: boolean
  /** The nearest approved answer, whatever its score. */
  answer: ApprovedAnswer | null
  /** What to do now in danger, approved; for requests whose danger is named. */
  advice: { templateVersionId: string; text: string } | null
  estimate: Estimate | null
  /** What the bank says of an incident on this topic; with a version where it is an approved template. */
  incident: { templateVersionId: string | null; text: string } | null
  /** Nobody has asked this client yet which language they want, and they have not said. */
  mayAskLanguage: boolean
  ownRequests: readonly { number: string; status: RequestStatus }[]
}

export type TurnAction =
  | { kind: 'say'; text: string; buttons: MessageButton[][]; templateVersionId: string | null; isAnswer: boolean }
  | { kind: 'set_language'; language: Language }
  | { kind: 'hand_over'; reason: HandoverReason }
  | { kind: 'close'; outcome: Outcome }
export type Turn = { actions: TurnAction[]; memory: DialogueMemory }

/** Below it an answer is a guess, and a bank does not guess. Calibrated on the similarity app hands in, 0..1. */
export const answerThreshold = 0.62
const mostFailures = 2

type Situation = { memory: DialogueMemory; facts: TurnFacts; texts: DialogueTexts; last: string }
type Rule = (situation: Situation) => Turn | null

const paragraphs = (...lines: (string | null | false)[]) =>
  lines.filter((line) => typeof line === 'string' && line !== '').join('\n\n')
const sentences = (...parts: string[]) => parts.filter((part) => part !== '').join(' ')

const say = (
  text: string,
  buttons: MessageButton[][] = [],
  more: { templateVersionId?: string; isAnswer?: boolean } = {},
): TurnAction => ({
  kind: 'say',
  text,
  buttons,
  templateVersionId: more.templateVersionId ?? null,
  isAnswer: more.isAnswer ?? false,
})

const personButton = (texts: DialogueTexts): MessageButton => ({ label: texts.buttons.person, data: buttonData.person })
const isFresh = (situation: Situation) => situation.memory.step === 'fresh'
const opening = (situation: Situation) => (isFresh(situation) ? situation.texts.greeting(situation.facts.bank) : null)
/** Said once, before anything else was tried: whoever heard it and asks again wants something else. */
const newsOf = ({ facts, memory }: Situation) =>
  memory.step !== 'offered' && memory.failures === 0 ? (facts.incident?.text ?? null) : null
const step = (memory: DialogueMemory, next: DialogueStep, changes: Partial<DialogueMemory> = {}): DialogueMemory => ({
  ...memory,
  ...changes,
  step: next,
})

function handOver(
  situation: Situation,
  reason: HandoverReason,
  firstLine: string | null = null,
  lead: string | null = null,
): Turn {
  const { facts, texts, memory } = situation
  const number = facts.request.number
  const told = isFresh(situation) ? texts.registered(number) : texts.handover(number)
  const text = paragraphs(
    firstLine,
    firstLine === null && opening(situation),
    lead,
    firstLine === null && newsOf(situation),
    sentences(firstLine === null ? told : texts.urgentHandover(number), texts.when(facts.estimate)),
    isFresh(situation) && firstLine === null && texts.notice,
  )
  return { actions: [say(text), { kind: 'hand_over', reason }], memory: step(memory, 'handed') }
}

function fail(situation: Situation, text: string): Turn {
  const failures = situation.memory.failures + 1
  if (failures >= mostFailures) return handOver({ ...situation, memory: { ...situation.memory, failures } }, 'two_failures')
  const turn = say(paragraphs(opening(situation), text), [[personButton(situation.texts)]])
  return { actions: [turn], memory: step(situation.memory, 'asked', { failures }) }
}

const languageMenu = (): MessageButton[][] => {
  const buttons = languages.map((code) => ({ label: languageNames[code], data: buttonData.language(code) }))
  return [buttons.slice(0, 2), buttons.slice(2)]
}

const onPublic: Rule = ({ memory, facts }) =>
  facts.visibility === 'public' ? { actions: [{ kind: 'hand_over', reason: 'public' }], memory: step(memory, 'handed') } : null

const onUrgent: Rule = (situation) => {
  const { facts, texts } = situation
  if (facts.request.priority !== 'urgent') return null
  // "Block your card" said to somebody whose card the bank has blocked misleads: the model alone brings no advice.
  const firstLine = facts.request.isDangerNamed ? (facts.advice?.text ?? texts.urgentFallback) : texts.urgentTaken
  return handOver(situation, 'urgent', firstLine)
}

const onPerson: Rule = (situation) =>
  situation.facts.pressed === buttonData.person || asksForPerson(situation.last) || situation.last.startsWith('/operator')
    ? handOver(situation, 'client_asked')
    : null

const onLanguageChosen: Rule = (situation) => {
  const chosen = languages.find((code) => situation.facts.pressed === buttonData.language(code))
  if (chosen === undefined) return null
  const texts = dialogueTexts[chosen]
  const isNothingOpen = situation.memory.step === 'fresh' || situation.memory.step === 'asked'
  const text = sentences(texts.languageChosen, isNothingOpen ? texts.askHowToHelp : '')
  return {
    actions: [{ kind: 'set_language', language: chosen }, say(text, [[personButton(texts)]])],
    memory: isNothingOpen ? step(situation.memory, 'asked') : situation.memory,
  }
}

const onLanguageMenu: Rule = ({ memory, facts, texts, last }) => {
  if (facts.pressed !== buttonData.languageMenu && !asksForLanguage(last)) return null
  const next = memory.step === 'fresh' ? step(memory, 'asked') : memory
  return { actions: [say(texts.chooseLanguage, [...languageMenu(), [personButton(texts)]])], memory: next }
}

const onForeign: Rule = (situation) => (situation.facts.request.language === 'kaa' ? handOver(situation, 'language') : null)

const onVerdict: Rule = (situation) => {
  const { facts, texts, memory } = situation
  if (facts.pressed === buttonData.helped) {
    return {
      actions: [say(texts.gladToHelp, [[personButton(texts)]]), { kind: 'close', outcome: 'answered' }],
      memory: step(memory, 'closed'),
    }
  }
  return facts.pressed === buttonData.notHelped ? fail(situation, texts.notHelped) : null
}

const onThanks: Rule = ({ memory, facts, texts, last }) => {
  if (facts.pressed !== null || facts.hasFiles || !isThanks(last) || facts.texts.length > 1) return null
  const outcome = memory.step === 'offered' ? 'answered' : 'no_reply_needed'
  return { actions: [say(texts.thanked, [[personButton(texts)]]), { kind: 'close', outcome }], memory: step(memory, 'closed') }
}

const onStatus: Rule = (situation) => {
  const { facts, texts, memory, last } = situation
  const asks = facts.pressed === buttonData.status || asksForStatus(last) || facts.request.topic === 'complaint_status'
  if (!asks || memory.step === 'offered') return null
  const lines = facts.ownRequests.map((own) => texts.statusLine(own.number, own.status))
  // Nothing to show and not a mere press of the menu: they ask about something we cannot see, which is a person's matter.
  if (lines.length === 0 && facts.pressed === null) return handOver(situation, 'no_approved_answer', null, texts.statusNone)
  const body = lines.length === 0 ? texts.statusNone : [texts.statusIntro, ...lines].join('\n')
  const buttons = [[{ label: texts.buttons.helped, data: buttonData.helped }, personButton(texts)]]
  return {
    actions: [say(paragraphs(opening(situation), body, texts.didItHelp), buttons, { isAnswer: true })],
    memory: step(memory, 'offered', { offeredTemplateVersionId: null }),
  }
}

const isPlainQuestion = ({ request, hasFiles }: TurnFacts) =>
  ['question', 'information_request'].includes(request.type) && !request.needsIdentity && !hasFiles

/** An answer with the question whether it helped. What nobody approved is told, but does not count as an answer. */
function offer(situation: Situation, answer: { templateVersionId: string | null; text: string }): Turn {
  const { texts, memory, facts } = situation
  const { templateVersionId } = answer
  const told = isFresh(situation) && sentences(texts.registered(facts.request.number), texts.notice)
  const verdict = [
    { label: texts.buttons.helped, data: buttonData.helped },
    { label: texts.buttons.notHelped, data: buttonData.notHelped },
  ]
  const text = paragraphs(opening(situation), answer.text, told, texts.didItHelp)
  const more = templateVersionId === null ? {} : { templateVersionId, isAnswer: true }
  return {
    actions: [say(text, [verdict, [personButton(texts)]], more)],
    memory: step(memory, 'offered', { offeredTemplateVersionId: templateVersionId }),
  }
}

/** While something is broken for everybody, what the bank says of it is the answer; whom it does not help, a person does. */
const onIncident: Rule = (situation) => {
  const { facts } = situation
  if (facts.incident === null || newsOf(situation) === null || !isPlainQuestion(facts)) return null
  return offer(situation, facts.incident)
}

const onAnswer: Rule = (situation) => {
  const { facts, texts, memory } = situation
  const { answer } = facts
  if (!isPlainQuestion(facts) || answer === null || answer.score < answerThreshold) return null
  // The same answer again is no answer.
  if (answer.templateVersionId === memory.offeredTemplateVersionId) return fail(situation, texts.notHelped)
  return offer(situation, answer)
}

const onNothingYet: Rule = (situation) => {
  const { facts, texts, memory, last } = situation
  const isSmallTalk = facts.request.type === 'other' || isCommand(last)
  if (!isSmallTalk || facts.hasFiles) return null
  if (facts.texts.some(saysComplaint)) return handOver(situation, 'complaint')
  if (!isFresh(situation) && !isCommand(last)) return fail(situation, texts.notUnderstood)
  const asks = isFresh(situation) && facts.mayAskLanguage
  const languageRows = asks ? languageMenu() : [[{ label: texts.buttons.language, data: buttonData.languageMenu }]]
  const buttons = [[personButton(texts), { label: texts.buttons.status, data: buttonData.status }], ...languageRows]
  const text = paragraphs(opening(situation), texts.askHowToHelp, texts.notice, asks && texts.chooseLanguage)
  return {
    actions: [say(text, buttons)],
    memory: step(memory, 'asked'),
  }
}

const reasonOf = (request: TurnFacts['request']): HandoverReason => {
  if (request.type === 'complaint' || request.type === 'suggestion') return request.type
  if (request.type === 'unsorted') return 'not_sorted'
  return request.needsIdentity ? 'needs_identity' : 'no_approved_answer'
}

/** Order is meaning: danger before all, then what the client asks for in so many words, then answers. */
const rules: readonly Rule[] = [
  onPublic,
  onUrgent,
  onPerson,
  onLanguageChosen,
  onLanguageMenu,
  onForeign,
  onVerdict,
  onThanks,
  onStatus,
  onIncident,
  onAnswer,
  onNothingYet,
]

/** Pure and total: the same facts give the same turn, and whatever no rule takes goes to a person. */
export function decideTurn(memory: DialogueMemory, facts: TurnFacts): Turn {
  const texts = dialogueTexts[facts.language]
  const situation: Situation = { memory, facts, texts, last: facts.texts.at(-1) ?? '' }
  for (const rule of rules) {
    const turn = rule(situation)
    if (turn !== null) return turn
  }
  const lead = facts.hasFiles && facts.texts.length === 0 ? texts.gotFiles : null
  return handOver(situation, reasonOf(facts.request), null, lead)
}
