import { NpsRule } from '#contracts'
import { type Ctx, changeSettingDocument, readSetting } from '#platform'

const key = 'satisfaction.nps_watch'

/** What a new house begins with: it watches, and tells the consoles alone. */
export const defaultRule: NpsRule = {
  isOn: true,
  windowDays: 30,
  fallPoints: 10,
  floor: 0,
  leastAnswers: 30,
  quietDays: 7,
  addresses: [],
  telegram: null,
  language: 'uz-Latn',
}

export async function readNpsRule(ctx: Ctx): Promise<NpsRule> {
  return (await readSetting(ctx, key, NpsRule)) ?? defaultRule
}

/** The new rule counts from the next look on. On record, without the addresses. */
export async function changeNpsRule(ctx: Ctx, rule: NpsRule): Promise<void> {
  const { addresses, telegram, ...told } = rule
  await changeSettingDocument(ctx, key, () => ({
    document: rule,
    facts: { ...told, addresses: addresses.length, telegram: telegram !== null },
  }))
}
