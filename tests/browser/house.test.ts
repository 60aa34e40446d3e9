/** A new installation: its first administrator sets it up, adds somebody, and that person comes in. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SetUpView, StaffMember } from '#contracts'
import { en } from '../../web/desk/src/i18n/en.ts'
import { chromiumForTests, hasChromium, type RunningHub, startHub, until } from '../support/index.ts'
import { axeFaults } from './axe.ts'
import { shoot } from './screens.ts'
import { openDesk, withinMs } from './stage.ts'

const words = en.house

describe.skipIf(!hasChromium())('the house', () => {
  let browser: Browser
  let hub: RunningHub
  beforeAll(async () => {
    ;[browser, hub] = await Promise.all([chromiumForTests(), startHub({ env: { DEMO: 'off' } })])
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await hub?.remove()
  })

  it('is set up step by step, left in the middle and gone on with, until it says so no more', async () => {
    const { page, context, session } = await openDesk(browser, hub, 'admin', { language: 'en' })
    await page.getByRole('heading', { level: 2, name: words.steps.bank.name, exact: true }).waitFor()
    // Nobody is there but who sets it up: the invented people are the demonstration's.
    expect((await session.get<StaffMember[]>('/api/staff')).map(({ login, roles }) => [login, roles])).toEqual([
      ['admin', ['administrator']],
    ])
    await page.getByLabel(words.bankName).fill('Ishonch Bank')
    await page.getByRole('button', { name: words.next }).click()
    await page.getByRole('heading', { level: 2, name: words.steps.hours.name, exact: true }).waitFor()
    // The name is where the staff see it, and a reload goes on where this was left.
    await page.locator('.rail').getByText('Ishonch Bank').waitFor({ state: 'attached' })
    await page.reload()
    await page.getByRole('heading', { level: 2, name: words.steps.hours.name, exact: true }).waitFor()
    expect(await axeFaults(page)).toEqual([])
    await shoot(page, 'set-up-en-light')
    await page.getByRole('button', { name: words.next }).click()
    await page.getByRole('heading', { level: 2, name: words.steps.departments.name, exact: true }).waitFor()
    await page.goto(`${hub.base}/#/templates`)
    await page.getByRole('link', { name: words.goOn }).click()
    await page.getByRole('heading', { level: 2, name: words.steps.departments.name, exact: true }).waitFor()
    for (const step of ['departments', 'channel', 'staff'] as const) {
      await page.getByRole('heading', { level: 2, name: words.steps[step].name, exact: true }).first().waitFor()
      await page.getByRole('button', { name: words.next }).click()
    }
    await page.getByText(words.allDone).waitFor()
    await page.getByRole('button', { name: words.finish }).click()
    await page.getByText(words.finished).waitFor()
    expect(await page.getByRole('link', { name: words.goOn }).count()).toBe(0)
    const setUp = await session.get<SetUpView>('/api/set-up')
    expect(setUp).toMatchObject({ state: 'done', bankName: 'Ishonch Bank' })
    // Clients see it too, above their words in the widget.
    const visit = await fetch(`${hub.base}/widget/main/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    expect(await visit.json()).toMatchObject({ bankName: 'Ishonch Bank' })
    await context.close()
  })

  it('gets a new person, who comes in by the password shown once, and a refusal that says what to do', async () => {
    const { page, context, session } = await openDesk(browser, hub, 'admin', { language: 'en', hash: '#/house' })
    await page.getByRole('button', { name: words.addPerson }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel(words.name).fill('Nigora Saidova')
    await form.getByLabel(en.signIn.login, { exact: false }).fill('nigora.s')
    await form.getByLabel(words.email).fill('Nigora@Bank.example')
    await form.getByRole('button', { name: words.addPerson }).click()
    const told = page.locator('.first-password')
    await told.getByText(words.passwordTold).waitFor()
    const [, password = ''] = await told.locator('code').allInnerTexts()
    expect(await axeFaults(page)).toEqual([])
    await shoot(page, 'staff-en-light')
    const staff = await session.get<StaffMember[]>('/api/staff')
    expect(staff.find(({ login }) => login === 'nigora.s')).toMatchObject({
      mustChangePassword: true,
      roles: ['operator'],
      email: 'nigora@bank.example',
    })
    const own = await page.getByRole('row', { name: /admin/ }).innerText()
    expect(own).toContain(en.words.roles.administrator)

    const door = await browser.newContext()
    const entrance = await door.newPage()
    entrance.setDefaultTimeout(withinMs)
    await entrance.goto(hub.base)
    await entrance.getByRole('textbox').first().fill('nigora.s')
    await entrance.locator('input[type="password"]').fill(password)
    await entrance.locator('input[type="password"]').press('Enter')
    await until(async () => (await entrance.locator('input[type="password"]').count()) === 3, {
      withinMs,
      what: 'the question for a password of their own',
    })
    await door.close()

    await page.getByRole('link', { name: words.tabs.departments }).click()
    await page
      .getByRole('button', { name: new RegExp(`^${words.close}: `) })
      .first()
      .click()
    await page.getByText(/still needed/).waitFor()
    expect(await axeFaults(page)).toEqual([])
    await page.goto(`${hub.base}/#/house/health`)
    await page.locator('.check').nth(7).waitFor()
    expect(await axeFaults(page)).toEqual([])
    await context.close()
  })
})
