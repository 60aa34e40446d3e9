/**
 * A client who would not recommend the bank is written to: whoever takes the follow-up asks what went wrong and settles it. It
 * waits in the queue of the department the mark is about, and is given to people as any other request.
 */
import { z } from 'zod'
import { followUpsSince, openFollowUp, satisfactionGiven } from '#inbox'
import { dayMs, type RequestId } from '#kernel'
import { type Ctx, defineSubscriber, inTransaction, withActor } from '#platform'
import { readFollowUpRule } from './follow-up-rule.ts'

/** Of 0..10: what NPS calls a detractor. */
const highestDetractor = 6
const Given = z.object({ requestId: z.string(), kind: z.enum(['csat', 'nps']), score: z.number() })

/** In the language of the house's own papers, as other notes it writes. */
const noteFor = (score: number) => (number: string) =>
  `Mijoz bankni tavsiya qilmaydi: 10 dan ${score} (${number} murojaatidan keyin). Unga yozing: nima ko‘ngilsiz bo‘lganini bilib, hal qiling va murojaatni yoping.`

async function followUp(ctx: Ctx, requestId: RequestId, score: number): Promise<void> {
  const rule = await readFollowUpRule(ctx)
  if (!rule.isOn) return
  const outcome = await inTransaction(ctx, async (tx) => {
    const { raised } = await followUpsSince(ctx, new Date(ctx.clock.now().getTime() - dayMs), tx)
    if (raised >= rule.mostPerDay) return 'too_many' as const
    return openFollowUp(ctx, tx, { requestId, priority: rule.priority, note: noteFor(score) })
  })
  ctx.metrics.count('follow_ups', { outcome })
}

export const followUpLowMarks = defineSubscriber({
  name: 'handoff.follow-up',
  events: [satisfactionGiven.name],
  wants: (fact) => {
    const given = Given.safeParse(fact.data).data
    return given?.kind === 'nps' && given.score <= highestDetractor
  },
  handle: async (ctx, facts) => {
    const acting = withActor(ctx, { kind: 'system', name: 'follow-up' })
    for (const fact of facts) {
      const given = Given.parse(fact.data)
      await followUp(acting, given.requestId as RequestId, given.score)
    }
  },
})
