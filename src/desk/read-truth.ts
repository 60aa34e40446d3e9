import type { MessageView, NoteView, OperatorView, RequestSummary } from '#contracts'
import { listTopics } from '#handoff'
import { conversationMessages, messageViews, noteViews, openCounts, requestSummaries } from '#inbox'
import type { ConversationId, MessageId, NoteId, RequestId } from '#kernel'
import type { Ctx, Fact } from '#platform'
import { listOperators, listPresent, type Operator } from '#staff'
import type { Touched, Truth } from './frames.ts'

/** Marks of older replies were told when they changed; a watermark rarely moves over more than this. */
const marksReadBack = 30

/** Names and loads of the staff, as every screen shows them. */
export async function operatorViews(ctx: Ctx, ids?: ReadonlySet<string>): Promise<OperatorView[]> {
  const [operators, present] = await Promise.all([listOperators(ctx), listPresent(ctx)])
  const wanted = operators.filter((operator) => operator.isActive && (!ids || ids.has(operator.id)))
  const counts = await openCounts(
    ctx,
    wanted.map((operator) => operator.id),
  )
  const states = new Map(present.map((one) => [one.operatorId, one.state]))
  return wanted.map((operator) => ({
    id: operator.id,
    displayName: operator.displayName,
    roles: [...operator.roles],
    languages: [...operator.languages],
    departmentIds: [...operator.departmentIds],
    capacity: operator.capacity,
    openCount: counts.get(operator.id) ?? 0,
    presence: states.get(operator.id) ?? 'offline',
  }))
}

/** The inbox knows holders by id; the name belongs to staff and is put in here. */
export function nameHolders(summaries: readonly RequestSummary[], operators: readonly Operator[]): RequestSummary[] {
  const names = new Map<string, string>(operators.map((operator) => [operator.id, operator.displayName]))
  return summaries.map((summary) => ({
    ...summary,
    holderName: summary.holderOperatorId ? (names.get(summary.holderOperatorId) ?? null) : null,
  }))
}

/** Likewise for who wrote a message. */
export function nameAuthors(messages: readonly MessageView[], operators: readonly Operator[]): MessageView[] {
  const names = new Map<string, string>(operators.map((operator) => [operator.id, operator.displayName]))
  return messages.map((message) =>
    message.authorKind === 'operator' && message.authorId
      ? { ...message, authorName: names.get(message.authorId) ?? message.authorName }
      : message,
  )
}

/** And for who wrote a note. */
export function nameNotes(notes: readonly NoteView[], operators: readonly Operator[]): NoteView[] {
  const names = new Map<string, string>(operators.map((operator) => [operator.id, operator.displayName]))
  return notes.map((note) => ({
    ...note,
    authorName: note.authorId ? (names.get(note.authorId) ?? note.authorName) : note.authorName,
  }))
}

async function touchedNotes(ctx: Ctx, facts: ReadonlyMap<string, Fact>): Promise<NoteView[]> {
  return noteViews(ctx, [...facts.keys()] as NoteId[])
}

async function seenMessages(ctx: Ctx, facts: readonly Fact[]): Promise<{ message: MessageView; fact: Fact }[]> {
  const found = await Promise.all(
    facts.map(async (fact) => {
      const data = fact.data as { conversationId: ConversationId; deliveredSeq: number; readSeq: number }
      const upTo = Math.max(data.deliveredSeq, data.readSeq)
      const messages = await conversationMessages(ctx, data.conversationId, Math.max(0, upTo - marksReadBack), marksReadBack)
      return messages
        .filter((message) => message.authorKind !== 'client' && message.seq <= upTo)
        .map((message) => ({ message, fact }))
    }),
  )
  return found.flat()
}

/** Only where a fact does not say which department it came from. */
async function departmentsOfTopics(ctx: Ctx, { left }: Touched): Promise<ReadonlyMap<string, string>> {
  if (![...left.values()].some(({ topics }) => topics.size > 0)) return new Map()
  return new Map((await listTopics(ctx)).map(({ code, departmentId }) => [code, departmentId]))
}

/** Reads the present state of everything a round of facts touched, in a handful of queries whatever its size. */
export async function readTruth(ctx: Ctx, touched: Touched): Promise<Truth> {
  const [operators, summaries, messages, notes, seen, views, departmentOfTopic] = await Promise.all([
    listOperators(ctx),
    requestSummaries(ctx, [...touched.requests.keys()] as RequestId[]),
    messageViews(ctx, [...touched.messages.keys()] as MessageId[]),
    touchedNotes(ctx, touched.notes),
    seenMessages(ctx, touched.seen),
    touched.operators.size > 0 ? operatorViews(ctx, new Set(touched.operators.keys())) : [],
    departmentsOfTopics(ctx, touched),
  ])
  const byId = <T extends { id: string }>(items: readonly T[]) => new Map(items.map((item) => [item.id, item]))
  return {
    requests: byId(nameHolders(summaries, operators)),
    messages: byId(nameAuthors(messages, operators)),
    notes: byId(nameNotes(notes, operators)),
    seen: seen.map(({ message, fact }) => ({ message: nameAuthors([message], operators)[0] ?? message, fact })),
    operators: byId(views),
    departmentOfTopic,
  }
}
