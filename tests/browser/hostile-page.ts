/** A bank's page as one finds them, served from an address of its own. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * A stylesheet that means everything and never yields, an old library's habits (prototypes changed, handlers on the whole document
 * that stop what they hear), and a strict content policy.
 * @param hub where the widget comes from.
 */
const pageFor = (hub: string): string => `<!doctype html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-page' ${hub}; style-src 'nonce-page'; connect-src ${hub} ${hub.replace('http', 'ws')}; img-src blob:">
<style nonce="page">
* { box-sizing: content-box !important; font: 30px/3 cursive !important; color: red !important; letter-spacing: 9px !important; text-transform: uppercase !important }
div, section, button, textarea, form, header, svg { display: none !important; position: static !important; width: 9px !important; transform: rotate(9deg) !important }
</style>
<script nonce="page">
Object.prototype.extend = function () { return this }
Array.prototype.remove = function (x) { return this.filter(function (y) { return y !== x }) }
window.$ = window.jQuery = function () { return { ready: function (f) { f() } } }
document.addEventListener('keydown', function (event) { event.stopPropagation() }, true)
document.addEventListener('focusin', function (event) { event.stopPropagation() }, true)
window.shift = 0
new PerformanceObserver(function (list) { list.getEntries().forEach(function (one) { window.shift += one.value }) })
  .observe({ type: 'layout-shift', buffered: true })
</script>
</head>
<body><h1 id="own">Банк</h1><p>Старая страница банка</p>
<script nonce="page" src="${hub}/widget/widget.js" data-site="demo" defer></script>
</body></html>`

export type HostilePage = { readonly url: string; close(): Promise<void> }

/** @param port its origin must stand among the sites that may show the widget before the program starts. */
export async function serveHostilePage(port: number, hub: () => string): Promise<HostilePage> {
  const server = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    answer.end(pageFor(hub()))
  })
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${taken}/`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
