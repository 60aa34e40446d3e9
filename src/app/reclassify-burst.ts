import { type Classify, Language, type MessageView } from '#contracts'
import { getRequest, type IntakePolicy, messageReceived, type RequestView, recordReclassification, timeline } from '#inbox'
import { type MessageId, minuteMs, type RequestId } from '#kernel'
import { type Ctx, defineSubscriber, inTransaction, type Subscriber } from '#platform'

/** Lines that follow each other within this time are one matter: people press Enter where others put a full stop. */
const burstGapMs = 2 * minuteMs
const mostLines = 12

/**
 * Reads several short messages as one matter: when a client adds to an open request that no person has judged yet, the
 * whole burst is classified again and the request's type, priority and topic follow. A person's judgement is never
 * overruled; `recordReclassification` refuses in its own transaction.
 */
export function reclassifyBurst(classify: Classify, planOpening: IntakePolicy['planOpening']): Subscriber {
  return defineSubscriber({
    name: 'app.reclassify-burst',
    events: [messageReceived.name],
    async handle(ctx, facts) {
      const added = facts
        .map((fact) => fact.data as { requestId: string | null; opened: boolean })
        .filter((data) => !data.opened)
      const requestIds = new Set(added.flatMap((data) => (data.requestId ? [data.requestId as RequestId] : [])))
      for (const requestId of requestIds) await reclassify(ctx, requestId, classify, planOpening)
    },
  })
}

async function reclassify(
  ctx: Ctx,
  requestId: RequestId,
  classify: Classify,
  planOpening: IntakePolicy['planOpening'],
): Promise<void> {
  const request = await getRequest(ctx, requestId)
  if (!request || request.isConfirmed || request.status === 'closed') return
  const { messages } = await timeline(ctx, { requestId }, { limit: mostLines * 2 })
  const burst = lastBurst(messages)
  const newest = burst.at(-1)
  if (!newest || burst.length < 2) return
  const classification = classify(newest.text, contextOf(request, burst.slice(0, -1)))
  const { departmentId } = planOpening({
    priority: classification.priority,
    type: classification.type,
    channel: request.channel,
    topic: classification.topic,
    openedAt: request.openedAt,
  })
  const input = { requestId, messageId: newest.id as MessageId, classification, departmentId }
  await inTransaction(ctx, (tx) => recordReclassification(ctx, tx, input))
}

function contextOf(request: RequestView, earlier: readonly MessageView[]) {
  const known = Language.safeParse(request.language).data
  return {
    channel: request.channel,
    visibility: request.visibility,
    earlierTexts: earlier.map((message) => message.text),
    ...(known ? { knownLanguage: known } : {}),
  }
}

/** The client's written lines at the end of the timeline, back to the first long silence or the first answer of a person. */
export function lastBurst(messages: readonly MessageView[]): MessageView[] {
  const burst: MessageView[] = []
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
