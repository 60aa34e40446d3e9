/** Signing in with a second step, sessions and proofs, in a real browser; and what hostile names and texts do to the screens. */
import { readFileSync } from 'node:fs'
import pg from 'pg'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ErasureView, StaffMember } from '#contracts'
import { totpCode, totpStep } from '#platform'
import { en } from '../../web/desk/src/i18n/en.ts'
import { chromiumForTests, hasChromium, type RunningHub, type StaffSession, signInAs, startHub } from '../support/index.ts'
import { chosenPassword } from '../support/staff-session.ts'
import { axeFaults } from './axe.ts'
import { openDesk, openVisitor, requestOf, telegramPerson, withinMs } from './stage.ts'

/** Short enough for a name of Telegram. */
const attackName = `<img src=x onerror="document.title='owned'">`
/** Without quotes and slashes, which a name loses on its way. */
const attackFile = '<img src=x onerror=document.title=777>.pdf'
const attack = `${attackName}<script>document.title='owned'</script>`

/** The bytes behind the base32 an authenticator is told. */
function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

describe.skipIf(!hasChromium())('the security of the screens', () => {
  let browser: Browser
  let hub: RunningHub
  let admin: StaffSession
  const sql = async (text: string) => {
    const client = new pg.Client({ connectionString: hub.databaseUrl() })
    await client.connect()
    try {
      return await client.query(text)
    } finally {
      await client.end()
    }
  }
  beforeAll(async () => {
    ;[browser, hub] = await Promise.all([chromiumForTests(), startHub({ startWithinMs: 200_000 })])
    admin = await signInAs(hub, 'admin')
  }, 240_000)
  afterAll(async () => {
    await browser?.close()
    await hub?.remove()
  })
  const shoot = async (page: Page, name: string) => {
    const directory = process.env['SECURITY_SHOTS']
    if (directory) await page.screenshot({ path: `${directory}/${name}.png` })
  }

  it('a client’s data are handed over, and the client is forgotten, each after a fresh proof', async () => {
    const person = (await admin.get<StaffMember[]>('/api/staff')).find(({ login }) => login === 'gulnora')
    const change = await admin.send('PATCH', `/api/staff/${person?.id}`, { roles: ['compliance'] })
    expect(change.status).toBeLessThan(300)
    const client = await telegramPerson(hub, { id: 665, name: 'Rustam', language: 'uz' })
    await client.write('Nega mening ma’lumotlarim sizda turibdi?')
    const request = await requestOf(await signInAs(hub, 'nodira'), (one) => one.contactName === 'Rustam')
    const desk = await openDesk(browser, hub, 'gulnora', { language: 'en', hash: `#/all_open/${request.id}` })
    const { page, context, session } = desk
    const proveAgain = async () => {
      await page.getByLabel(en.proveAgain.password, { exact: true }).fill(chosenPassword)
      await page.getByRole('button', { name: en.proveAgain.submit }).click()
    }
    const exporting = page.getByRole('button', { name: en.clientRights.export })
    await exporting.waitFor()
    await sql("UPDATE staff_session SET proven_at = now() - interval '1 hour'")
    const saved = page.waitForEvent('download')
    await exporting.click()
    await proveAgain()
    const file = await saved
    expect(file.suggestedFilename()).toMatch(/\.zip$/)
    expect(
      readFileSync(await file.path())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')

    await sql("UPDATE staff_session SET proven_at = now() - interval '1 hour'")
    await page.getByRole('button', { name: en.clientRights.forget }).click()
    const dialog = page.getByRole('dialog', { name: en.clientRights.forgetTitle })
    const submit = dialog.getByRole('button', { name: en.clientRights.forget })
    await dialog.getByLabel(en.clientRights.reason).click()
    await page.getByRole('option', { name: en.clientRights.reasons.client_asked }).click()
    expect(await submit.isDisabled()).toBe(true)
    await dialog.getByLabel(en.clientRights.confirm(en.clientRights.word)).fill(en.clientRights.word)
    await submit.click()
    await proveAgain()
    await page.getByText(en.clientRights.isAsked).waitFor()
    // What is still open is kept until it is closed and its term is over.
    expect(await session.get<ErasureView[]>('/api/erasures')).toMatchObject([
      { contactId: request.contactId, reason: 'client_asked', waiting: 1, doneAt: null },
    ])
    await context.close()
  })

  it('the records are found by person and leave the house as a signed file, after a fresh proof', async () => {
    const { page, context } = await openDesk(browser, hub, 'admin', { language: 'en', hash: '#/records' })
    await page.locator('.records-table tbody tr').first().waitFor()
    await page.getByRole('combobox', { name: en.records.person }).click()
    await page.getByRole('option', { name: /Sherzod/ }).click()
    await page.getByText(en.records.none).waitFor()
    await page.getByRole('button', { name: en.records.clear }).click()
    await page.locator('.records-table tbody tr').first().waitFor()
    await sql("UPDATE staff_session SET proven_at = now() - interval '1 hour'")
    await page.getByRole('button', { name: en.records.export }).click()
    await page.getByLabel(en.proveAgain.password, { exact: true }).fill(chosenPassword)
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: en.proveAgain.submit }).click(),
    ])
    expect(file.suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.jsonl$/)
    const lines = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\n')
    expect(lines.some((line) => line.includes('staff.signed_in'))).toBe(true)
    expect(lines.at(-1)).toContain('signature')
    await context.close()
  })

  it('an authenticator is set up, asked for at the door, and every page of it can be read by a screen reader', async () => {
    const { page } = await openDesk(browser, hub, 'admin', { language: 'en', hash: '#/security' })
    await page.getByRole('heading', { name: en.security.title, exact: true }).waitFor()
    await sql("UPDATE staff_session SET proven_at = now() - interval '1 hour'")
    await page.getByRole('button', { name: en.security.turnOn }).click()
    // The last proof is too old: the dialog comes first, and the call goes on by itself after it.
    const proof = page.getByLabel(en.proveAgain.password, { exact: true })
    await proof.fill('not the password')
    await page.getByRole('button', { name: en.proveAgain.submit }).click()
    await page.getByRole('alert').waitFor()
    await shoot(page, 'proof')
    await proof.fill(chosenPassword)
    await page.getByRole('button', { name: en.proveAgain.submit }).click()
    const secret = ((await page.locator('.enrol-secret').textContent()) ?? '').replaceAll(' ', '')
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    await shoot(page, 'enrol')
    expect(await axeFaults(page)).toEqual([])
    const code = () => totpCode(bytesOf(secret), totpStep(new Date()))
    await page.getByLabel(en.enrol.code).fill(code())
    await page.getByRole('button', { name: en.enrol.submit, exact: true }).click()
    const recovery = page.locator('.enrol-codes code')
    await recovery.first().waitFor()
    const recoveryCode = (await recovery.first().textContent()) ?? ''
    await shoot(page, 'codes')
    await page.getByRole('button', { name: en.enrol.done }).click()
    await page.getByText(en.security.on, { exact: true }).waitFor()
    await shoot(page, 'own')
    expect(await axeFaults(page)).toEqual([])

    // The session of beforeAll ended with it; at the door the code is asked for.
    const door = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
    door.setDefaultTimeout(withinMs)
    await door.goto(hub.base)
    await door.getByText('English', { exact: true }).click()
    await door.getByLabel(en.signIn.login).fill('admin')
    await door.getByLabel(en.signIn.password, { exact: true }).fill(chosenPassword)
    await door.getByRole('button', { name: en.signIn.submit, exact: true }).click()
    const field = door.getByLabel(en.secondStep.code, { exact: true })
    await field.fill('000000')
    await door.getByRole('button', { name: en.secondStep.submit }).click()
    await door.getByRole('alert').waitFor()
    await shoot(door, 'second-step')
    expect(await axeFaults(door)).toEqual([])
    await field.fill(recoveryCode)
    await door.getByRole('button', { name: en.secondStep.submit }).click()
    await door.getByRole('navigation').first().waitFor()

    // Everybody's sessions: the other one is ended there and then falls back to the door.
    await signInAs(hub, 'sherzod')
    await door.goto(`${hub.base}/#/security/everybody`)
    await door.getByRole('rowheader', { name: 'Sherzod Aliyev' }).first().waitFor()
    await shoot(door, 'everybody')
    expect(await axeFaults(door)).toEqual([])
    await door
      .getByRole('row', { name: /Bekzod Karimov/ })
      .getByRole('button', { name: en.security.end })
      .click()
    await page.getByLabel(en.signIn.login).waitFor({ timeout: 40_000 }) // its socket looks every quarter of a minute
  })

  it('names, texts, file names and templates are shown as what was written, and run nothing', async () => {
    const supervisor = await openDesk(browser, hub, 'sherzod', { language: 'en', hash: '#/all_open' })
    const faults: string[] = []
    supervisor.page.on('dialog', (dialog) => void dialog.dismiss().then(() => faults.push('dialog')))
    supervisor.page.on('console', (line) => {
      if (/Content Security Policy/i.test(line.text())) faults.push(line.text())
    })
    const client = await telegramPerson(hub, { id: 666, name: attackName, language: 'uz' })
    await client.write(`${attack} kartam bloklandi`)
    const request = await requestOf(supervisor.session, (one) => one.contactName.includes('onerror'))
    await supervisor.session.send('POST', `/api/requests/${request.id}/notes`, { text: attack })
    const texts = { 'uz-Latn': attack, 'uz-Cyrl': attack, ru: attack, en: attack }
    const scope = { topic: null, channels: [], departmentIds: [], visibility: 'private', botMayAnswer: false }
    const made = await supervisor.session.send('POST', '/api/templates', {
      shortcut: 'xss',
      title: texts,
      texts,
      variables: [],
      scope,
    })
    expect(made.status).toBe(200)
    const { page } = supervisor
    await page.goto(`${hub.base}/#/all_open/${request.id}`)
    await page.locator('.bubble, [class*=bubble]').filter({ hasText: 'kartam bloklandi' }).first().waitFor()
    await page.getByText(attack, { exact: false }).first().waitFor()
    await shoot(page, 'hostile')
    const visitor = await openVisitor(browser, hub)
    await visitor.write('Shartnomam shu yerda, kartam bloklandi')
    await visitor.page
      .locator('murojaat-widget input[type=file]')
      .setInputFiles({ name: attackFile, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') })
    await visitor.page.getByText(attackFile).first().waitFor()
    const fromSite = await requestOf(supervisor.session, (one) => one.channel === 'webchat')
    await page.goto(`${hub.base}/#/all_open/${fromSite.id}`)
    await page.locator('.file-card').filter({ hasText: attackFile }).waitFor()
    for (const one of [page, visitor.page]) expect(await one.title()).not.toContain('777')
    expect(await page.locator('img[src="x"]').count()).toBe(0)
    expect(await visitor.page.locator('murojaat-widget img[src="x"]').count()).toBe(0)
    await visitor.context.close()
    await page.goto(`${hub.base}/#/templates`)
    await page.getByText(attack, { exact: false }).first().waitFor()
    expect(await page.title()).not.toContain('owned')
    expect(await page.locator('img[src="x"]').count()).toBe(0)
    expect(faults).toEqual([])
    expect(admin.operatorId).not.toBe('')
  })
})
