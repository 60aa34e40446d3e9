import { type Classify, Language } from '#contracts'
import {
  changesJudgement,
  getRequests,
  type IntakePolicy,
  lastLinesOf,
  lockWithConversations,
  messageReceived,
  type RequestView,
  recordReclassification,
  type WrittenLine,
} from '#inbox'
import { type MessageId, minuteMs, type RequestId } from '#kernel'
import { type Ctx, defineSubscriber, inTransactionTogether, type Subscriber, type Tx } from '#platform'

/** Lines that follow each other within this time are one matter: people press Enter where others put a full stop. */
const burstGapMs = 2 * minuteMs
const mostLines = 12
/** Requests in one transaction: their rows stay locked until it ends, in the order of their ids, as everybody locks many. */
const mostAtOnce = 20

/**
 * Reads several short messages as one matter: when a client adds to an open request that no person has judged yet, the
 * whole burst is classified again and the request's type, priority and topic follow. A person's judgement is never
 * overruled; `recordReclassification` refuses in its own transaction.
 */
export function reclassifyBurst(classify: Classify, planOpening: IntakePolicy['planOpening']): Subscriber {
  return defineSubscriber({
    name: 'app.reclassify-burst',
    events: [messageReceived.name],
    // The message that opened the request was judged alone already.
    wants: (fact) => (fact.data as { opened?: boolean }).opened !== true,
    async handle(ctx, facts) {
      const requestIds = new Set(facts.flatMap((fact) => (fact.data as { requestId: RequestId | null }).requestId ?? []))
      await reclassifyAll(ctx, [...requestIds], classify, planOpening)
    },
  })
}

/** Every statement for all of them; a transaction only for those about which the opinion has changed. */
async function reclassifyAll(
  ctx: Ctx,
  ids: readonly RequestId[],
  classify: Classify,
  planOpening: IntakePolicy['planOpening'],
): Promise<void> {
  const requests = (await getRequests(ctx, ids)).filter(({ isConfirmed, status }) => !isConfirmed && status !== 'closed')
  if (requests.length === 0) return
  const lines = await lastLinesOf(
    ctx,
    requests.map(({ id }) => id),
    mostLines * 2,
  )
  const changed = requests
    .map((request) => judgeAnew(request, lines.get(request.id) ?? [], classify, planOpening))
    .filter((opinion) => opinion !== null)
  for (let from = 0; from < changed.length; from += mostAtOnce) {
    const some = changed.slice(from, from + mostAtOnce)
    const settled = await inTransactionTogether(ctx, some, lockThem, (tx, opinion) => recordReclassification(ctx, tx, opinion))
    for (const one of settled) if (one.status === 'rejected') throw one.reason
  }
}

const lockThem = (tx: Tx, opinions: readonly { readonly requestId: RequestId }[]) =>
  lockWithConversations(
    tx,
    opinions.map(({ requestId }) => requestId),
  )

/** Null where there is nothing to read together, or it changes nothing. */
function judgeAnew(
  request: RequestView,
  messages: readonly WrittenLine[],
  classify: Classify,
  planOpening: IntakePolicy['planOpening'],
): Parameters<typeof recordReclassification>[2] | null {
  const burst = lastBurst(messages)
  const newest = burst.at(-1)
  if (!newest || burst.length < 2) return null
  const classification = classify(newest.text, contextOf(request, burst.slice(0, -1)))
  if (!changesJudgement(request, classification)) return null
  const { departmentId } = planOpening({
    priority: classification.priority,
    type: classification.type,
    channel: request.channel,
    topic: classification.topic,
    openedAt: request.openedAt,
  })
  return { requestId: request.id, messageId: newest.id as MessageId, classification, departmentId }
}

function contextOf(request: RequestView, earlier: readonly WrittenLine[]) {
  const known = Language.safeParse(request.language).data
  return {
    channel: request.channel,
    visibility: request.visibility,
    earlierTexts: earlier.map((message) => message.text),
    ...(known ? { knownLanguage: known } : {}),
  }
}

/** The client's written lines at the end of the timeline, back to the first long silence or the first answer of a person. */
export function lastBurst(messages: readonly WrittenLine[]): WrittenLine[] {
  const burst: WrittenLine[] = []
  for (const message of [...messages].reverse()) {
    if (message.authorKind === 'operator') break
    if (message.authorKind !== 'client' || message.deletedAt || !message.text.trim() || message.content.pressed) continue
    const next = burst[0]
    if (next && Date.parse(next.receivedAt) - Date.parse(message.receivedAt) > burstGapMs) break
    burst.unshift(message)
    if (burst.length === mostLines) break
  }
  return burst
}
