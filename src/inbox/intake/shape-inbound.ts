/**
 * From an adapter's message to what the database takes in: masked, sealed, judged and planned, with every id already made.
 * Pure but for the ids and the nonce; nothing here waits.
 */
import { type Classification, type ClockKind, type Language, languages, type MessageKind, type RequestType } from '#contracts'
import {
  AppError,
  type ContactId,
  type ConversationId,
  type IdentityId,
  isId,
  type MessageId,
  newId,
  type RequestId,
} from '#kernel'
import { type MaskedAcross, maskText, type SealKey, sealText } from '#privacy'
import type { InboundAttachment, InboundMessage, IntakePolicy, OpeningPlan } from './inbound-message.ts'

/** Longest text kept of one message; the longest a channel lets through (Telegram: 4,096, a caption: 1,024) is well below. */
export const longestTextLength = 16_000
const longestNameLength = 200

export type ShapeInput = {
  readonly message: InboundMessage
  readonly policy: IntakePolicy
  readonly sealKey: SealKey
  readonly receivedAt: Date
  readonly trace: string
  /** The language this conversation is known to be in, as far as this process remembers. */
  readonly knownLanguage: Language | undefined
  /** The text as readers see it; from maskWords. */
  readonly words: MaskedWords
}

/**
 * One element of the batch given to inbox_receive, in parts that are laid side by side as JSON: one object of fifty fields
 * would be a dictionary to the engine and cost more than all the rest. The names are those the SQL reads.
 * Throws `input.invalid` where the adapter's message could never be stored.
 */
export function shapeInbound(input: ShapeInput): readonly object[] {
  const { policy, sealKey, receivedAt, trace, knownLanguage, words } = input
  checkShape(input.message)
  const original = input.message.text.slice(0, longestTextLength)
  const names = maskNames(input.message)
  const { message } = names
  const { text, masked } = words
  const isAsWritten = text === original && names.hidden.length === 0
  const opinion = judge(message, text, policy, knownLanguage)
  const plan = policy.planOpening({
    priority: opinion.priority,
    type: opinion.type,
    channel: message.channel,
    topic: opinion.topic,
    openedAt: receivedAt,
  })
  const needsWork = opinion.type !== 'other'
  const said = {
    text,
    maskedKinds: `{${[...new Set([...masked, ...names.kinds])].join(',')}}`,
    sealed: isAsWritten ? undefined : shapeSealed(sealKey, [original, ...names.hidden].join('\n')),
    receivedAt: receivedAt.toISOString(),
    trace,
    needsWork,
    isQuiet: isQuiet(message),
  }
  return [said, shapeSender(message), shapeEnvelope(message), shapeOpinion(opinion), shapePlan(plan, needsWork), freshIds()]
}

export type MaskedWords = { readonly text: string; readonly masked: readonly string[] }

/**
 * The text as readers see it: first its part of a number over two messages, then what it holds by itself.
 * @param across what it holds of a number that began in an earlier message.
 */
export function maskWords({ text: original, visibility }: InboundMessage, across: MaskedAcross | null): MaskedWords {
  const { text, masked } = maskText(across?.text ?? original.slice(0, longestTextLength), { visibility })
  return { text, masked: across ? [...new Set([...masked, ...across.kinds])] : masked }
}

/**
 * File names, a shared contact's name, the name of whom a message was forwarded from and the sender's own name are written by
 * people too. What was hidden of the message is sealed behind its text; the sender's name belongs to no message.
 */
function maskNames(message: InboundMessage) {
  const hidden: string[] = []
  const kinds = new Set<string>()
  const masked = (name: string) => {
    const found = maskText(name, { visibility: message.visibility })
    if (found.text === name) return name
    hidden.push(name)
    for (const kind of found.masked) kinds.add(kind)
    return found.text
  }
  const attachments = message.attachments?.map((file) =>
    file.fileName === undefined ? file : { ...file, fileName: masked(file.fileName) },
  )
  const { sharedContact, forwardedFrom } = message.content ?? {}
  const content = message.content && {
    ...message.content,
    ...(sharedContact && { sharedContact: { ...sharedContact, name: masked(sharedContact.name) } }),
    ...(forwardedFrom !== undefined && { forwardedFrom: masked(forwardedFrom) }),
  }
  const sender = {
    ...message.sender,
    displayName: maskText(message.sender.displayName, { visibility: message.visibility }).text,
  }
  return {
    message: { ...message, sender, ...(attachments && { attachments }), ...(content && { content }) },
    hidden,
    kinds,
  }
}

const freshIds = () => ({
  contactId: newId<ContactId>(),
  conversationId: newId<ConversationId>(),
  messageId: newId<MessageId>(),
  requestId: newId<RequestId>(),
  classificationId: newId(),
  eventIds: [newId(), newId(), newId()],
})

function shapeEnvelope(message: InboundMessage) {
  const attachments = (message.attachments ?? []).map(shapeAttachment)
  return {
    account: message.channelAccountId,
    channel: message.channel,
    visibility: message.visibility,
    thread: message.conversationExternalId,
    externalId: message.messageExternalId,
    kind: message.kind,
    content: shapeContent(message),
    attachments,
    hasStaged: attachments.some((file) => file.stagedId !== null) ? true : undefined,
    albumId: message.albumId,
    sentAt: message.sentAt.toISOString(),
  }
}

function checkShape(message: InboundMessage): void {
  const isSound =
    isId(message.channelAccountId) &&
    message.conversationExternalId !== '' &&
    message.messageExternalId !== '' &&
    message.sender.externalId !== '' &&
    !Number.isNaN(message.sentAt.getTime())
  if (!isSound) throw new AppError('input.invalid', { what: 'inbound message' })
}

/** A press of a button, or what the channel says by itself, is never a matter of its own. */
function isQuiet(message: InboundMessage): boolean {
  return message.buttonData !== undefined || message.kind === 'button' || message.kind === 'service'
}

const withoutMatter: readonly MessageKind[] = ['sticker']

/** The opinion about the masked text, so that no reason quotes what was hidden and its places fit what is shown. */
function judge(
  message: InboundMessage,
  text: string,
  policy: IntakePolicy,
  knownLanguage: Language | undefined,
): Classification {
  if (isQuiet(message)) return ruled('other', 'quiet')
  if (text.trim() === '') {
    // A person looks at what no classifier can read.
    return withoutMatter.includes(message.kind) ? ruled('other', 'wordless') : ruled('unsorted', 'wordless')
  }
  const opinion = policy.classify(text, {
    channel: message.channel,
    visibility: message.visibility,
    ...(knownLanguage === undefined ? {} : { knownLanguage }),
  })
  if (opinion.type !== 'other') return opinion
  // Danger without a matter cannot be: a person decides.
  return opinion.priority === 'urgent' ? { ...opinion, type: 'unsorted', abstained: true } : { ...opinion, priority: 'low' }
}

function ruled(type: RequestType, rule: string): Classification {
  return {
    type,
    secondType: null,
    probabilities: { complaint: 0, question: 0, information_request: 0, suggestion: 0, other: type === 'other' ? 1 : 0 },
    priority: type === 'other' ? 'low' : 'normal',
    topic: 'general',
    language: 'unknown',
    script: 'none',
    needsIdentity: false,
    confidence: type === 'other' ? 1 : 0,
    abstained: type === 'unsorted',
    reasons: [],
    modelVersion: `rule:${rule}`,
  }
}

function shapeSender({ sender, content }: InboundMessage) {
  const ownPhone = content?.sharedContact?.isOwn ? content.sharedContact.phone : undefined
  return {
    sender: sender.externalId,
    displayName: sender.displayName.slice(0, longestNameLength),
    username: sender.username ?? null,
    assurance: sender.assurance ?? 'channel',
    languageHint: languageOf(sender.languageHint) ?? null,
    identityId: sender.identityId ?? newId<IdentityId>(),
    ownPhone,
  }
}

const noContent = {}

function shapeContent({ content, albumId, buttonData }: InboundMessage) {
  if (content === undefined && albumId === undefined && buttonData === undefined) return noContent
  return { ...content, albumId: albumId ?? content?.albumId, pressed: buttonData ?? content?.pressed }
}

function shapeAttachment(file: InboundAttachment) {
  return {
    id: newId(),
    kind: file.kind,
    fileName: file.fileName?.slice(0, longestNameLength) ?? null,
    mimeType: file.mimeType ?? null,
    sizeBytes: file.sizeBytes ?? null,
    vendorRef: file.vendorRef,
    stagedId: file.stagedId ?? null,
  }
}

function shapeSealed(key: SealKey, original: string) {
  const { keyId, nonce, ciphertext } = sealText(key, original)
  return { keyId, nonce: nonce.toString('base64'), ciphertext: ciphertext.toString('base64') }
}

/** Type and priority among the parts of one element, for the figures. */
export function opinionIn(parts: readonly object[]): { type: string; priority: string } {
  const opinion = parts.find((part): part is ReturnType<typeof shapeOpinion> => 'secondType' in part)
  return { type: opinion?.type ?? 'unsorted', priority: opinion?.priority ?? 'normal' }
}

function shapeOpinion(opinion: Classification) {
  return {
    type: opinion.type,
    secondType: opinion.secondType,
    probabilities: opinion.probabilities,
    priority: opinion.priority,
    topic: opinion.topic,
    // The languages we answer in, and Karakalpak, which always goes to a person; anything else leaves what is known.
    language: opinion.language === 'kaa' ? 'kaa' : (languageOf(opinion.language) ?? null),
    detectedLanguage: opinion.language,
    script: opinion.script,
    needsIdentity: opinion.needsIdentity,
    confidence: opinion.confidence,
    abstained: opinion.abstained,
    reasons: opinion.reasons,
    modelVersion: opinion.modelVersion,
  }
}

/** A greeting promises nothing, so it starts no clock. */
function shapePlan(plan: OpeningPlan, needsWork: boolean) {
  const clocks = (needsWork ? plan.clocks : []).map((clock) => ({
    id: newId(),
    kind: clock.kind satisfies ClockKind,
    targetMs: clock.targetMs,
    dueAt: clock.dueAt.toISOString(),
    warnAt: clock.warnAt.toISOString(),
    calendarId: clock.calendarId,
    policyVersion: clock.policyVersion,
    ...(clock.steps && { steps: clock.steps }),
  }))
  const nextDueAt = clocks.map((clock) => clock.dueAt).sort()[0]
  return { departmentId: plan.departmentId, clocks, nextDueAt: nextDueAt ?? null }
}

/** `uz`, `ru-RU`, `uz-Cyrl-UZ` and the like, as a vendor names the language of a client's device. */
export function languageOf(hint: string | undefined): Language | undefined {
  if (hint === undefined) return undefined
  const exact = languages.find((language) => hint === language || hint.startsWith(`${language}-`))
  if (exact) return exact
  const primary = hint.slice(0, 2).toLowerCase()
  if (primary === 'uz') return 'uz-Latn'
  return primary === 'ru' || primary === 'en' ? primary : undefined
}
