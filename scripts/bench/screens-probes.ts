/** What is measured inside the page, by the page's own clock. Each function is sent to the browser whole. */

declare global {
  var bench: { firstRowMs: number; keysMs: number[] }
}

/** From the start of the navigation to the picture with the first request in it. Put in before the page's own scripts. */
export function watchFirstRow(): void {
  globalThis.bench = { firstRowMs: 0, keysMs: [] }
  const painted = (done: () => void) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = done
      channel.port2.postMessage(null)
    })
  const watcher = new MutationObserver(() => {
    if (document.querySelector('.rows .row') === null) return
    watcher.disconnect()
    painted(() => {
      globalThis.bench.firstRowMs = performance.now()
    })
  })
  watcher.observe(document, { childList: true, subtree: true })
  // From a key to the picture after it: the time stamp is the browser's, so that waiting for the script counts too.
  addEventListener(
    'keydown',
    (event) => {
      const at = event.timeStamp
      painted(() => globalThis.bench.keysMs.push(performance.now() - at))
    },
    true,
  )
}

/** From the address that names a request to the picture with its words; the number tells that it is this one. */
export async function openOne(given: { id: string; number: string }): Promise<number> {
  const startedAt = performance.now()
  location.hash = `#/all_open/${given.id}`
  const isThere = () =>
    document.querySelector('.request-head-about')?.textContent?.includes(given.number) === true &&
    document.querySelector('.timeline article.message') !== null
  for (let picture = 0; picture < 1_200 && !isThere(); picture++) await new Promise(requestAnimationFrame)
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
  return isThere() ? performance.now() - startedAt : Number.POSITIVE_INFINITY
}

/** Scrolls the list as a wheel does from so deep in it (0..1) for so long, and tells the time between pictures and how many rows went by. */
export async function scrollList(given: { from: number; seconds: number }): Promise<{ framesMs: number[]; rows: number }> {
  const list = document.querySelector<HTMLElement>('.rows')
  if (!list) throw new Error('there is no list')
  list.scrollTop = list.scrollHeight * given.from
  await new Promise((done) => setTimeout(done, 1_500))
  const begun = list.scrollTop
  const framesMs: number[] = []
  let last = performance.now()
  const endsAt = last + given.seconds * 1_000
  while (performance.now() < endsAt) {
    await new Promise(requestAnimationFrame)
    const now = performance.now()
    framesMs.push(now - last)
    last = now
    list.scrollTop += 60
  }
  return { framesMs, rows: Math.round((list.scrollTop - begun) / 96) }
}

/** Lets go of the scroll bar at so deep a place (0..1): from then to the picture with the rows that stand there. */
export async function jumpTo(share: number): Promise<number> {
  const list = document.querySelector<HTMLElement>('.rows')
  if (!list) throw new Error('there is no list')
  const startedAt = performance.now()
  list.scrollTop = list.scrollHeight * share
  const isThere = () => {
    const middle = list.getBoundingClientRect()
    const at = document.elementFromPoint(middle.left + 60, middle.top + middle.height / 2)
    return at?.closest('.rows .row') !== null && at?.closest('.rows') === list
  }
  await new Promise(requestAnimationFrame)
  await new Promise(requestAnimationFrame)
  while (performance.now() - startedAt < 4_000 && !isThere()) await new Promise(requestAnimationFrame)
  return isThere() ? performance.now() - startedAt : Number.POSITIVE_INFINITY
}
