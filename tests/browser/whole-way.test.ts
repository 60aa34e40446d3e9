/** The product's main job on the screens people use: a client writes, a person answers, a manager counts. */
import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IncidentView, RequestDetail, SlaReport, TemplateFile } from '#contracts'
import { en } from '../../web/desk/src/i18n/en.ts'
import { ru } from '../../web/desk/src/i18n/ru.ts'
import { uzLatn } from '../../web/desk/src/i18n/uz-latn.ts'
import { texts } from '../../web/widget/src/texts.ts'
import {
  chosenPassword,
  chromiumForTests,
  hasChromium,
  type RunningHub,
  type StaffSession,
  signInAs,
  startHub,
  until,
} from '../support/index.ts'
import { type Desk, openDesk, openVisitor, pressUntil, requestOf, telegramPerson, withinMs } from './stage.ts'

describe.skipIf(!hasChromium())('the whole way', () => {
  let browser: Browser
  let hub: RunningHub
  /** By clients on the website, in whatever try of a story. */
  let websiteRequests = 0
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
    const first = hub.passwordOf('gulnora')
    await page.getByLabel(uzLatn.signIn.login).fill('gulnora')
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
      body: JSON.stringify({ login: 'gulnora', password: first }),
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
      await page.locator('input[autocomplete="username"]').fill('gulnora')
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
    websiteRequests++
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
    for (let gap = 0; gap < 5 && (await area.inputValue()).includes('{{'); gap++) {
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
    websiteRequests++
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
    expect(websiteRequests).toBeGreaterThanOrEqual(2)
    await until(
      async () => {
        const { volume } = await manager.session.get<SlaReport>(`/api/statistics/sla?from=${today}&to=${today}`)
        const website = volume.filter((cell) => cell.channel === 'webchat').reduce((sum, cell) => sum + cell.opened, 0)
        if (website !== websiteRequests) throw new Error(`${website} of ${websiteRequests} are counted`)
        return true
      },
      { withinMs, what: 'every request of the website in the report' },
    )
    const { page } = manager
    await page.reload()
    await page.getByRole('heading', { name: en.shell.statistics }).first().waitFor()
    const row = page.getByRole('row').filter({ hasText: en.words.channels.webchat }).first()
    await row.waitFor()
    expect(await row.innerText()).toMatch(new RegExp(`\\b${websiteRequests}\\b`))
    await manager.context.close()
  })

  /** A client in Telegram whose request this operator holds and has open. */
  async function held(desk: Desk, person: { id: number; name: string }, words: string) {
    const client = await telegramPerson(hub, { ...person, language: 'uz' })
    await client.write(words)
    const watcher = await signInAs(hub, 'sherzod')
    const request = await requestOf(watcher, (one) => one.contactName.startsWith(person.name))
    const detail = () => watcher.get<RequestDetail>(`/api/requests/${request.id}`)
    await handTo(watcher, desk, request.id)
    await desk.page.goto(`${hub.base}/#/mine/${request.id}`)
    await desk.page.getByRole('textbox', { name: /^Reply to/ }).waitFor()
    return { client, request, detail }
  }
  /** An earlier story sent them to their break. */
  const handTo = async (watcher: StaffSession, { session }: Desk, requestId: string) => {
    await session.send('POST', '/api/me/presence', { state: 'online' })
    await until(
      async () => {
        const { request } = await watcher.get<RequestDetail>(`/api/requests/${requestId}`)
        if (request.holderOperatorId === session.operatorId) return true
        const act = (step: string, body: object) => watcher.send('POST', `/api/requests/${requestId}/${step}`, body)
        if (request.holderOperatorId !== watcher.operatorId) await act('take', {})
        else await act('transfer', { to: { operatorId: session.operatorId } })
        return false
      },
      { withinMs, what: 'the request with its operator' },
    )
  }

  it('pauses with a reason, goes on, and is corrected by one click', async () => {
    const desk = await openDesk(browser, hub, 'jasur', { language: 'en' })
    const { page } = desk
    const { detail } = await held(desk, { id: 601, name: 'Farrux' }, 'Ilovaga tungi rejim qo‘shsangiz yaxshi bo‘lardi')
    const dialog = page.getByRole('dialog')
    await page.getByRole('heading', { level: 2 }).first().click()
    await pressUntil(page, ['p'], dialog)
    await dialog.getByLabel(en.words.pauseReasons.waiting_client_document).check()
    await dialog.getByRole('button', { name: en.dialogs.pauseSubmit }).click()
    await page.getByText(en.history['request.paused'](en.words.pauseReasons.waiting_client_document)).first().waitFor()
    expect((await detail()).request).toMatchObject({ status: 'waiting_client', pauseReason: 'waiting_client_document' })
    await page.getByRole('toolbar').getByRole('button', { name: en.actions.resume }).click()
    await page.getByText(en.history['request.resumed'], { exact: true }).waitFor()
    expect((await detail()).request).toMatchObject({ status: 'open', pauseReason: null })

    const was = (await detail()).request.type
    const to = was === 'question' ? 'suggestion' : 'question'
    await page.getByRole('button', { name: `${en.facts.type}: ${en.words.types[was]}` }).click()
    await page.getByRole('menuitem', { name: en.words.types[to] }).click()
    await page.getByText(en.facts.corrected('Jasur To‘rayev')).waitFor()
    expect((await detail()).request).toMatchObject({ type: to, isConfirmed: true })
    await desk.context.close()
  })

  it('sends a template with its file, seen before it goes, and received by the client', async () => {
    const pdf = '%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF'
    const [author, approver] = [await signInAs(hub, 'admin'), await signInAs(hub, 'nodira')]
    const form = new FormData()
    form.set('file', new Blob([pdf], { type: 'application/pdf' }), 'tariflar.pdf')
    const headers = { cookie: author.cookie, origin: hub.base, 'x-csrf-token': author.csrfToken }
    const added = await fetch(`${hub.base}/api/template-files`, { method: 'POST', headers, body: form })
    const { id } = (await added.json()) as TemplateFile
    const four = (word: string) => ({ 'uz-Latn': word, 'uz-Cyrl': word, ru: word, en: word })
    const scope = { topic: null, channels: [], departmentIds: [], visibility: 'private', botMayAnswer: false }
    const words = {
      title: four('Tariflar'),
      texts: four('Tariflar ilova qilingan faylda.'),
      variables: [],
      scope,
      fileIds: [id],
    }
    const made = await author.send('POST', '/api/templates', { shortcut: 'tarif-fayl-sinov', ...words })
    const { versionId } = made.body as { versionId: string }
    await author.send('POST', `/api/template-versions/${versionId}/submit`)
    expect((await approver.send('POST', `/api/template-versions/${versionId}/approve`)).status).toBe(204)

    const desk = await openDesk(browser, hub, 'jasur', { language: 'en' })
    const { page } = desk
    const { client } = await held(desk, { id: 602, name: 'Madina' }, 'Karta tariflarini yuborsangiz, operator kerak')
    const area = page.getByRole('textbox', { name: /^Reply to/ })
    await area.focus()
    await page.keyboard.press('/')
    await page.getByRole('combobox', { name: en.composer.searchTemplates }).fill('/tarif-fayl-sinov')
    await page.getByRole('option', { selected: true }).filter({ hasText: 'tarif-fayl-sinov' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('list', { name: en.files.withTemplate }).getByText('tariflar.pdf').waitFor()
    await page.locator('button:enabled', { hasText: en.composer.send }).click()
    await page.locator('article.message[data-author="operator"]').getByText('tariflar.pdf').first().waitFor()
    const [document] = await until(
      async () => {
        const all = await client.documents()
        return all.length > 0 ? all : undefined
      },
      { withinMs, what: 'the file on the client’s phone' },
    )
    expect(document).toMatchObject({ name: 'tariflar.pdf', caption: 'Tariflar ilova qilingan faylda.' })
    expect(document?.bytes.toString()).toBe(pdf)
    await desk.context.close()
  })

  it('calls whoever looks elsewhere once for each request given, and never for what is seen', async () => {
    const desk = await openDesk(browser, hub, 'jasur', { language: 'en' })
    const { page, context } = desk
    await context.addInitScript(stubSignals)
    const { client, request } = await held(desk, { id: 603, name: 'Kamola' }, 'Kartam ishlamayapti, operator kerak')
    await page.reload()
    await page.getByRole('textbox', { name: /^Reply to/ }).waitFor()
    // What is open in front of somebody calls nobody.
    await client.write('Hali ham javob kutyapman')
    await page.getByText('Hali ham javob kutyapman').first().waitFor()
    expect(await called(page)).toEqual({ notices: [], tones: 0 })
    await look(page, 'hidden')
    const watcher = await signInAs(hub, 'sherzod')
    const next = await telegramPerson(hub, { id: 604, name: 'Lutfulla', language: 'uz' })
    await next.write('Pulim tushmadi, operator kerak')
    const given = await requestOf(watcher, (one) => one.contactName.startsWith('Lutfulla'))
    await handTo(watcher, desk, given.id)
    const assigned = en.toast.assigned('Lutfulla')
    await until(async () => (await called(page)).notices.includes(assigned), { withinMs, what: 'a notice of the desktop' })
    await client.write('Rahmat, kutaman')
    await until(async () => (await called(page)).notices.includes(en.signals.wrote('Kamola')), { withinMs, what: 'the words' })
    const { notices, tones } = await called(page)
    expect(notices.filter((notice) => notice === assigned)).toHaveLength(1)
    expect(tones).toBe(1)
    expect(request.id).not.toBe(given.id)
    await context.close()
  })

  it('hears the client’s mark in the widget and shows it beside the request', async () => {
    const visitor = await openVisitor(browser, hub)
    await visitor.write('Kredit foizi bo‘yicha savolim bor, operator kerak')
    const watcher = await signInAs(hub, 'sherzod')
    const request = await requestOf(watcher, (one) => one.lastMessage?.text.includes('Kredit foizi') ?? false)
    const desk = await openDesk(browser, hub, 'jasur', { language: 'en' })
    await handTo(watcher, desk, request.id)
    const answer = { clientReplyId: randomUUID(), text: 'Yillik 24 foizdan.' }
    expect((await desk.session.send('POST', `/api/requests/${request.id}/replies`, answer)).status).toBe(200)
    const closing = await desk.session.send('POST', `/api/requests/${request.id}/close`, { outcome: 'answered' })
    expect(closing.status).toBeLessThan(300)
    await desk.page.goto(`${hub.base}/#/closed/${request.id}`)
    await visitor.page.locator('murojaat-widget').getByRole('button', { name: /^5 · / }).click()
    await desk.page.getByText(en.marks.outOf(5, 5)).waitFor()
    for (const { context } of [visitor, desk]) await context.close()
  })

  it('lets a supervisor make an incident of what many write about, and end it', async () => {
    const watcher = await signInAs(hub, 'sherzod')
    const same = ['Ilova ishlamayapti, kira olmayapman', 'Ilovaga kirib bo‘lmayapti', 'Ilova ochilmayapti, kira olmayapman']
    for (let at = 0; at < 6; at++) {
      const person = await telegramPerson(hub, { id: 620 + at, name: `Mijoz${at}`, language: 'uz' })
      await person.write(same[at % same.length] ?? '')
    }
    for (let at = 0; at < 6; at++) await requestOf(watcher, (one) => one.contactName.startsWith(`Mijoz${at}`))
    const desk = await openDesk(browser, hub, 'sherzod', { language: 'en', hash: '#/board' })
    const { page } = desk
    // Clusters are made once a minute.
    await page.locator('.problem').getByRole('button', { name: en.manager.desk.declare }).first().click({ timeout: 100_000 })
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: en.routing.start }).click()
    await dialog.waitFor({ state: 'detached' })
    const line = page.locator('.incidents li[data-on]')
    await line.getByRole('button', { name: en.routing.end }).waitFor()
    const running = await watcher.get<IncidentView[]>('/api/incidents')
    expect(running).toMatchObject([{ topics: ['app_login'], endedAt: null }])
    await page.locator('.incident-banner').waitFor()
    await line.getByRole('button', { name: en.routing.end }).click()
    await dialog.getByRole('button', { name: en.routing.end }).click()
    await line.waitFor({ state: 'detached' })
    expect((await watcher.get<IncidentView[]>('/api/incidents'))[0]?.endedAt).not.toBeNull()
    await desk.context.close()
  })
})

/** In place of the desktop's notices and the sound card: what was asked of them. */
function stubSignals(): void {
  const called: Called = { notices: [], tones: 0 }
  const ramps = { setValueAtTime: () => undefined, exponentialRampToValueAtTime: () => undefined }
  const gain = () => ({ gain: ramps, connect: () => undefined })
  class Sound {
    currentTime = 0
    state = 'running'
    destination = {}
    createGain = gain
    createOscillator = () => ({
      frequency: { value: 0 },
      connect: gain,
      stop: () => undefined,
      start: () => {
        called.tones += 1
      },
    })
  }
  class Notice {
    static permission = 'granted'
    close = () => undefined
    constructor(title: string) {
      called.notices.push(title)
    }
  }
  localStorage.setItem('murojaat.notice', 'on')
  Object.assign(window, { called, AudioContext: Sound, Notification: Notice })
}
type Called = { notices: string[]; tones: number }
const called = (page: Page) => page.evaluate(() => (window as unknown as { called: Called }).called)

/** Turns to this page, or away from it. */
const look = (page: Page, state: 'hidden' | 'visible') =>
  page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)
