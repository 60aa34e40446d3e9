/** How many notices of one kind may stand side by side, and for how long they count as one crowd. */
const apartMax = 2
const crowdMs = 30_000

export type Crowd = {
  /** Adds a notice. Answers with the ids that must go and how many the crowd now counts; null while each stands alone. */
  add(id: string, nowMs: number): { readonly hide: readonly string[]; readonly count: number } | null
}

/** Many notices at once hide the work they are about: from the third within half a minute on they become one. */
export function createCrowd(): Crowd {
  let recent: { id: string; at: number }[] = []
  return {
    add(id, nowMs) {
      recent = [...recent.filter((one) => nowMs - one.at < crowdMs && one.id !== id), { id, at: nowMs }]
      if (recent.length <= apartMax) return null
      return { hide: recent.map((one) => one.id), count: recent.length }
    },
  }
}
