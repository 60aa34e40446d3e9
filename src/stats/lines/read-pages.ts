/** The pages of a period, true as of now: kept ones where they still are, and the others packed again from the read models. */
import { dateOfDay, dayNumber, zoneTime } from '#contracts'
import type { Ctx } from '#platform'
import { selectLines } from './lines.store.ts'
import { linesOf, type Page, packPage, readPage, sizeOf, writePage } from './page.ts'
import { type PageState, selectBodies, selectFirstDay, selectPageStates, upsertPage } from './pages.store.ts'

/** Days are the bank's days: every period and every day of a report is cut in this zone. */
export const reportTimeZone = 'Asia/Tashkent'

export type DayPage = { readonly day: string; readonly startMs: number; readonly page: Page }

/** Bodies fetched at once: a few megabytes at the size we plan for. */
const fetchedAtOnce = 31
const keptBytes = 160 * 1024 * 1024

type Kept = { readonly builtNo: number; readonly page: Page; readonly bytes: number }
/** One per installation, so that two databases in one process never share a page. */
const shelves = new WeakMap<object, Map<string, Kept>>()

function shelfOf(ctx: Ctx): Map<string, Kept> {
  const known = shelves.get(ctx.db.pool)
  if (known) return known
  const shelf = new Map<string, Kept>()
  shelves.set(ctx.db.pool, shelf)
  return shelf
}

const zone = zoneTime(reportTimeZone)
export const startOfDay = (day: number): Date => new Date(zone.startOfLocalDay(day))

/** Pages of the days from..to, oldest first, in small loads; days on which nothing happened may be left out. */
export async function* readPages(ctx: Ctx, from: string, to: string): AsyncGenerator<DayPage> {
  const [states, firstDay] = await Promise.all([selectPageStates(ctx.db, from, to), selectFirstDay(ctx.db, reportTimeZone)])
  if (firstDay === null) return
  const known = new Map(states.map((state) => [state.day, state]))
  const today = dayNumber(dateIn(ctx.clock.now()))
  const first = Math.max(dayNumber(from), dayNumber(firstDay))
  const last = Math.min(dayNumber(to), today)
  for (let day = first; day <= last; day += fetchedAtOnce) {
    const dates = Array.from({ length: Math.min(fetchedAtOnce, last - day + 1) }, (_, i) => dateOfDay(day + i))
    const wanted = dates.map((date) => known.get(date) ?? { day: date, changeNo: 0, builtNo: null })
    const pages = await bring(ctx, wanted)
    for (const date of dates) {
      const page = pages.get(date)
      if (page) yield { day: date, startMs: zone.startOfLocalDay(dayNumber(date)), page }
    }
  }
}

const dateIn = (at: Date): string => {
  return dateOfDay(zone.localDayOf(at.getTime()))
}

async function bring(ctx: Ctx, wanted: readonly PageState[]): Promise<Map<string, Page>> {
  const shelf = shelfOf(ctx)
  const pages = new Map<string, Page>()
  const isOnShelf = ({ day, changeNo }: PageState) => shelf.get(day)?.builtNo === changeNo
  const stored = wanted.filter((state) => !isOnShelf(state) && state.builtNo === state.changeNo)
  if (stored.length > 0) {
    for (const { day, builtNo, body } of await selectBodies(
      ctx.db,
      stored.map(({ day: date }) => date),
    ))
      keep(shelf, day, builtNo, readPage(body))
  }
  for (const state of wanted) {
    const kept = shelf.get(state.day)
    pages.set(state.day, kept?.builtNo === state.changeNo ? kept.page : await buildPage(ctx, state))
  }
  return pages
}

/** Packs a day anew and keeps it under the change it was read after: a change that comes meanwhile makes it old at once. */
export async function buildPage(ctx: Ctx, { day, changeNo }: PageState): Promise<Page> {
  const start = startOfDay(dayNumber(day))
  const lines = await selectLines(ctx.db, start, startOfDay(dayNumber(day) + 1), reportTimeZone)
  const page = packPage(lines, start.getTime())
  await upsertPage(ctx.db, { day, builtNo: changeNo, lines: linesOf(page), body: writePage(page) })
  keep(shelfOf(ctx), day, changeNo, page)
  return page
}

/** The newest are kept; what was put down longest ago goes first. */
function keep(shelf: Map<string, Kept>, day: string, builtNo: number, page: Page): void {
  shelf.delete(day)
  shelf.set(day, { builtNo, page, bytes: sizeOf(page) })
  let bytes = 0
  for (const one of shelf.values()) bytes += one.bytes
  for (const [oldest, one] of shelf) {
    if (bytes <= keptBytes || oldest === day) break
    shelf.delete(oldest)
    bytes -= one.bytes
  }
}

/** Days whose page is missing or old, newest first: what a sweep makes ready before somebody asks. */
export async function staleDays(ctx: Ctx, daysBack: number): Promise<PageState[]> {
  const firstDay = await selectFirstDay(ctx.db, reportTimeZone)
  if (firstDay === null) return []
  const today = dayNumber(dateIn(ctx.clock.now()))
  const from = Math.max(dayNumber(firstDay), today - daysBack)
  const states = new Map((await selectPageStates(ctx.db, dateOfDay(from), dateOfDay(today))).map((one) => [one.day, one]))
  const all = Array.from({ length: today - from + 1 }, (_, i) => dateOfDay(today - i))
  return all
    .map((day) => states.get(day) ?? { day, changeNo: 0, builtNo: null })
    .filter(({ changeNo, builtNo }) => builtNo !== changeNo)
}
