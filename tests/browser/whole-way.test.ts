/** The product's main job on the screens people use: a client writes, a person answers, a manager counts. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RequestDetail, SlaReport } from '#contracts'
import { en } from '../../web/desk/src/i18n/en.ts'
import { ru } from '../../web/desk/src/i18n/ru.ts'
import { uzLatn } from '../../web/desk/src/i18n/uz-latn.ts'
import { texts } from '../../web/widget/src/texts.ts'
import { chosenPassword, chromiumForTests, hasChromium, type RunningHub, signInAs, startHub, until } from '../support/index.ts'
import { openDesk, openVisitor, requestOf, withinMs } from './stage.ts'

describe.skipIf(!hasChromium())('the whole way', () => {
  let browser: Browser
  let hub: RunningHub
  beforeAll(async () => {
    ;[browser, hub] = await Promise.all([chromiumForTests(), startHub({ fromSources: true })])
  })
  afterAll(async () => {
    await browser?.close()
    await hub?.remove()
  })

  it('asks for a password of one’s own at the first sign-in', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    page.setDefaultTimeout(withinMs)
    await page.goto(hub.base)
    const first = hub.passwordOf('sherzod')
    await page.getByLabel(uzLatn.signIn.login).fill('sherzod')
    await page.getByLabel(uzLatn.signIn.password, { exact: true }).fill(first)
    await page.getByRole('button', { name: uzLatn.signIn.submit }).click()
    await page.getByLabel(uzLatn.password.current, { exact: true }).fill(first)
    await page.getByLabel(uzLatn.password.next, { exact: true }).fill(chosenPassword)
    await page.getByLabel(uzLatn.password.again, { exact: true }).fill(chosenPassword)
    await page.getByRole('button', { name: uzLatn.password.submit }).click()
    await page.getByRole('navigation').first().waitFor()
    const again = await fetch(`${hub.base}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: hub.base },
      body: JSON.stringify({ login: 'sherzod', password: first }),
    })
    expect(again.status).toBe(401)
    await context.close()
  })

  it('keeps the language taken at the door, also where one signs in next', async () => {
    const enter = async (taken: string | null) => {
      const context = await browser.newContext()
      const page = await context.newPage()
      page.setDefaultTimeout(withinMs)
      await page.goto(hub.base)
      if (taken !== null) await page.getByText(taken, { exact: true }).click()
      await page.locator('input[autocomplete="username"]').fill('sherzod')
      await page.locator('input[autocomplete="current-password"]').fill(chosenPassword)
      await page.keyboard.press('Enter')
      await page.getByRole('link', { name: ru.shell.board, exact: true }).waitFor()
      await context.close()
    }
    await enter(uzLatn.words.languages.ru)
    await enter(null)
  })

  it('brings a client’s words to an operator and the operator’s template back, by keyboard, with its marks', async () => {
    const operator = await openDesk(browser, hub, 'jasur', { language: 'en' })
    const visitor = await openVisitor(browser, hub)
    await visitor.write('Kartamni o‘g‘irlab ketishdi, tezda bloklab bering!')
    const request = await requestOf(operator.session, (one) => one.channel === 'webchat' && one.priority === 'urgent')
    expect(request.type).toBe('complaint')

    const { page } = operator
    await page.goto(`${hub.base}/#/all_open/${request.id}`)
    await page.getByText('Kartamni o‘g‘irlab ketishdi').first().waitFor()
    const take = page.getByRole('button', { name: en.actions.take, exact: true })
    const area = page.getByRole('textbox', { name: /^Reply to/ })
    // Assigned by least load at any moment, or waiting for whoever takes it first: "take" gives way to the writing area.
    await take.or(area).first().waitFor()
    if (await take.isVisible()) await page.keyboard.press('t')
    await area.waitFor()
    await area.focus()
    await page.keyboard.press('/')
    await page.getByRole('dialog', { name: en.composer.templatesLabel }).getByRole('option').first().waitFor()
    await page.keyboard.press('Enter')
    await until(async () => (await area.inputValue()) !== '', { withinMs, what: 'the template in the writing area' })
    // Where the template asks for what only the operator knows, Tab leads to each gap.
    for (let gap = 0; gap < 5 && (await page.getByText(/not filled in/).isVisible()); gap++) {
      await page.keyboard.press('Tab')
      await page.keyboard.type('bugun')
    }
    await page.keyboard.press('Control+Enter')

    const own = page.locator('article.message[data-author="operator"]').last()
    await own.waitFor()
    await until(async () => (await visitor.lines()).length >= 2, { withinMs, what: 'the answer in the widget' })
    await own.getByRole('img', { name: en.timeline.delivery.read[0] ?? '' }).waitFor()
    const after = await operator.session.get<RequestDetail>(`/api/requests/${request.id}`)
    const reply = after.messages.find((message) => message.authorKind === 'operator')
    expect(reply?.templateVersionId).not.toBeNull()
    expect(after.request.clocks.find((clock) => clock.kind === 'first_response')?.state).toBe('met')
    const shown = (await visitor.lines()).map((line) => line.replace(/\s+/g, ' ').trim())
    expect(shown).toContain(reply?.text.replace(/\s+/g, ' ').trim())
    await visitor.page.locator('murojaat-widget .meta', { hasText: texts['uz-Latn'].read }).first().waitFor()
    await operator.context.close()
    await visitor.context.close()
  })

  it('lets one of two operators who press "take" at once have it and tells the other', async () => {
    const visitor = await openVisitor(browser, hub)
    await visitor.write('O‘tkazma osilib qoldi, ikki kundan beri tushmadi')
    const watcher = await signInAs(hub, 'nodira')
    const request = await requestOf(watcher, (one) => one.lastMessage?.text.includes('osilib qoldi') ?? false)
    const desks = await Promise.all(['dilnoza', 'jasur'].map((login) => openDesk(browser, hub, login, { language: 'en' })))
    // Whoever the program gave it to gives it back, and nobody is given it again: both are at their break.
    for (const { session } of desks) await session.send('POST', '/api/me/presence', { state: 'away' })
    await until(
      async () => {
        const { request: now } = await watcher.get<RequestDetail>(`/api/requests/${request.id}`)
        if (now.holderKind === 'queue') return true
        const holder = desks.find(({ session }) => session.operatorId === now.holderOperatorId)
        await (holder ?? desks[0])?.session.send('POST', `/api/requests/${request.id}/${holder ? 'return' : 'take'}`, {})
        return false
      },
      { withinMs, what: 'the request in its department’s queue' },
    )
    await Promise.all(
      desks.map(async ({ page }) => {
        await page.goto(`${hub.base}/#/queue/${request.id}`)
        await page.getByRole('button', { name: en.actions.take, exact: true }).waitFor()
      }),
    )
    await Promise.all(desks.map(({ page }) => page.keyboard.press('t')))
    const holder = await until(
      async () => (await watcher.get<RequestDetail>(`/api/requests/${request.id}`)).request.holderOperatorId,
      { withinMs, what: 'a holder' },
    )
    const [winner, loser] = desks[0]?.session.operatorId === holder ? desks : [...desks].reverse()
    await winner?.page.getByRole('textbox', { name: /^Reply to/ }).waitFor()
    expect(await loser?.page.getByRole('textbox', { name: /^Reply to/ }).count()).toBe(0)
    const told = loser?.page.getByText(/Dilnoza Qodirova|Jasur To‘rayev/)
    await until(async () => ((await told?.count()) ?? 0) > 0, { withinMs, what: 'the loser being told who has it' })
    for (const desk of desks) await desk.context.close()
    await visitor.context.close()
  })

  it('counts what happened on the manager’s page', async () => {
    const manager = await openDesk(browser, hub, 'nodira', { language: 'en', hash: '#/statistics' })
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Tashkent' }).format(new Date())
    const opened = await until(
      async () => {
        const { volume } = await manager.session.get<SlaReport>(`/api/statistics/sla?from=${today}&to=${today}`)
        const website = volume.filter((cell) => cell.channel === 'webchat').reduce((sum, cell) => sum + cell.opened, 0)
        return website >= 2 ? website : false
      },
      { withinMs, what: 'both requests in the report' },
    )
    expect(opened).toBe(2)
    const { page } = manager
    await page.reload()
    await page.getByRole('heading', { name: en.shell.statistics }).first().waitFor()
    const row = page.getByRole('row').filter({ hasText: en.words.channels.webchat }).first()
    await row.waitFor()
    expect(await row.innerText()).toMatch(/\b2\b/)
    await manager.context.close()
  })
})
