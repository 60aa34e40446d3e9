import { useState } from 'react'

export type SettingsDraft<T> = {
  /** What is on the screen: the draft, else what is stored; undefined until the first load. */
  readonly value: T | undefined
  readonly isDirty: boolean
  put(part: Partial<T>): void
  replace(value: T): void
  /** Back to what is stored. */
  revert(): void
}

/** What a person has changed and not saved yet; what is stored shows through where nothing was changed. */
export function useSettingsDraft<T extends object>(stored: T | undefined): SettingsDraft<T> {
  const [draft, setDraft] = useState<T | null>(null)
  const value = draft ?? stored
  return {
    value,
    isDirty: draft !== null && JSON.stringify(draft) !== JSON.stringify(stored),
    put: (part) => value && setDraft({ ...value, ...part }),
    replace: setDraft,
    revert: () => setDraft(null),
  }
}
