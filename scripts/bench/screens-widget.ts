/** The widget on a page of the bank: from its script being there to its button on the screen, and what moved meanwhile. */
import type { Browser } from 'playwright-core'

const page = (hub: string) => `<!doctype html><html lang="uz"><body><h1>Bank</h1><p>Kartalar va omonatlar</p>
<script src="${hub}/widget/widget.js" data-site="main" defer></script></body></html>`

/** Put in before the page's own scripts; what is found is kept on the window. */
function watchLauncher(): void {
  const found = { paintedMs: 0, shift: 0 }
  Object.assign(globalThis, { widgetFound: found })
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) found.shift += (one as PerformanceEntry & { value: number }).value
  }).observe({ type: 'layout-shift', buffered: true })
  const look = () => {
    const launcher = document.querySelector('murojaat-widget')?.shadowRoot?.querySelector('.launch')
    if (!launcher) return requestAnimationFrame(look)
    return requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => {
        const script = performance.getEntriesByType('resource').find((one) => one.name.endsWith('widget.js'))
        found.paintedMs = performance.now() - ((script as PerformanceResourceTiming | undefined)?.responseEnd ?? 0)
      }
      channel.port2.postMessage(null)
    })
  }
  requestAnimationFrame(look)
}

/** @returns milliseconds of each round, and the largest layout shift (CLS) of all. */
export async function measureWidget(
  browser: Browser,
  hub: string,
  rounds: number,
): Promise<{ paints: number[]; shift: number }> {
  const paints: number[] = []
  let shift = 0
  for (let round = 0; round < rounds; round++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const host = await context.newPage()
    await host.addInitScript('globalThis.__name ??= (one) => one')
    await host.addInitScript(watchLauncher)
    await host.route(`${hub}/bank-page`, (route) => route.fulfill({ contentType: 'text/html', body: page(hub) }))
    await host.goto(`${hub}/bank-page`)
    const found = await host.waitForFunction(() => {
      const { widgetFound } = globalThis as unknown as { widgetFound: { paintedMs: number; shift: number } }
      return widgetFound.paintedMs > 0 ? widgetFound : null
    })
    const { paintedMs, shift: moved } = (await found.jsonValue()) as { paintedMs: number; shift: number }
    paints.push(paintedMs)
    shift = Math.max(shift, moved)
    await context.close()
  }
  return { paints, shift }
}
