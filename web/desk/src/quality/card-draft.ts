import { cardFaults, type FourTexts, type QualityCardInput, type QualityCardView, type QualityItem } from '#contracts'

type Line<T> = T & { readonly key: number; readonly isNew: boolean }
/** A card being written: lines keep their key while their names change. */
export type CardDraft = {
  readonly items: readonly Line<QualityItem>[]
  readonly causes: readonly Line<QualityCardInput['causes'][number]>[]
  readonly nextKey: number
}

const noNames: FourTexts = { 'uz-Latn': '', 'uz-Cyrl': '', ru: '', en: '' }

export function draftOf({ items, causes }: QualityCardView): CardDraft {
  return {
    items: items.map((item, i) => ({ ...item, key: i, isNew: false })),
    causes: causes.map((cause, i) => ({ ...cause, key: items.length + i, isNew: false })),
    nextKey: items.length + causes.length,
  }
}

export function withLine(draft: CardDraft, list: 'items' | 'causes'): CardDraft {
  const line = { key: draft.nextKey, isNew: true, code: '', names: noNames }
  const nextKey = draft.nextKey + 1
  return list === 'items'
    ? { ...draft, nextKey, items: [...draft.items, { ...line, group: 'culture', weight: 10, isCritical: false }] }
    : { ...draft, nextKey, causes: [...draft.causes, line] }
}

export function withoutLine(draft: CardDraft, key: number): CardDraft {
  const others = (one: { key: number }) => one.key !== key
  return { ...draft, items: draft.items.filter(others), causes: draft.causes.filter(others) }
}

/** What is sent: a new line has its code from its English name, so that the same name gives the same code. */
export function cardOf({ items, causes }: CardDraft): QualityCardInput {
  const codeOf = ({ key, isNew, code, names }: Line<{ code: string; names: FourTexts }>) => (isNew ? slug(names.en, key) : code)
  return {
    items: items.map((one) => ({
      ...{ code: codeOf(one), group: one.group, names: trimmed(one.names), weight: one.weight, isCritical: one.isCritical },
    })),
    causes: causes.map((one) => ({ code: codeOf(one), names: trimmed(one.names) })),
  }
}

const trimmed = (names: FourTexts): FourTexts => ({
  ...{ 'uz-Latn': names['uz-Latn'].trim(), 'uz-Cyrl': names['uz-Cyrl'].trim(), ru: names.ru.trim(), en: names.en.trim() },
})

function slug(name: string, key: number): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? []
  const code = words.join('_').slice(0, 34)
  if (code === '') return `line_${key}`
  return /^[a-z].+/.test(code) ? code : `line_${code}`
}

/** The faults of a draft by their field. */
export function faultsOf(draft: CardDraft): ReadonlyMap<string, string> {
  return new Map(cardFaults(cardOf(draft)).map(({ at, why }) => [at, why]))
}
