import { ReviewRule } from '#contracts'
import { type Ctx, changeSettingDocument, readSetting } from '#platform'
import { actingOperator } from '../acting/acting-operator.ts'

const key = 'review.rule'
/** Unread words of a newcomer do not go out unless the bank says so: somebody else answers in the time that is left. */
const defaultRule: ReviewRule = { mentorMinutes: 5, supervisorMinutes: 5, onLate: 'return' }

export async function readReviewRule(ctx: Ctx): Promise<ReviewRule> {
  return (await readSetting(ctx, key, ReviewRule)) ?? defaultRule
}

/** In force at once, also for replies that wait. On record. @throws permission.missing */
export async function changeReviewRule(ctx: Ctx, rule: ReviewRule): Promise<void> {
  actingOperator(ctx, 'settings.edit')
  await changeSettingDocument(ctx, key, () => ({ document: rule, facts: rule }))
}
