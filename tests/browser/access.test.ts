/** The screens for people who use no mouse, or cannot see them; and the pictures of them for README. */
import pg from 'pg'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RequestSummary } from '#contracts'
import { writePast } from '../../scripts/play/past.ts'
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
import { axeFaults, rulesOfTheDark } from './axe.ts'
import { isShooting, shoot } from './screens.ts'
import { openDesk, openVisitor, openWidget, pressUntil, requestOf, telegramPerson, withinMs } from './stage.ts'
import { lookAt, looksOf, places, unvisited } from './visited-pages.ts'

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
    const database = new pg.Client({ connectionString: hub.databaseUrl() })
    await database.connect()
    await writePast(database, { days: 62, perDay: 9 })
    await database.end()
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
    // Whoever finds nothing must be able to find something.
    await page.evaluate(() => {
      document.querySelector('main, body')?.insertAdjacentHTML('beforeend', '<img src="data:,"><p style="color: #ddd">pale</p>')
    })
    const faults = await axeFaults(page)
    for (const fault of ['image-alt', 'color-contrast']) expect(faults.some((one) => one.startsWith(fault))).toBe(true)
    expect((await axeFaults(page, rulesOfTheDark)).map((one) => one.split(':')[0])).toEqual(['color-contrast'])
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
    await desk.context.close()
  })

  /** What an operator looks at all day, in the two languages most read it in, by day and by night. */
  it.skipIf(!isShooting)(
    'of an operator and of a client are pictures',
    async () => {
      for (const language of ['uz-Latn', 'ru'] as const)
        for (const colorScheme of ['light', 'dark'] as const) {
          const name = `${language}-${colorScheme}`
          const desk = await openDesk(browser, hub, 'jasur', { language, colorScheme, hash: `#/all_open/${urgent.id}` })
          await desk.page.locator('.composer textarea').waitFor()
          await desk.page.locator('.client-card').waitFor()
          await shoot(desk.page, `inbox-${name}`)
          await desk.page.locator('.composer textarea').focus()
          await desk.page.keyboard.press('/')
          await desk.page.getByRole('option').first().waitFor()
          await shoot(desk.page, `templates-${name}`)
          await desk.context.close()
          const visitor = await openVisitor(browser, hub, { colorScheme })
          await visitor.page.locator('murojaat-widget select').selectOption(language)
          await visitor.write(language === 'ru' ? 'Можно увеличить лимит карты?' : 'Karta limitini oshirsa bo‘ladimi?')
          await visitor.page.locator('murojaat-widget .line:not(.own)').first().waitFor()
          await shoot(visitor.page, `widget-${name}`, { x: 640, y: 100, width: 640, height: 760 })
          await visitor.context.close()
        }
    },
    300_000,
  )

  it('of the template picker is clean for a screen reader', async () => {
    const desk = await openDesk(browser, hub, 'jasur', { language: 'en', hash: `#/mine/${urgent.id}` })
    await desk.page.getByRole('textbox', { name: /^Reply to/ }).focus()
    await desk.page.keyboard.press('/')
    await desk.page.getByRole('option').first().waitFor()
    expect(await axeFaults(desk.page)).toEqual([])
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

  it('have every address of the console among them', () => {
    expect(unvisited()).toEqual([])
  })

  it.each(['admin', 'sherzod'] as const)(
    'of rules, reports and the house are clean for a screen reader in both themes, and their numbers open as many requests: %s',
    async (who) => {
      const seen = { faults: [] as string[], numbers: 0 }
      for (const look of looksOf(who)) {
        const own = places.filter((place) => (place.who ?? 'admin') === who)
        const desk = await openDesk(browser, hub, who, { language: look.language, hash: own[0]?.hash ?? '' })
        for (const place of own) {
          await desk.page.goto(`${hub.base}/${place.hash}`)
          await desk.page.locator(place.ready).first().waitFor()
          for (const scheme of look.schemes) await lookAt(desk.page, place, { ...look, scheme }, seen)
        }
        await desk.context.close()
      }
      expect(seen.faults).toEqual([])
      if (who === 'sherzod') expect(seen.numbers).toBeGreaterThan(150)
    },
    300_000,
  )

  it.each(['light', 'dark'] as const)(
    'of a term, its appeal and its proof are clean for a screen reader, %s',
    async (scheme) => {
      const language = scheme === 'light' ? 'en' : 'ru'
      const complaint = await requestOf(watcher, (one) => one.contactName.startsWith('Otabek'))
      const desk = await openDesk(browser, hub, 'sherzod', {
        language,
        colorScheme: scheme,
        hash: `#/all_open/${complaint.id}`,
      })
      const { page, session } = desk
      if (scheme === 'light') {
        const card = { fullName: 'Otabek Sodiqov', phone: '+998901234567', essence: 'Bankomat pulni bermadi', hasConsent: true }
        expect((await session.send('POST', `/api/requests/${complaint.id}/appeal`, card)).status).toBe(200)
      }
      await page.getByText(/R-\d{4}-\d{6}/).waitFor()
      await page.locator('.legal-block').first().scrollIntoViewIfNeeded()
      expect(await axeFaults(page)).toEqual([])
      await shoot(page, `request-${language}-${scheme}`)
      for (const key of ['e', 'a']) {
        await page.locator('h2').first().click()
        await pressUntil(page, [key], page.getByRole('dialog').getByRole('textbox').first())
        expect(await axeFaults(page)).toEqual([])
        await page.keyboard.press('Escape')
        await page.getByRole('dialog').waitFor({ state: 'detached' })
      }
      await desk.context.close()
    },
  )
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
