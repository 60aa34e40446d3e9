/** What a scorecard must be and what marks come to by it: one count for the server, and for whoever drafts a card. Pure. */

import { type QualityCardInput, type QualityItem, type QualityMark, qualityGroups } from './quality-api.ts'
import { languages } from './vocabulary.ts'

/** `at`: the field, as `items.2.names.ru`; `group.routing` is a group without an item. */
export type CardFault = { readonly at: string; readonly why: 'name' | 'weight' | 'twice' | 'group' | 'none' }

/** Everything that keeps a draft from being a card: a name or weight that is missing, a code that is there twice, an empty group. */
export function cardFaults({ items, causes }: QualityCardInput): CardFault[] {
  const lists = { items, causes }
  const faults: CardFault[] = []
  for (const list of ['items', 'causes'] as const) {
    if (lists[list].length === 0) faults.push({ at: list, why: 'none' })
    lists[list].forEach(({ code, names }, i) => {
      for (const language of languages)
        if (names[language].trim() === '' || names[language].length > 120)
          faults.push({ at: `${list}.${i}.names.${language}`, why: 'name' })
      const isTwice = lists[list].findIndex((one) => one.code === code) < i
      if (isTwice) faults.push({ at: `${list}.${i}.code`, why: 'twice' })
    })
  }
  items.forEach(({ weight }, i) => {
    if (!Number.isInteger(weight) || weight < 1 || weight > 100) faults.push({ at: `items.${i}.weight`, why: 'weight' })
  })
  for (const group of qualityGroups)
    if (!items.some((one) => one.group === group)) faults.push({ at: `group.${group}`, why: 'group' })
  return faults
}

/** The weighted share of what applied, 0..100; 0 where a critical item failed; null where nothing applied. */
export function scoreOf(
  marked: readonly (Pick<QualityItem, 'weight' | 'isCritical'> & { readonly mark: QualityMark })[],
): { total: number; isZeroed: boolean } | null {
  const applied = marked.flatMap(({ mark, ...one }) => (mark === null ? [] : [{ ...one, mark }]))
  const whole = applied.reduce((sum, { weight }) => sum + weight, 0)
  if (whole === 0) return null
  const isZeroed = applied.some(({ isCritical, mark }) => isCritical && mark === 0)
  const earned = applied.reduce((sum, { weight, mark }) => sum + weight * mark, 0)
  return { total: isZeroed ? 0 : (earned / whole) * 100, isZeroed }
}
