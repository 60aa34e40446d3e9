import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { consoleBytes, widgetBytes } from '../support/built-size.ts'

/** What a browser must fetch is a promise to whoever has a slow line; `npm ci` has built both by the time this runs. */
describe.skipIf(!existsSync('dist/web/desk/index.html'))('what was built', () => {
  it('the widget is at most 15 kB gzipped', async () => {
    expect(await widgetBytes()).toBeLessThanOrEqual(15_000)
  })

  it('the console is at most 350 kB gzipped before its first screen, and the charts are not in it', async () => {
    const { startBytes, files } = await consoleBytes()
    const kinds = [/index\.html$/, /early-.*\.js$/, /index-.*\.js$/, /index-.*\.css$/]
    expect(kinds.filter((kind) => !files.some((file) => kind.test(file)))).toEqual([])
    // A browser fetches six at a time from a host: what the first picture's data waits behind stays fewer.
    expect(files.length).toBeLessThanOrEqual(6)
    expect(files.filter((file) => /chart/.test(file))).toEqual([])
    expect(startBytes).toBeLessThanOrEqual(350_000)
  })

  it('has the styles of every component it draws', () => {
    const assets = 'dist/web/desk/assets'
    const built = (ending: string) =>
      readdirSync(assets)
        .filter((name) => name.endsWith(ending))
        .map((name) => readFileSync(`${assets}/${name}`, 'utf8'))
        .join('\n')
    const classesOf = (text: string) => new Set(text.match(/\bm_[0-9a-f]{6,8}\b/g))
    const drawn = classesOf(built('.js'))
    const styled = classesOf(built('.css'))
    const missing = [...classesOf(readFileSync('node_modules/@mantine/core/styles.css', 'utf8'))].filter(
      (name) => drawn.has(name) && !styled.has(name),
    )
    expect(drawn.size).toBeGreaterThan(20)
    expect(missing).toEqual([])
  })
})
