/** The ids of the rows on the screen, in their order: what "next" and "previous" go through while something is looked for. */
let shown: readonly string[] | null = null

/** @param ids null where the list shows its whole view. */
export function tellShown(ids: readonly string[] | null): void {
  shown = ids
}

export const shownRows = (): readonly string[] | null => shown
