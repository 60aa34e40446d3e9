/** One turn of the bot: facts gathered, decided by a pure function, done in one transaction or not at all. */
import type { ChannelKind, Language, Visibility } from '#contracts'
import {
  type ConversationView,
  changeHolder,
  closeRequest,
  getRequest,
  lockWithConversations,
  queueReply,
  type RequestView,
  type SharedFile,
  setLanguage,
} from '#inbox'
import { isAppError, type RequestId, secondMs, type TemplateVersionId } from '#kernel'
import { type Ctx, createGatherer, inTransaction, inTransactionTogether, type Tx } from '#platform'
import { type Estimate, type HandoverReason, handoverNotes } from '../dialogue-texts.ts'
import { type ApprovedAnswer, decideTurn, type Turn, type TurnAction, type TurnFacts } from './decide-turn.ts'
import { fresh, lockDialogue, lockDialogues, type StoredDialogue, saveDialogue } from './dialogue.store.ts'
import { handledBy } from './handled-by.ts'
import { type Burst, conversationsOf, languageOf, type ReadPage, readBurst } from './read-burst.ts'
import { reopenForPerson } from './reopen-for-person.ts'
import { createTurnReads, type TurnReads } from './turn-reads.ts'

/** What the dialogue needs from rooms it may not know; handed in by app. */
export type DialogueKnowledge = {
  /** What the bank calls itself; null where it has not said. */
  bankName(ctx: Ctx): Promise<string | null>
  /** The approved text nearest to the question among those the bot may say here, with its similarity 0..1; null where there is none. */
  findAnswer(
    ctx: Ctx,
    question: { text: string; language: Language; channel: ChannelKind; visibility: Visibility; topic: string },
  ): Promise<ApprovedAnswer | null>
  /** The approved first line for danger on this topic ("block your card now"); null where none is published. */
  findAdvice(
    ctx: Ctx,
    danger: { topic: string; language: Language; channel: ChannelKind },
  ): Promise<{ templateVersionId: string; text: string } | null>
  /** What the bank says of an incident on this topic while it lasts; null where there is none, or nothing that may be said here. */
  findIncident(
    ctx: Ctx,
    matter: { topic: string; language: Language; channel: ChannelKind; visibility: Visibility },
  ): Promise<{ templateVersionId: string | null; text: string } | null>
  /** The files that go with this approved text and that this channel takes. */
  filesOf(
    ctx: Ctx,
    text: { templateVersionId: string; channel: ChannelKind; visibility: Visibility },
  ): Promise<readonly SharedFile[]>
  /** When a person will answer. */
  estimate(
    ctx: Ctx,
    request: { departmentId: string; priority: string; type: string; channel: ChannelKind },
  ): Promise<Estimate | null>
}

export type TurnDeps = {
  knowledge: DialogueKnowledge
  burstMs: number
  /** Turns of many requests read together. */
  reads: TurnReads
  /** And are written down together. */
  commit: (turn: TurnToCommit) => Promise<TurnResult>
  /** Shows the client that an answer is coming, where the channel can. */
  showTyping?: (ctx: Ctx, conversation: ConversationView) => void
}
/** `wait`: the client is still writing; come back after so many milliseconds. */
export type TurnResult = { kind: 'done' } | { kind: 'silent' } | { kind: 'wait'; afterMs: number }

const longestBurstFactor = 4
const done: TurnResult = { kind: 'done' }
const silent: TurnResult = { kind: 'silent' }

/** A burst is over when nothing came for `burstMs`; but nobody waits longer than four such spans. */
function stillWriting(ctx: Ctx, deps: TurnDeps, request: RequestView, burst: Burst): number {
  const [first, last] = [burst.messages[0], burst.messages.at(-1)]
  if (request.priority === 'urgent' || burst.pressed !== null || first === undefined || last === undefined) return 0
  const now = ctx.clock.now().getTime()
  const quietAt = new Date(last.receivedAt).getTime() + deps.burstMs
  const latestAt = new Date(first.receivedAt).getTime() + deps.burstMs * longestBurstFactor
  return Math.max(0, Math.min(quietAt, latestAt) - now)
}

async function gatherFacts(
  ctx: Ctx,
  deps: TurnDeps,
  request: RequestView,
  conversation: ConversationView,
  burst: Burst,
): Promise<TurnFacts> {
  const language = languageOf(request, conversation)
  const { channel, visibility, topic, priority, type, departmentId } = request
  const question = burst.texts.join('\n').slice(0, 2000)
  const [answer, advice, incident, estimate, latest, bank] = await Promise.all([
    question === '' ? null : deps.knowledge.findAnswer(ctx, { text: question, language, channel, visibility, topic }),
    request.isDangerNamed ? deps.knowledge.findAdvice(ctx, { topic, language, channel }) : null,
    deps.knowledge.findIncident(ctx, { topic, language, channel, visibility }),
    deps.knowledge.estimate(ctx, { departmentId, priority, type, channel }),
    deps.reads.requestsOf(ctx, request.contactId),
    deps.knowledge.bankName(ctx),
  ])
  const others = latest.filter((own) => own.number !== request.number)
  return {
    language,
    bank,
    visibility,
    request: { ...request },
    texts: burst.texts,
    pressed: burst.pressed,
    hasFiles: burst.hasFiles,
    answer,
    advice,
    estimate,
    incident,
    mayAskLanguage: !conversation.isLanguageChosen && others.length === 0,
    ownRequests: others.slice(0, 3).map(({ number, status }) => ({ number, status })),
  }
}

type FilesOfTexts = ReadonlyMap<string, readonly SharedFile[]>

/** The files of whatever may be said in this turn, read before it is decided. */
async function gatherFiles(ctx: Ctx, deps: TurnDeps, facts: TurnFacts, channel: ChannelKind): Promise<FilesOfTexts> {
  const ids = [facts.answer, facts.advice, facts.incident].flatMap((one) => one?.templateVersionId ?? [])
  const { visibility } = facts
  const found = ids.map(
    async (id) => [id, await deps.knowledge.filesOf(ctx, { templateVersionId: id, channel, visibility })] as const,
  )
  return new Map(await Promise.all(found))
}

type Doing = {
  ctx: Ctx
  tx: Tx
  request: RequestView
  conversation: ConversationView
  seenClientSeq: number | null
  files: FilesOfTexts
}

async function perform(doing: Doing, action: TurnAction): Promise<void> {
  const { ctx, tx, request, conversation, seenClientSeq, files } = doing
  const requestId = request.id
  switch (action.kind) {
    case 'say':
      await queueReply(ctx, tx, {
        requestId,
        conversationId: conversation.id,
        author: { kind: 'bot', holderVersion: request.holderVersion },
        text: action.text,
        isAnswer: action.isAnswer,
        sharedFiles: files.get(action.templateVersionId ?? '') ?? [],
        ...(action.buttons.length === 0 ? {} : { content: { buttons: action.buttons } }),
        ...(action.templateVersionId === null ? {} : { templateVersionId: action.templateVersionId as TemplateVersionId }),
        ...(seenClientSeq === null ? {} : { seenClientSeq }),
      })
      return
    case 'set_language':
      await setLanguage(ctx, tx, { contactId: request.contactId, language: action.language, chosen: true })
      return
    case 'hand_over':
      await handOver(ctx, tx, request, action.reason)
      return
    case 'close':
      await closeRequest(ctx, tx, { requestId, outcome: action.outcome })
  }
}

/** Gives what the bot holds to its department's queue, with the reason as a note. @throws as changeHolder */
export async function handOver(ctx: Ctx, tx: Tx, request: RequestView, reason: HandoverReason): Promise<void> {
  await changeHolder(ctx, tx, {
    requestId: request.id,
    to: { kind: 'queue', departmentId: request.departmentId },
    expectedVersion: request.holderVersion,
    reason: `bot.${reason}`,
    note: handoverNotes[reason],
  })
  ctx.metrics.count('bot_handover', { reason })
}

async function performAll(doing: Doing, turn: Turn, before: StoredDialogue, burst: Burst): Promise<void> {
  for (const action of turn.actions) await perform(doing, action)
  await saveDialogue(doing.tx, doing.ctx, doing.request.id, {
    ...before,
    ...turn.memory,
    ...handledBy(doing.conversation, burst),
  })
}

/** A request the bot holds, with its conversations; it answers in the last of them. */
export async function heldRequest(ctx: Ctx, requestId: RequestId): Promise<Held | null> {
  const request = await getRequest(ctx, requestId)
  return isHeld(request) ? withConversations(request, await conversationsOf(ctx, request)) : null
}

type Held = { request: RequestView; conversation: ConversationView; conversations: ConversationView[] }

const isHeld = (request: RequestView | null): request is RequestView =>
  request?.holderKind === 'bot' && request.status !== 'closed'

function withConversations(request: RequestView, conversations: ConversationView[]): Held | null {
  const conversation = conversations.at(-1)
  return conversation === undefined ? null : { request, conversation, conversations }
}

/** A person took it, or the client wrote while we thought: neither is a fault. */
export const isOvertaken = (error: unknown) =>
  isAppError(error, 'holder.stale') || isAppError(error, 'request.changed_meanwhile') || isAppError(error, 'request.closed')

type Prepared = {
  request: RequestView
  conversation: ConversationView
  before: StoredDialogue
  burst: Burst
  facts: TurnFacts
  files: FilesOfTexts
}

/** What stands beside the matter, and what a colleague answered in the vendor's app, is seen and not answered. */
async function passOver(
  ctx: Ctx,
  held: { request: RequestView; conversation: ConversationView },
  before: StoredDialogue,
  burst: Burst,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const locked = await lockDialogue(tx, ctx, held.request.id)
    if (locked.handledSeq !== before.handledSeq) return
    // An answer was given, whoever gave it: thanks close the matter, and so does silence.
    const answered = burst.isAnsweredElsewhere ? ({ step: 'offered', offeredTemplateVersionId: null } as const) : {}
    await saveDialogue(tx, ctx, held.request.id, { ...locked, ...answered, ...handledBy(held.conversation, burst) })
  })
}

/** What the client has said to the bot since its last turn; null where the request has no conversation. */
async function hearWith(
  ctx: Ctx,
  reads: TurnReads,
  request: RequestView,
): Promise<(Held & { before: StoredDialogue; burst: Burst }) | null> {
  const held = withConversations(request, await conversationsOf(ctx, request, (id) => reads.conversation(ctx, id)))
  if (held === null) return null
  const before = (await reads.dialogue(ctx, request.id)) ?? fresh
  const readPage: ReadPage = (conversationId, afterSeq) => reads.page(ctx, { conversationId, afterSeq })
  return { ...held, before, burst: await readBurst(readPage, held.conversations, before, request.id) }
}

/** Everything the decision needs, or the reason there is none to take now. */
async function prepare(ctx: Ctx, deps: TurnDeps, requestId: RequestId): Promise<Prepared | TurnResult> {
  const request = await deps.reads.request(ctx, requestId)
  if (request?.status === 'closed') return (await reopenForPerson(ctx, requestId)) ? done : silent
  const heard = isHeld(request) ? await hearWith(ctx, deps.reads, request) : null
  if (heard === null) return silent
  const { before, burst, ...held } = heard
  if (burst.messages.length === 0) {
    if (burst.endsAside || burst.isAnsweredElsewhere) await passOver(ctx, held, before, burst)
    return silent
  }
  const afterMs = stillWriting(ctx, deps, held.request, burst)
  if (afterMs > 0) {
    if (held.conversation.visibility === 'private') deps.showTyping?.(ctx, held.conversation)
    return { kind: 'wait', afterMs }
  }
  const facts = await gatherFacts(ctx, deps, held.request, held.conversation, burst)
  return { ...held, before, burst, facts, files: await gatherFiles(ctx, deps, facts, held.conversation.channel) }
}

export type TurnToCommit = Prepared & { readonly ctx: Ctx }

/** Turns in one transaction: their conversations stay locked until it ends, and a client's message to any of them waits. */
const mostAtOnce = 16

/** Reads and writes of many turns at once, each kind in few statements. */
export function createTurnDesk(): Pick<TurnDeps, 'reads' | 'commit'> {
  return { reads: createTurnReads(), commit: createGatherer(commitAll, { most: mostAtOnce, lanes: 2 }) }
}

async function commitAll(turns: readonly TurnToCommit[]): Promise<PromiseSettledResult<TurnResult>[]> {
  // Two turns on one request have looked at the same words: the second looks again.
  const firsts = turns.filter((turn, index) => turns.findIndex(({ request }) => request.id === turn.request.id) === index)
  const [first] = firsts
  if (first === undefined) return []
  const settled = await inTransactionTogether(first.ctx, firsts, lockForTurns, commitOne)
  return turns.map((turn) => settled[firsts.indexOf(turn)] ?? { status: 'fulfilled', value: { kind: 'wait', afterMs: 0 } })
}

/** In the order everybody keeps: the dialogue, the conversations, the request. */
async function lockForTurns(tx: Tx, turns: readonly TurnToCommit[]): Promise<ReadonlyMap<RequestId, StoredDialogue>> {
  const ids = turns.map(({ request }) => request.id)
  const [first] = turns
  if (first === undefined) return new Map()
  const [dialogues] = await Promise.all([lockDialogues(tx, first.ctx, ids), lockWithConversations(tx, ids)])
  return dialogues
}

async function commitOne(
  tx: Tx,
  { ctx, request, conversation, before, burst, facts, files }: TurnToCommit,
  dialogues: ReadonlyMap<RequestId, StoredDialogue>,
): Promise<TurnResult> {
  const locked = dialogues.get(request.id) ?? fresh
  if (locked.handledSeq !== before.handledSeq) return silent
  // What came in another conversation has its own sequence. In danger the first line goes out even if the client has meanwhile written more.
  const seenClientSeq = request.priority === 'urgent' ? null : burst.lastSeq
  const turn = decideTurn(locked, facts)
  await performAll({ ctx, tx, request, conversation, seenClientSeq, files }, turn, locked, burst)
  return done
}

/**
 * Takes the bot's turn on a request if there is one: the bot holds it and the client wrote something it has not answered.
 * Silent while a person holds; a reply that lost the race with a person is dropped by the database.
 */
export async function takeTurn(ctx: Ctx, deps: TurnDeps, requestId: RequestId): Promise<TurnResult> {
  const prepared = await prepare(ctx, deps, requestId)
  if ('kind' in prepared) return prepared
  try {
    return await deps.commit({ ctx, ...prepared })
  } catch (error) {
    if (isAppError(error, 'reply.client_wrote_meanwhile')) return { kind: 'wait', afterMs: deps.burstMs }
    if (!isOvertaken(error)) throw error
    ctx.metrics.count('bot_reply_dropped')
    return silent
  }
}

/** How long one turn may take before a person gets the request instead. */
export const turnTimeoutMs = 15 * secondMs
