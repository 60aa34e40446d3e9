/** What makes eight hours at this desk bearable: nothing typed is lost, several matters at once, all of history, and a page that behaves. */

import pg from 'pg'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorTexts, type RequestDetail, type RequestSummary, type SavedView } from '#contracts'
import { en } from '../../web/desk/src/i18n/en.ts'
import { texts } from '../../web/widget/src/texts.ts'
import {
  chromiumForTests,
  freePort,
  hasChromium,
  type RunningHub,
  type StaffSession,
  signInAs,
  startHub,
  until,
} from '../support/index.ts'
import { axeFaults } from './axe.ts'
import { type HostilePage, serveHostilePage } from './hostile-page.ts'
import { type Desk, openDesk, requestOf, telegramPerson, withinMs } from './stage.ts'

describe.skipIf(!hasChromium())('a day at the desk', () => {
  let browser: Browser
  let hub: RunningHub
  let watcher: StaffSession
  let desk: Desk
  let page: Page
  let hostile: HostilePage
  const matters: RequestSummary[] = []
  const area = (where: Page = page) => where.getByRole('textbox', { name: /^Reply to/ })
  const people = ['Zulfiya', 'Botir', 'Гулчеҳра']
  const words = ['Kartam yo‘qoldi, yordam bering', 'Kartam bloklandi, nega?', 'Картам блокланди, қолдиғини айтинг']

  beforeAll(async () => {
    const port = await freePort()
    ;[browser, hub] = await Promise.all([
      chromiumForTests(),
      startHub({ startWithinMs: 180_000, env: { WIDGET_ALLOWED_ORIGINS: `http://127.0.0.1:${port}` } }),
    ])
    hostile = await serveHostilePage(port, () => hub.base)
    watcher = await signInAs(hub, 'nodira')
    desk = await openDesk(browser, hub, 'jasur', { language: 'en' })
    page = desk.page
    for (const [at, name] of people.entries()) {
      const person = await telegramPerson(hub, { id: 900 + at, name, language: 'uz' })
      await person.write(words[at] ?? '')
      await person.write('operator bilan gaplashmoqchiman')
      const request = await requestOf(watcher, (one) => one.contactName.startsWith(name) && one.holderKind !== 'bot')
      matters.push(request)
    }
  }, 300_000)
  afterAll(async () => {
    await hostile?.close()
    await browser?.close()
    await hub?.remove()
  })

  /** Open and held by this operator, also where the program has given it back to the queue meanwhile. */
  const open = async (at: number, where: Page = page) => {
    const { id } = matters[at] as RequestSummary
    await until(
      async () => {
        const { request } = await watcher.get<RequestDetail>(`/api/requests/${id}`)
        if (request.holderOperatorId === desk.session.operatorId) return true
        await desk.session.send('POST', `/api/requests/${id}/take`, {})
        return false
      },
      { withinMs, what: 'the request held' },
    )
    await where.goto(`${hub.base}/#/mine/${matters[at]?.id}`)
    await area(where).waitFor()
  }
  const typed = (text: string, where: Page = page) =>
    until(async () => (await area(where).inputValue()) === text, { withinMs, what: `"${text}" in the writing area` })

  it('keeps a draft over a reload, a crash of the program, and on another computer', async () => {
    await open(0)
    await area().fill('Hozir tekshiryapman, ')
    await page.getByText(en.drafts.saved).waitFor()
    await hub.crash()
    await hub.start()
    await page.reload()
    await typed('Hozir tekshiryapman, ')
    const other = await openDesk(browser, hub, 'jasur', { language: 'en' })
    await open(0, other.page)
    await typed('Hozir tekshiryapman, ', other.page)
    await other.context.close()
  }, 150_000)

  it('holds several requests open as tabs, gone through by keys', async () => {
    for (const at of [1, 2]) await open(at)
    const tabs = page.getByRole('navigation', { name: en.tabs.label }).getByRole('link')
    await until(async () => (await tabs.count()) === 3, { withinMs, what: 'three tabs' })
    await page.locator('h2').first().click()
    await page.keyboard.press(']')
    await page.waitForURL(new RegExp(matters[0]?.id ?? ''))
    await typed('Hozir tekshiryapman, ')
    await page.locator('h2').first().click()
    await page.keyboard.press('w')
    await until(async () => (await tabs.count()) === 2, { withinMs, what: 'two tabs' })
    expect(await axeFaults(page)).toEqual([])
  })

  it('shows a file before it goes, says which cannot, keeps it over a reload, and shows it large once it is sent', async () => {
    await open(1)
    const buffer = await page.screenshot({ clip: { x: 0, y: 0, width: 40, height: 30 } })
    await page.locator('.composer input[type=file]').setInputFiles([
      { name: 'chek.png', mimeType: 'image/png', buffer },
      { name: 'dastur.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ not a picture') },
    ])
    const files = page.getByRole('list', { name: en.files.attached })
    await files.getByRole('alert').filter({ hasText: errorTexts.en['attachment.type_refused'] }).waitFor()
    await files.getByRole('button', { name: /dastur\.exe/ }).click()
    await page.reload()
    await files.getByText('chek.png').waitFor()
    // Pressed before the console knows where the reply goes: it goes as soon as it does.
    await area().press('Control+Enter')
    await page.getByRole('button', { name: en.files.preview('chek.png') }).click()
    await page.getByRole('dialog').getByRole('img', { name: 'chek.png' }).waitFor()
    expect(await axeFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await files.count()).toBe(0)
  })

  it('finds a word in either script everywhere, and keeps the view under a name', async () => {
    await page.goto(`${hub.base}/#/waiting_client`)
    await page.getByRole('textbox', { name: en.list.searchLabel }).fill('qoldigini')
    await page.getByRole('button', { name: en.find.lookEverywhere }).click()
    await page.locator('.row mark', { hasText: 'қолдиғини' }).waitFor()
    await page.getByRole('button', { name: en.list.filters }).click()
    await page.getByLabel(en.find.saveAs).fill('Qoldiqlar')
    await page.getByRole('button', { name: en.find.save, exact: true }).click()
    const views = await until(
      async () => {
        const kept = await desk.session.get<SavedView[]>('/api/me/views')
        return kept.length > 0 ? kept : undefined
      },
      { withinMs, what: 'the kept view' },
    )
    expect(views).toMatchObject([{ name: 'Qoldiqlar', view: 'any', filter: { text: 'qoldigini' } }])
    await page.reload()
    await page.getByRole('button', { name: 'Qoldiqlar', exact: true }).click()
    await page.locator('.row mark').first().waitFor()
  })

  it('counts in the tab’s title what came while one looked elsewhere', async () => {
    await open(1)
    const look = (state: 'hidden' | 'visible') =>
      page.evaluate((now) => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now })
        document.dispatchEvent(new Event('visibilitychange'))
      }, state)
    await look('hidden')
    await (await telegramPerson(hub, { id: 901, name: 'Botir', language: 'uz' })).write('Javob bormi?')
    await until(async () => /^\(\d+\)/.test(await page.title()), { withinMs, what: 'a figure in the title' })
    await look('visible')
    await until(async () => !/^\(/.test(await page.title()), { withinMs, what: 'the figure gone' })
  })

  it('does not freeze over a long history: draws its end, and more as one looks back', async () => {
    const sql = new pg.Client({ connectionString: hub.databaseUrl() })
    await sql.connect()
    await sql.query(
      `INSERT INTO message (id, conversation_id, channel_account_id, request_id, seq, author_kind, author_id, kind, text, content, masked_kinds, sent_at, received_at)
       SELECT gen_random_uuid(), m.conversation_id, m.channel_account_id, m.request_id, -g, 'client', m.author_id, 'text',
         'Eski xabar ' || g, '{}', '{}', m.sent_at - g * interval '1 minute', m.received_at - g * interval '1 minute'
       FROM (SELECT * FROM message WHERE request_id = $1 AND author_kind = 'client' ORDER BY seq LIMIT 1) m, generate_series(1, 3000) g`,
      [matters[2]?.id],
    )
    await sql.end()
    await open(2)
    const drawn = page.locator('.timeline article.message')
    expect(await drawn.count()).toBeLessThan(130)
    const top = () => page.locator('.timeline').evaluate((element) => element.scrollTo({ top: 0 }))
    await until(
      async () => {
        await top()
        return (await drawn.count()) > 300
      },
      { withinMs: 60_000, what: 'more of the history' },
    )
    const end = () => page.locator('.timeline').evaluate((element) => element.scrollTo({ top: element.scrollHeight }))
    await until(
      async () => {
        await end()
        return (await drawn.count()) < 130
      },
      { withinMs, what: 'only the end drawn again' },
    )
    await area().fill('Yozish tez')
    await typed('Yozish tez')
  }, 90_000)

  it('fits a supervisor’s phone, clean for a screen reader', async () => {
    const phone = await openDesk(browser, hub, 'sherzod', { language: 'en', hash: '#/all_open' })
    await phone.page.setViewportSize({ width: 390, height: 844 })
    await phone.page.locator('.row').first().click()
    await phone.page.getByRole('link', { name: en.tabs.back }).waitFor()
    const isWide = await phone.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
    expect(isWide).toBe(false)
    expect(await axeFaults(phone.page)).toEqual([])
    await phone.page.getByRole('link', { name: en.tabs.back }).click()
    await phone.page.locator('.row').first().waitFor()
    await phone.context.close()
  })

  it('shows the widget whole on a page that fights it, moves nothing there, and says the way to Telegram', async () => {
    const context = await browser.newContext({ viewport: { width: 1100, height: 800 } })
    const guest = await context.newPage()
    guest.setDefaultTimeout(withinMs)
    const faults: string[] = []
    guest.on('pageerror', (error) => faults.push(error.message))
    guest.on('console', (line) => line.type() === 'error' && faults.push(line.text()))
    await guest.goto(hostile.url)
    const launcher = guest.locator('murojaat-widget button.launch')
    await launcher.waitFor()
    expect(await guest.evaluate(() => (window as unknown as { shift: number }).shift)).toBe(0)
    const own = () => guest.locator('#own').boundingBox()
    const before = await own()
    await launcher.click()
    const field = guest.locator('murojaat-widget textarea')
    await field.fill('Филиал ишлайдими?')
    await guest.locator('murojaat-widget button.send').click()
    await guest.locator('murojaat-widget .line.own .meta', { hasText: texts.ru.sent }).first().waitFor()
    const look = await field.evaluate((element) => {
      const { color, letterSpacing, display } = getComputedStyle(element)
      return { color, letterSpacing, display, width: element.getBoundingClientRect().width }
    })
    expect(look).toMatchObject({ letterSpacing: 'normal' })
    expect(look.color).not.toBe('rgb(255, 0, 0)')
    expect(look.width).toBeGreaterThan(150)
    await guest.getByText(texts.ru.telegram).click()
    await guest.locator('murojaat-widget .qr path').waitFor()
    expect(await guest.locator('murojaat-widget .qr').getAttribute('href')).toMatch(/start=/)
    expect(await own()).toEqual(before)
    expect(faults).toEqual([])
    await context.close()
  })
})
