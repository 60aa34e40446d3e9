type Runs = () => readonly (readonly string[])[]

let found: Runs | null = null
let far: Runs | null = null

/** Tells which rows stand one after another on the screen, so that "next" and "previous" go through them. */
export function tellShown(rows: { readonly found?: Runs; readonly far?: Runs }): void {
  found = rows.found ?? null
  far = rows.far ?? null
}

/** What was looked for, in its order; or the rows around this one far down a list; null where the list is followed from its top. */
export function shownRows(requestId: string | null): readonly string[] | null {
  if (found) return found().flat()
  return far?.().find((run) => requestId !== null && run.includes(requestId)) ?? null
}
