import { ClassifierState, type Classify, FrequentProblems, SwitchClassifierInput } from '#contracts'
import type { Ctx } from '#platform'
import type { SealKey } from '#privacy'
import { classifierWeeks } from '#stats'
import { type DeskRoute, defineRoute } from './desk-route.ts'
import type { GuardListsDesk } from './guard-lists.routes.ts'

/** What the desk may ask of the classifier; handed in by app, because the rooms do not know each other. */
export type Insights = {
  classifier: {
    /** For "try a message": the opinion the intake would have. */
    classify: Classify
    version(): string
    versions(): string[]
    switchTo(ctx: Ctx, version: string): Promise<void>
  }
  problems(ctx: Ctx): Promise<FrequentProblems>
  /** Opens the originals of masked texts. */
  sealKey: SealKey
  guardLists: GuardListsDesk
}

/** The routes of the supervisor's board about the matters themselves. */
export function insightRoutes(insights: Insights): readonly DeskRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/problems',
      summary:
        'What many clients write about in the last hour against the usual day, and questions without an approved answer.',
      permission: 'board.read',
      answer: FrequentProblems,
      handle: ({ ctx }) => insights.problems(ctx),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/classifier',
      summary: 'The model in use, the versions kept, and its drift week by week.',
      permission: 'board.read',
      answer: ClassifierState,
      async handle({ ctx }) {
        return {
          inUse: insights.classifier.version(),
          versions: insights.classifier.versions(),
          weeks: await classifierWeeks(ctx),
        }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/classifier/version',
      summary: 'Switch to another kept version of the model; every process follows.',
      permission: 'classifier.switch',
      body: SwitchClassifierInput,
      async handle({ ctx, body, reply }) {
        await insights.classifier.switchTo(ctx, body.version)
        return reply.status(204).send()
      },
    }),
  ]
}
