import { FollowUpRule } from '#contracts'
import { type Ctx, changeSettingDocument, readSetting } from '#platform'

const key = 'satisfaction.follow_up'
const defaultRule: FollowUpRule = { isOn: true, priority: 'normal', mostPerDay: 100 }

export async function readFollowUpRule(ctx: Ctx): Promise<FollowUpRule> {
  return (await readSetting(ctx, key, FollowUpRule)) ?? defaultRule
}

/** For marks given from now on. On record. */
export async function changeFollowUpRule(ctx: Ctx, rule: FollowUpRule): Promise<void> {
  await changeSettingDocument(ctx, key, () => ({ document: rule, facts: rule }))
}
