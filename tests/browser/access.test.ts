/** The screens for people who use no mouse, or cannot see them; and the pictures of them for README. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RequestSummary } from '#contracts'
import { en } from '../../web/desk/src/i18n/en.ts'
import { texts } from '../../web/widget/src/texts.ts'
import {
  chromiumForTests,
  hasChromium,
  type RunningHub,
  type StaffSession,
  signInAs,
  startHub,
  until,
} from '../support/index.ts'
import { axeFaults } from './axe.ts'
import { shoot } from './screens.ts'
import { openDesk, openVisitor, openWidget, requestOf, telegramPerson, withinMs } from './stage.ts'

/** A believable half hour of a bank, in its languages. */
const people = [
  { id: 501, name: 'Feruza', language: 'uz', says: 'Kartamni o‘g‘irlab ketishdi, tezda bloklab bering!' },
  {
    id: 502,
    name: 'Otabek',
    language: 'uz',
    says: 'Bankomat pulimni bermadi, lekin hisobimdan yechib oldi. 3 kundan beri javob yo‘q!',
  },
  { id: 503, name: 'Марина', language: 'ru', says: 'Почему у меня дважды списали комиссию за один и тот же перевод?' },
  { id: 504, name: 'Шерзод', language: 'uz', says: 'Менга ипотека кредити олиш учун қандай ҳужжатлар керак?' },
  { id: 505, name: 'Alisher', language: 'uz', says: 'Ilovaga tungi rejim qo‘shsangiz juda qulay bo‘lardi' },
  { id: 506, name: 'Nigora', language: 'ru', says: 'Мне позвонили якобы из банка, и я назвала код из СМС' },
] as const

describe.skipIf(!hasChromium())('the screens', () => {
  let browser: Browser
  let hub: RunningHub
  let watcher: StaffSession
  let urgent: RequestSummary
  beforeAll(async () => {
    ;[browser, hub] = await Promise.all([chromiumForTests(), startHub()])
    watcher = await signInAs(hub, 'nodira')
    for (const login of ['jasur', 'dilnoza']) await signInAs(hub, login)
    for (const person of people) await (await telegramPerson(hub, person)).write(person.says)
    await requestOf(watcher, (one) => one.contactName.startsWith('Nigora'))
    urgent = await requestOf(watcher, (one) => one.contactName.startsWith('Feruza'))
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await hub?.remove()
  })

  const plainPage = async (colorScheme: 'light' | 'dark' = 'light'): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme })
    const page = await context.newPage()
    page.setDefaultTimeout(withinMs)
    return page
  }

  it('of the sign-in is clean for a screen reader', async () => {
    const page = await plainPage()
    await page.goto(hub.base)
    await page.getByRole('textbox').first().waitFor()
    expect(await axeFaults(page)).toEqual([])
    await shoot(page, 'sign-in')
    await page.context().close()
  })

  it.each(['light', 'dark'] as const)('of the inbox is clean for a screen reader, %s', async (colorScheme) => {
    const language = colorScheme === 'light' ? 'uz-Latn' : 'ru'
    const desk = await openDesk(browser, hub, 'jasur', { language, colorScheme, hash: `#/all_open/${urgent.id}` })
    await desk.page.getByText('o‘g‘irlab').first().waitFor()
    await desk.page.locator('.facts-pane, .pane').last().waitFor()
    const status = await desk.session.send('POST', `/api/requests/${urgent.id}/take`, {})
    expect([200, 204, 409]).toContain(status.status)
    await desk.page.locator('.composer').waitFor()
    expect(await axeFaults(desk.page)).toEqual([])
    await shoot(desk.page, `inbox-${language}-${colorScheme}`)
    await desk.context.close()
  })

  it('of the template picker is clean for a screen reader', async () => {
    const desk = await openDesk(browser, hub, 'jasur', { language: 'en', hash: `#/mine/${urgent.id}` })
    await desk.page.getByRole('textbox', { name: /^Reply to/ }).focus()
    await desk.page.keyboard.press('/')
    await desk.page.getByRole('option').first().waitFor()
    expect(await axeFaults(desk.page)).toEqual([])
    await shoot(desk.page, 'templates-en-light')
    await desk.context.close()
  })

  it('of the board and the statistics are clean for a screen reader', async () => {
    const desk = await openDesk(browser, hub, 'sherzod', { language: 'ru', hash: '#/board' })
    await desk.page.locator('main, .board').first().waitFor()
    expect(await axeFaults(desk.page)).toEqual([])
    await shoot(desk.page, 'board-ru-light')
    await desk.page.goto(`${hub.base}/#/statistics`)
    await desk.page.getByRole('row').nth(1).waitFor()
    expect(await axeFaults(desk.page)).toEqual([])
    await shoot(desk.page, 'statistics-ru-light')
    await desk.context.close()
  })

  it('of the widget is clean for a screen reader and works by keyboard alone', async () => {
    const page = await plainPage()
    await page.goto(`${hub.base}/demo`)
    const launcher = page.locator('murojaat-widget button.launch')
    await launcher.waitFor()
    const words = texts['uz-Latn']
    await tabTo(page, 'launch')
    await page.keyboard.press('Enter')
    // Opening leads straight to the writing field.
    await until(() => focusedClass(page).then((found) => found === 'TEXTAREA'), { withinMs, what: 'the field in focus' })
    await page.keyboard.type('Omonat foizi qancha?')
    await page.keyboard.press('Enter')
    await page.locator('murojaat-widget .line.own .meta', { hasText: words.sent }).first().waitFor()
    await page.locator('murojaat-widget .line:not(.own)').first().waitFor()
    expect(await axeFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.locator('murojaat-widget .panel').waitFor({ state: 'detached' })
    expect(await focusedClass(page)).toBe('launch')
    await page.context().close()
  })

  it('of the widget stand on the bank’s page in both themes', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const visitor = await openVisitor(browser, hub, { colorScheme })
      await openWidget(visitor.page)
      await visitor.write('Kredit kartamning limitini oshirish mumkinmi?')
      await visitor.page.locator('murojaat-widget .line:not(.own)').first().waitFor()
      expect(await axeFaults(visitor.page)).toEqual([])
      await shoot(visitor.page, `widget-${colorScheme}`)
      await visitor.context.close()
    }
  })

  it('name every action of an open request with its key', async () => {
    const desk = await openDesk(browser, hub, 'jasur', { language: 'en', hash: `#/mine/${urgent.id}` })
    await desk.page.getByRole('toolbar', { name: en.actions.label }).waitFor()
    const names = await desk.page.getByRole('toolbar', { name: en.actions.label }).getByRole('button').allInnerTexts()
    expect(names.length).toBeGreaterThanOrEqual(3)
    await desk.context.close()
  })
})

/** What has the focus, looked for through the shadow root: its class, or its tag where it has none. */
function focusedClass(page: Page): Promise<string> {
  return page.evaluate(() => {
    let active: Element | null = document.activeElement
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
    return active?.className || active?.tagName || ''
  })
}

/** Presses Tab until the thing of this class has the focus; a page that never lets it have it fails. */
async function tabTo(page: Page, className: string): Promise<void> {
  for (let press = 0; press < 60; press++) {
    await page.keyboard.press('Tab')
    if ((await focusedClass(page)) === className) return
  }
  throw new Error(`Tab never reached .${className}`)
}
