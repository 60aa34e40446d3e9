/**
 * `npm run bench -- screens [requests] [requests behind the reports]`: the console in a real Chromium over a bank's year (100,000
 * requests with a million messages, and a million requests behind the reports, unless told otherwise). What arrives while one works is put on the page's own websocket at a known rate, so that the screen is measured
 * and not the intake. `-- screens --write` puts the table into docs/performance.md. `--keep <dir>` seeds there once and finds it
 * seeded the next time; `--only paint,opening,keys,scrolling,memory,widget,hub` measures a part.
 */
import { readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import * as path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core'
import type { QueuePage, RequestSummary } from '../../src/contracts/index.ts'
import { startEmbeddedDatabase } from '../../src/platform/embedded/embedded-database.ts'
import { consoleBytes, widgetBytes } from '../../tests/support/built-size.ts'
import { findOrInstall } from '../../tests/support/find-or-install.ts'
import { type RunningHub, startHub } from '../../tests/support/running-hub.ts'
import { type StaffSession, signInAs } from '../../tests/support/staff-session.ts'
import { median, ms, percentile, table, whole } from './figures.ts'
import { type LiveLine, openLiveLine } from './live-line.ts'
import { placeOfData, seedOnce } from './screens-data.ts'
import { jumpTo, openOne, scrollList, watchFirstRow } from './screens-probes.ts'
import { measureWidget } from './screens-widget.ts'

const { values: options, positionals } = parseArgs({
  args: process.argv.slice(3),
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false }, keep: { type: 'string' }, only: { type: 'string' } },
})
const [requests = 100_000, reported = 1_000_000] = positionals.map(Number)
const parts = ['paint', 'opening', 'keys', 'scrolling', 'memory', 'widget', 'hub'] as const
const wanted = new Set(options.only?.split(',') ?? parts)
const isWanted = (part: (typeof parts)[number]) => wanted.has(part)
const say = (line: string) => console.error(line)
const rounds = 5
const opened = 100
/** A window that was just opened keeps its browser busy with itself. */
const settledAfterMs = 3_000
/** Between one request and the next: time enough for what comes after the first picture, and less than a glance takes. */
const glanceMs = 400
const framesPerSecond = 50
/** What is written while the keys are timed. */
const typed = 'Assalomu alaykum, murojaatingiz korib chiqildi va '.repeat(4)
/** An hour of that many frames a second, put on the wire this much faster. */
const hourFrames = framesPerSecond * 3_600
const hourPerSecond = 2_500
const longestHourMs = 150_000
/** How many different requests the news of that hour is of. */
const othersHeardOf = 40_000

type Row = readonly [what: string, aim: string, found: string]
const seriesOf = (values: readonly number[]) => Float64Array.from(values)
const p95 = (values: readonly number[]) => percentile(seriesOf(values), 0.95)

async function openContext(
  browser: Browser,
  hub: RunningHub,
  session: StaffSession,
  options: { bypassCSP?: boolean } = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    ...options,
    viewport: { width: 1440, height: 900 },
    locale: 'uz-UZ',
    timezoneId: 'Asia/Tashkent',
  })
  const [name = '', value = ''] = session.cookie.split('=')
  await context.addCookies([{ name, value, url: hub.base }])
  // The loader of this script marks functions by a helper that the page does not have.
  await context.addInitScript('globalThis.__name ??= (one) => one')
  await context.addInitScript(watchFirstRow)
  context.on('response', (answer) => {
    if (answer.status() >= 400) say(`${answer.status()} ${answer.url()}`)
  })
  return context
}

async function firstRowMs(page: Page): Promise<number> {
  await page
    .waitForFunction(() => globalThis.bench.firstRowMs > 0, undefined, { timeout: 60_000 })
    .catch(async (error: unknown) => {
      say(`the page says: ${(await page.locator('body').innerText()).slice(0, 400)}`)
      throw error
    })
  return page.evaluate(() => globalThis.bench.firstRowMs)
}

/** Cold: a browser that never was here. Warm: the same address again, with what the browser kept. */
async function measureFirstPaint(browser: Browser, hub: RunningHub, session: StaffSession) {
  const cold: number[] = []
  const warm: number[] = []
  for (let round = 0; round < rounds; round++) {
    const context = await openContext(browser, hub, session)
    const page = await context.newPage()
    await sleep(settledAfterMs)
    await page.goto(`${hub.base}/#/all_open`)
    cold.push(await firstRowMs(page))
    for (let again = 0; again < 2; again++) {
      await sleep(settledAfterMs)
      await page.reload()
      const took = await firstRowMs(page)
      // The browser keeps compiled code from the second visit on.
      if (again === 1) warm.push(took)
    }
    await context.close()
  }
  return { cold, warm }
}

async function measureOpening(page: Page, session: StaffSession): Promise<number[]> {
  const took: number[] = []
  let cursor = ''
  while (took.length < opened) {
    const next: QueuePage = await session.get(`/api/queue?view=all_open&limit=50${cursor && `&cursor=${cursor}`}`)
    for (const { id, number } of next.items.slice(0, opened - took.length)) {
      took.push(await page.evaluate(openOne, { id, number }))
      await sleep(glanceMs)
    }
    if (next.nextCursor === null) break
    cursor = next.nextCursor
  }
  return took
}

async function measureKeys(page: Page, line: LiveLine, items: readonly RequestSummary[]): Promise<number[]> {
  const news = line.pour(items, framesPerSecond)
  await page.evaluate(() => document.querySelector<HTMLTextAreaElement>('.composer textarea')?.focus())
  await sleep(500)
  await page.evaluate(() => {
    globalThis.bench.keysMs.length = 0
  })
  for (const letter of typed) {
    await page.keyboard.press(letter === ' ' ? 'Space' : letter)
    await sleep(60)
  }
  await news.stop()
  const written = await page.evaluate(() => document.querySelector<HTMLTextAreaElement>('.composer textarea')?.value ?? '')
  if (!written.endsWith(typed)) throw new Error(`the keys wrote something else: ${written}`)
  return page.evaluate(() => globalThis.bench.keysMs)
}

/** Bytes of script objects that are still held after the collector ran. */
async function heldBytes(devtools: CDPSession): Promise<number> {
  for (let pass = 0; pass < 3; pass++) await devtools.send('HeapProfiler.collectGarbage')
  const { metrics } = await devtools.send('Performance.getMetrics')
  return metrics.find((one) => one.name === 'JSHeapUsedSize')?.value ?? Number.NaN
}

/** Most news is of requests that are not on the screen, and never of the same ones for long. */
function busyBank(items: readonly RequestSummary[]): RequestSummary[] {
  const far = new Date(Date.now() + 400 * 86_400_000).toISOString()
  return Array.from({ length: othersHeardOf }, (_, at) => {
    const item = items[at % items.length] as RequestSummary
    return at % 10 === 0 ? item : { ...item, id: `${item.id.slice(0, -8)}${String(at).padStart(8, '0')}`, nextDueAt: far }
  })
}

async function measureMemory(page: Page, line: LiveLine, shown: readonly RequestSummary[]) {
  const items = busyBank(shown)
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable')
  // Caches fill at first; what counts is whether it goes on growing.
  await line.pour(items, hourPerSecond, hourFrames / 10).done
  await sleep(1_500)
  const before = await heldBytes(devtools)
  const startedAt = performance.now()
  const news = line.pour(items, hourPerSecond, hourFrames)
  // A machine that does not keep up ends the hour early, and the row says how much of it there was.
  const bound = setTimeout(() => void news.stop(), longestHourMs)
  await news.done
  clearTimeout(bound)
  await sleep(3_000)
  const after = await heldBytes(devtools)
  return { before, after, tookS: (performance.now() - startedAt) / 1_000, frames: news.sent() }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

async function measureServer(session: StaffSession, paths: readonly string[]) {
  const found: { first: number; again: number }[] = []
  for (const one of paths) {
    const first = await timed(() => session.get(one))
    const again: number[] = []
    for (let round = 0; round < rounds; round++) again.push(await timed(() => session.get(one)))
    found.push({ first, again: median(again) })
  }
  return found
}

/** By the wheel from four depths of the list, and let go of the scroll bar at ten places of it. */
async function measureScrolling(page: Page) {
  const framesMs: number[] = []
  let rows = 0
  for (const from of [0, 0.25, 0.5, 0.9]) {
    const found = await page.evaluate(scrollList, { from, seconds: 5 })
    framesMs.push(...found.framesMs)
    rows += found.rows
    say(`  from ${from}: ${found.framesMs.length} pictures, ${found.rows} rows`)
  }
  const jumps: number[] = []
  for (let jump = 0; jump < 10; jump++) jumps.push(await page.evaluate(jumpTo, ((jump * 7) % 10) / 10 + 0.021))
  say(`  jumps: ${jumps.map(ms).join(' ')} ms`)
  const whole = await page.evaluate(() => Number(document.querySelector('.rows li')?.getAttribute('aria-setsize')))
  return { framesMs, rows, jumps, whole }
}

const day = (agoDays: number) => new Date(Date.now() - agoDays * 86_400_000).toISOString().slice(0, 10)

/** A page whose websocket goes through the bench, which puts its own frames beside those of the hub. */
async function openLivePage(browser: Browser, hub: RunningHub, session: StaffSession) {
  const line = await openLiveLine(hub.base, session.cookie)
  const context = await openContext(browser, hub, session, { bypassCSP: true })
  await context.addInitScript(`{
    const Real = WebSocket
    globalThis.WebSocket = class extends Real { constructor() { super(${JSON.stringify(line.address)}) } }
  }`)
  const page = await context.newPage()
  await page.goto(`${hub.base}/#/all_open`)
  await firstRowMs(page)
  return { page, line }
}

async function takeFirst(page: Page, session: StaffSession, first: RequestSummary | undefined): Promise<void> {
  if (!first) throw new Error('nothing is open')
  await session.send('POST', `/api/requests/${first.id}/take`, {})
  await page.evaluate(openOne, { id: first.id, number: first.number })
  await page.locator('.composer textarea').waitFor({ timeout: 30_000 })
}

const worst = (values: readonly number[]) => `${ms(median(values))} (${ms(Math.max(...values))}) ms`

async function paintRows(browser: Browser, hub: RunningHub, session: StaffSession): Promise<Row[]> {
  say('first paint')
  const paint = await measureFirstPaint(browser, hub, session)
  return [
    ['inbox, first useful paint, cold: median (worst)', '< 1,000 ms', worst(paint.cold)],
    ['inbox, first useful paint, warm: median (worst)', '< 300 ms', worst(paint.warm)],
  ]
}

async function openingRows(page: Page, session: StaffSession): Promise<Row[]> {
  say('opening requests')
  const openings = await measureOpening(page, session)
  return [
    [
      `opening a request from the server, ${openings.length} of them: median, p95`,
      '< 100 ms',
      `${ms(median(openings))}, ${ms(p95(openings))} ms`,
    ],
  ]
}

async function keyRows(page: Page, line: LiveLine, session: StaffSession, first: RequestSummary | undefined): Promise<Row[]> {
  say('keys')
  await takeFirst(page, session, first)
  // As it stands once it is taken: news of it as it was before would take the writing away, and the keys would be the page's own.
  const { items } = await session.get<QueuePage>('/api/queue?view=all_open&limit=60')
  const keys = await measureKeys(page, line, items)
  return [
    [
      `key to paint while ${framesPerSecond} frames/s arrive, ${keys.length} keys: median, p95`,
      '< 50 ms',
      `${ms(median(keys))}, ${ms(p95(keys))} ms`,
    ],
  ]
}

/** In a window of its own: the other has a tab for each request it opened, and whatever the keys opened above the list. */
async function scrollingRows(browser: Browser, hub: RunningHub, session: StaffSession): Promise<Row[]> {
  say('scrolling')
  const list = await openLivePage(browser, hub, session)
  const scrolled = await measureScrolling(list.page)
  await list.page.context().close()
  list.line.close()
  const smooth = scrolled.framesMs.filter((took) => took <= 20).length / scrolled.framesMs.length
  return [
    [
      `scrolling the list of ${whole(scrolled.whole)} from four depths, pictures within 20 ms; median, p95 (${whole(scrolled.rows)} rows went by)`,
      '60 per s',
      `${(smooth * 100).toFixed(1)}%; ${ms(median(scrolled.framesMs))}, ${ms(p95(scrolled.framesMs))} ms`,
    ],
    [
      `its scroll bar let go of at ${scrolled.jumps.length} places, to the rows that stand there: median (worst)`,
      '',
      worst(scrolled.jumps),
    ],
  ]
}

async function memoryRows(page: Page, line: LiveLine, items: readonly RequestSummary[]): Promise<Row[]> {
  say('memory')
  const memory = await measureMemory(page, line, items)
  const [before, after] = [memory.before / 1_048_576, memory.after / 1_048_576]
  return [
    [
      `held memory after ${whole(memory.frames)} frames of ${whole(othersHeardOf)} requests (${(memory.frames / framesPerSecond / 60).toFixed(0)} min of ${framesPerSecond}/s in ${memory.tookS.toFixed(0)} s)`,
      '< 10%',
      `${before.toFixed(1)} → ${after.toFixed(1)} MB: ${((after / before - 1) * 100).toFixed(1)}%`,
    ],
  ]
}

async function measureScreens(browser: Browser, hub: RunningHub, session: StaffSession): Promise<Row[]> {
  const rows = isWanted('paint') ? await paintRows(browser, hub, session) : []
  const { page, line } = await openLivePage(browser, hub, session)
  const { items } = await session.get<QueuePage>('/api/queue?view=all_open&limit=60')
  if (isWanted('opening')) rows.push(...(await openingRows(page, session)))
  if (isWanted('keys')) rows.push(...(await keyRows(page, line, session, items[0])))
  if (isWanted('scrolling')) rows.push(...(await scrollingRows(browser, hub, session)))
  if (isWanted('memory')) rows.push(...(await memoryRows(page, line, items)))
  await page.context().close()
  line.close()
  return rows
}

async function widgetRows(browser: Browser, hub: RunningHub): Promise<Row[]> {
  say('the widget')
  const { paints, shift } = await measureWidget(browser, hub.base, rounds)
  const found = `${ms(median(paints))} (${ms(Math.max(...paints))}) ms; ${shift.toFixed(3)}`
  return [['widget, from its script to its button on a new page: median (worst); layout shift', '< 100 ms; 0', found]]
}

async function measureHub(watcher: StaffSession, manager: StaffSession): Promise<Row[]> {
  say('searches and reports')
  const searches = await measureServer(watcher, [
    `/api/queue?view=any&limit=60&text=${encodeURIComponent('карта')}`,
    '/api/queue?view=any&limit=60&text=ipoteka%2077777',
    '/api/queue?view=all_open&limit=60&text=kredit',
  ])
  const reports = await measureServer(manager, [
    `/api/statistics/sla?from=${day(30)}&to=${day(0)}`,
    `/api/statistics/sla?from=${day(355)}&to=${day(0)}`,
  ])
  const told = (found: readonly { first: number; again: number }[]) =>
    found.map((one) => `${ms(one.again)} (first ${ms(one.first)}) ms`).join('; ')
  return [
    ['search everywhere, a common word; a rare one; a common one in a view', '', told(searches)],
    [`report page over ${whole(reported)} requests: a month; a year`, '< 500 ms', told(reports)],
    ['console before the charts, gzipped', '≤ 350 kB', `${((await consoleBytes()).startBytes / 1_000).toFixed(0)} kB`],
    ['widget, gzipped', '≤ 15 kB', `${((await widgetBytes()) / 1_000).toFixed(1)} kB`],
  ]
}

function writeSection(rows: string, words: string): void {
  const file = new URL('../../docs/performance.md', import.meta.url)
  const head = '## The screens'
  const text = readFileSync(file, 'utf8')
  const [before = '', after = ''] = text.split(head)
  const next = after.indexOf('\n## ')
  const rest = next === -1 ? '' : after.slice(next)
  writeFileSync(file, `${before.trimEnd()}\n\n${head}\n\n${words}\n\n${rows}\n${rest}`)
}

/** In a container it may be too small; files in its place make every picture wait for the disk. */
function hasSharedMemory(): boolean {
  try {
    const { blocks, bsize } = statfsSync('/dev/shm')
    return blocks * bsize >= 1_073_741_824
  } catch {
    return false
  }
}

const loadBefore = loadavg()[0] ?? 0
const { directory, isKept } = placeOfData(options.keep)
const database = await startEmbeddedDatabase({
  directory: path.join(directory, 'postgres'),
  settings: { max_wal_size: '4GB', shared_buffers: '512MB' },
})
let hub: RunningHub | undefined
let browser: Browser | undefined
try {
  const env = { DATABASE_URL: database.url, DEMO: 'off', LOG_LEVEL: 'warn' }
  hub = await startHub({ dataDirectory: directory, startWithinMs: 300_000, env })
  const seeded = await seedOnce(hub, { requests, reported }, say)
  browser = await chromium.launch({
    executablePath: findOrInstall(
      { program: 'chromium-headless-shell', aptPackage: 'chromium-headless-shell', suites: 'the bench of the screens' },
      { program: 'chromium', aptPackage: 'chromium' },
    ),
    args: ['--no-sandbox', '--disable-gpu', ...(hasSharedMemory() ? [] : ['--disable-dev-shm-usage'])],
  })
  const watcher = await signInAs(hub, 'sherzod')
  const manager = await signInAs(hub, 'nodira')
  const rows = [
    ...(await measureScreens(browser, hub, watcher)),
    ...(isWanted('widget') ? await widgetRows(browser, hub) : []),
    ...(isWanted('hub') ? await measureHub(watcher, manager) : []),
  ]
  const text = table([['the screens', 'aim', 'measured'], ...rows])
  console.log(text)
  const words = `Written by \`npm run bench -- screens --write\` on ${new Date().toISOString().slice(0, 10)}: Chromium ${browser.version()} without a window or a graphics card, ${availableParallelism()} cores
for the browser, the program and PostgreSQL together; load average before it began ${loadBefore.toFixed(1)} (0 is a machine that does nothing else).
${whole(seeded.requests)} requests and ${whole(seeded.messages)} messages, six of ten requests open; ${whole(reported)} requests of a year behind the reports. The
frames come over the page's own websocket at the rate named, made by the bench; the hour is put on the wire up to ${hourPerSecond / framesPerSecond} times as fast as it
would come. Times are the page's own: from the browser's time stamp to the picture after. A page is gone to once the browser is at rest;
one request is opened ${glanceMs} ms after the one before.`
  if (options.write) writeSection(text, words)
} catch (error) {
  for (const line of hub?.lines.slice(-12) ?? []) say(line)
  throw error
} finally {
  await browser?.close()
  await hub?.crash()
  await database.stop()
  if (!isKept) rmSync(directory, { recursive: true, force: true })
}
