/** Channels on the screens: setting an account up, words for everybody and for one, closed windows, what did not arrive. */
import * as http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphRefusals, type MetaEmulator, metaWebhookPath, startMetaEmulator } from '#bots'
import { type ChannelAccountsState, guardReasonTexts, type RequestDetail, windowView } from '#contracts'
import { dayMs } from '#kernel'
import { en } from '../../web/desk/src/i18n/en.ts'
import { ru } from '../../web/desk/src/i18n/ru.ts'
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
import { bankOf, type Held, heldBy, makeOnePerson } from './meta-bank.ts'
import { shoot } from './screens.ts'
import { type Desk, openDesk, pressUntil, withinMs } from './stage.ts'

describe.skipIf(!hasChromium())('the channels', () => {
  let browser: Browser
  let emulator: MetaEmulator
  let hub: RunningHub
  let bank: Held
  let manager: StaffSession
  let admin: Desk
  let operator: Desk
  let supervisor: Desk
  /** How far behind the emulator's clock is. */
  let behindMs = 0
  beforeAll(async () => {
    emulator = await startMetaEmulator({ port: 0, host: '127.0.0.1', now: () => Date.now() - behindMs })
    ;[browser, hub] = await Promise.all([chromiumForTests(), startHub({ env: bankOf(emulator) })])
    emulator.connect(`${hub.base}${metaWebhookPath}`)
    manager = await signInAs(hub, 'nodira')
    admin = await openDesk(browser, hub, 'admin', { language: 'en' })
    supervisor = await openDesk(browser, hub, 'sherzod', { language: 'en' })
    operator = await openDesk(browser, hub, 'jasur', { language: 'en' })
    bank = { hub, manager, supervisor: supervisor.session }
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await hub?.remove()
    await emulator?.stop()
  })

  const area = (desk: Desk) => desk.page.getByRole('textbox', { name: /^Reply to/ })
  const publicArea = (desk: Desk) => desk.page.getByRole('textbox', { name: /^Public reply to/ })
  const inDialog = (desk: Desk, name: string) => desk.page.getByRole('dialog').getByRole('button', { name, exact: true })
  const repliesTo = (commentId: string) => [...emulator.state.comments.values()].filter((one) => one.parentId === commentId)

  it('sets an account up only with credentials the vendor confirms, and shows no secret again', async () => {
    const { page, session } = admin
    const { accountId, accessToken, appSecret } = emulator.accounts.instagram
    await page.goto(`${hub.base}/#/channels`)
    await page.getByRole('button', { name: en.channels.add }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: en.words.channels.instagram }).click()
    const field = (name: keyof typeof en.setUp.fields) => dialog.getByLabel(new RegExp(`^${en.setUp.fields[name]}`)).first()
    await field('accountId').fill(accountId)
    await field('accessToken').fill('a-token-of-nobody')
    await field('appSecret').fill(appSecret)
    await inDialog(admin, en.setUp.check).click()
    await dialog.getByText(en.setUp.reasons.token_refused).waitFor()
    expect(await dialog.getByRole('button', { name: en.setUp.save }).count()).toBe(0)
    await field('accessToken').fill(accessToken)
    await inDialog(admin, en.setUp.check).click()
    await dialog.getByText(en.setUp.good('demo_bank', accountId)).waitFor()
    await dialog.getByLabel(en.setUp.bot).uncheck()
    await inDialog(admin, en.setUp.save).click()
    await page.getByRole('heading', { name: 'demo_bank' }).waitFor()
    // A field on its way out still holds what was typed into it.
    await dialog.waitFor({ state: 'detached' })
    const { accounts } = await session.get<ChannelAccountsState>('/api/channel-accounts')
    expect(accounts.find(({ kind }) => kind === 'instagram')).toMatchObject({ isEnabled: true, botEnabled: false })
    expect(await page.content()).not.toContain(accessToken)

    const card = page.getByRole('listitem').filter({ hasText: 'demo_bank' })
    await card.getByRole('button', { name: en.channels.renew }).click()
    expect(await field('accessToken').inputValue()).toBe('')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    const messenger = { kind: 'messenger', credentials: emulator.accounts.page, botEnabled: false }
    expect((await session.send('POST', '/api/channel-accounts', messenger)).status).toBe(200)
  })

  it('an account switched off says so and is switched on again; an operator sees none of this', async () => {
    const { page } = admin
    await page.goto(`${hub.base}/#/channels`)
    const card = page.getByRole('listitem').filter({ hasText: 'demo_bank' })
    await card.getByRole('button', { name: `${en.channels.more}: demo_bank` }).click()
    await page.getByRole('menuitem', { name: en.channels.disable }).click()
    await inDialog(admin, en.channels.disable).click()
    await card.getByText(en.channels.states.off).waitFor()
    await card.getByRole('button', { name: en.channels.enable }).click()
    await card.getByText(en.channels.states.off).waitFor({ state: 'detached' })
    await operator.page.goto(`${hub.base}/#/channels`)
    await operator.page.getByRole('navigation').first().waitFor()
    expect(await operator.page.getByRole('link', { name: en.channels.rail }).count()).toBe(0)
    expect(await operator.page.getByRole('heading', { name: en.channels.title }).count()).toBe(0)
  })

  it('answers a comment in words a second person lets through, and goes on in private with the same request', async () => {
    const author = { id: '17900000000000701', name: 'lola_test' }
    const comment = emulator.comment('instagram', author, 'Ish vaqtingiz qanday? Shanba kuni ochiqmisiz?')
    const request = await heldBy(bank, operator, 'lola')
    const { page } = operator
    await page.getByText(en.publicWords.everybodyReads).waitFor()
    expect(await area(operator).count()).toBe(0)
    const words = 'Assalomu alaykum! Shanba kuni soat 9 dan 14 gacha ochiqmiz.'
    await publicArea(operator).fill(words)
    // Ready when the hub has said what this place takes; a press before that does nothing.
    await page.locator('button:enabled', { hasText: en.publicWords.ask }).waitFor()
    await publicArea(operator).press('Control+Enter')
    await page.getByText(en.publicWords.waitingTitle).waitFor()
    expect(repliesTo(comment.id)).toEqual([])

    await supervisor.page.goto(`${hub.base}/#/deliveries/approvals`)
    const asked = supervisor.page.getByRole('listitem').filter({ hasText: words })
    await asked.getByRole('button', { name: en.publicWords.approve }).click()
    await until(async () => repliesTo(comment.id).length === 1, { withinMs, what: 'the words under the comment' })
    expect(repliesTo(comment.id)[0]?.text).toBe(words)
    await page.getByText(en.publicWords.waitingTitle).waitFor({ state: 'detached' })

    await page
      .getByRole('button', { name: new RegExp(`^${en.publicWords.move}`) })
      .first()
      .click()
    await page
      .getByRole('dialog')
      .getByLabel(new RegExp(`^${en.publicWords.moveText}`))
      .fill('Batafsil shu yerda javob beramiz.')
    await inDialog(operator, en.publicWords.moveSubmit).click()
    const person = emulator.person('instagram', author.id, author.name)
    await until(async () => person.heard().length === 1, { withinMs, what: 'the private reply' })
    await page.getByText(en.publicWords.movedMark).first().waitFor()

    person.write('Rahmat! Kartamni qayta chiqarish qancha turadi?')
    await until(
      async () => {
        const { messages } = await manager.get<RequestDetail>(`/api/requests/${request.id}`)
        return messages.some(({ visibility, authorKind }) => visibility === 'private' && authorKind === 'client')
      },
      { withinMs, what: 'the answer in the same request' },
    )
    // Where the client wrote last, and only there: what was begun in public is not in this composer.
    await area(operator).waitFor()
    await page.getByText(en.publicWords.onlyClientReads).waitFor()
    await area(operator).fill('30 ming so‘m, ikki kunda tayyor bo‘ladi.')
    await page.getByRole('button', { name: en.publicWords.publicPlace(en.words.channels.instagram) }).click()
    expect(await publicArea(operator).inputValue()).toBe('')
    await page.getByRole('button', { name: en.publicWords.privatePlace(en.words.channels.instagram) }).click()
    // The places are read a moment after the client's words are heard: until then nothing may be sent there.
    await page.getByRole('button', { name: new RegExp(`^${en.composer.send}`), disabled: false }).waitFor()
    await area(operator).focus()
    await page.keyboard.press('Control+Enter')
    await until(async () => person.heard().length === 2, { withinMs, what: 'the reply in private' })
    expect(repliesTo(comment.id)).toHaveLength(1)
  })

  it('lets a supervisor hide a client’s comment and show it again, each with a reason', async () => {
    const author = { id: '17900000000000705', name: 'shovqin_test' }
    const comment = emulator.comment('instagram', author, 'Bu bank yaxshi emas, hammasi yolg‘on')
    await heldBy(bank, supervisor, 'shovqin')
    const { page } = supervisor
    const moderate = async (name: string) => {
      await page.getByRole('button', { name, exact: true }).click()
      await page.getByRole('dialog').getByLabel(en.publicWords.moderateReason).fill('haqorat')
      await inDialog(supervisor, name).click()
    }
    await moderate(en.publicWords.hide)
    await until(async () => emulator.state.comments.get(comment.id)?.isHidden === true, {
      withinMs,
      what: 'the hidden comment',
    })
    await page.getByText(en.publicWords.hiddenMark, { exact: true }).waitFor()
    await moderate(en.publicWords.show)
    await until(async () => emulator.state.comments.get(comment.id)?.isHidden === false, {
      withinMs,
      what: 'the comment again',
    })
  })

  it('says that the channel takes no reply any more, and the hub refuses one all the same', async () => {
    behindMs = 8 * dayMs
    const person = emulator.person('instagram', '17900000000000702', 'kechikkan_test')
    person.write('Kredit bo‘yicha javobingizni kutyapman')
    behindMs = 0
    const request = await heldBy(bank, operator, 'kechikkan')
    const { page } = operator
    await page.getByText(en.replyWindow.closedTitle).waitFor()
    await area(operator).fill('Kechikkanimiz uchun uzr so‘raymiz')
    expect(await page.getByRole('button', { name: new RegExp(`^${en.composer.send}`) }).isDisabled()).toBe(true)
    // A screen that has not heard of the end yet: the hub, not the screen, must refuse.
    const nowMs = Date.now()
    await page.route('**/places', async (route) => {
      const answer = await route.fetch()
      const view = (await answer.json()) as { places: { channel: 'instagram'; visibility: 'private' }[] }
      const places = view.places.map((place) => ({ ...place, window: windowView({ ...place, clientWroteAtMs: nowMs }, nowMs) }))
      await route.fulfill({ json: { ...view, places } })
    })
    await page.reload()
    await page.getByText(/The channel takes a reply for/).waitFor()
    await area(operator).fill('Kechikkanimiz uchun uzr so‘raymiz')
    await page.keyboard.press('Control+Enter')
    await page.getByText("This channel's time for replying is over.").waitFor()
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    expect(await area(operator).inputValue()).toContain('Kechikkanimiz')
    expect(person.heard()).toEqual([])
    const { messages } = await manager.get<RequestDetail>(`/api/requests/${request.id}`)
    expect(messages.some(({ authorKind }) => authorKind === 'operator')).toBe(false)
  })

  it('marks a card number while it is typed, and the hub refuses it', async () => {
    const person = emulator.person('instagram', '17900000000000703', 'karta_test')
    person.write('Kartam raqamini aytib bera olasizmi?')
    await heldBy(bank, operator, 'karta')
    const { page } = operator
    const card = '8600 0052 6018 1595'
    // A screen that has not been told of the mark yet: the hub, not the screen, must refuse.
    await page.route('**/guard/check', (route) => route.abort())
    await area(operator).fill(`Raqamingiz ${card}`)
    await page.getByRole('button', { name: new RegExp(`^${en.composer.send}`), disabled: false }).waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText('Mend the marked place.').waitFor()
    await page.unroute('**/guard/check')
    await area(operator).press('End')
    await page.keyboard.type('.')
    const marks = page.getByRole('alert').filter({ hasText: en.guard.found(1) })
    await marks.getByText(guardReasonTexts.card_number.en).waitFor()
    await page.keyboard.press('Control+Enter')
    const chosen = await area(operator).evaluate((field) => {
      const { value, selectionStart, selectionEnd } = field as HTMLTextAreaElement
      return value.slice(selectionStart, selectionEnd)
    })
    expect(chosen).toBe(card)
    expect(person.heard()).toEqual([])
    await area(operator).fill('Raqamingiz *1595 bilan tugaydi')
    await marks.waitFor({ state: 'detached' })
    await page.keyboard.press('Control+Enter')
    await until(async () => person.heard().length === 1, { withinMs, what: 'the mended reply' })
  })

  it('puts a reply that did not arrive on the worklist, and sends it on another channel with one press', async () => {
    const onMessenger = emulator.person('messenger', '24000000000000704', 'Zarina Karimova')
    onMessenger.write('Rahmat, hammasi tushunarli')
    const other = await heldBy(bank, supervisor, 'Zarina')
    const closing = await supervisor.session.send('POST', `/api/requests/${other.id}/close`, { outcome: 'no_reply_needed' })
    expect(closing.status).toBeLessThan(300)
    const onInstagram = emulator.person('instagram', '17900000000000704', 'zarinka_test')
    onInstagram.write('To‘lovim o‘tmadi, yordam bering')
    const request = await heldBy(bank, operator, 'zarinka')
    await makeOnePerson(hub, request.contactId, other.contactId)
    const words = 'To‘lovingiz bajarildi, tekshirib ko‘ring'
    emulator.faults.strike('messages', { kind: 'refuse', refusal: graphRefusals.instagramNoUser() })
    await area(operator).fill(words)
    await operator.page.keyboard.press('Control+Enter')

    const { page } = operator
    await page.locator('h2').first().click()
    const line = page.getByRole('listitem').filter({ hasText: words })
    await pressUntil(page, ['g', 'd'], line)
    await line.getByText(en.arrivals.states.failed).waitFor()
    await line.getByRole('button', { name: en.arrivals.sendBy(en.words.channels.messenger) }).click()
    await until(async () => onMessenger.heard().some(({ text }) => text === words), {
      withinMs,
      what: 'the words on Messenger',
    })
    await line.waitFor({ state: 'detached' })
    expect(onInstagram.heard()).toEqual([])
  })

  it('puts a word of the bank’s own on a list, and it is in force at once', async () => {
    const { page } = admin
    await page.goto(`${hub.base}/#/channels/guard`)
    await page.getByLabel(en.guardLists.tryText).fill('Siz bezorisiz')
    await page.getByText(en.guardLists.tryGood).waitFor()
    await page.getByLabel(en.guardLists.newWord).fill('bezori*')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: en.settings.save, exact: true }).click()
    await page.getByText(en.guardLists.saved).waitFor()
    await page.getByText(en.guardLists.version(1)).waitFor()
    await page.getByLabel(en.guardLists.tryText).fill('Siz bezorisiz!')
    await page.getByText(guardReasonTexts.forbidden_word.en).waitFor()
    await page.getByRole('button', { name: en.guardLists.remove('bezori*') }).click()
    await page.getByRole('button', { name: en.settings.revert }).click()
    await page.getByRole('button', { name: en.guardLists.remove('bezori*') }).waitFor()
  })

  it('tells facts to another system of the bank, shows its secret once, and tells them again', async () => {
    const heard: string[] = []
    const receiver = http.createServer((request, response) => {
      heard.push(String(request.headers['murojaat-event']))
      request.resume()
      response.end()
    })
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
    const { page } = admin
    await page.goto(`${hub.base}/#/channels/webhooks`)
    await page.getByRole('button', { name: en.hooks.add }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(en.hooks.name).fill('CRM')
    await dialog.getByLabel(en.hooks.url).fill(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/facts`)
    await inDialog(admin, en.hooks.make).click()
    await dialog.getByText(en.hooks.secretHint).waitFor()
    const secret = await dialog.locator('code').innerText()
    expect(secret.length).toBeGreaterThan(20)
    await inDialog(admin, en.hooks.secretKept).click()
    await dialog.waitFor({ state: 'detached' })
    expect(await page.content()).not.toContain(secret)
    emulator.person('instagram', '17900000000000706', 'fakt_test').write('Filialingiz qayerda?')
    await until(async () => heard.includes('request.opened'), { withinMs, what: 'the fact at the receiver' })
    await page.reload()
    const row = page.getByRole('row').filter({ hasText: en.hooks.eventNames['request.opened'] ?? '' })
    await row.getByText(en.hooks.states.sent).waitFor()
    const before = heard.filter((name) => name === 'request.opened').length
    await row.getByRole('button', { name: en.hooks.replay }).click()
    await until(async () => heard.filter((name) => name === 'request.opened').length > before, {
      withinMs,
      what: 'the fact told again',
    })
    await new Promise((done) => receiver.close(done))
  })

  it.each(['light', 'dark'] as const)(
    'are clean for a screen reader, %s',
    async (colorScheme) => {
      const language = colorScheme === 'light' ? 'en' : 'ru'
      const words = colorScheme === 'light' ? en : ru
      const faults: string[] = []
      const look = async (desk: Desk, name: string, ready: string) => {
        await desk.page.locator(ready).first().waitFor()
        faults.push(
          ...(await axeFaults(desk.page, colorScheme === 'dark' ? rulesOfTheDark : undefined)).map(
            (fault) => `${name} ${fault}`,
          ),
        )
        await shoot(desk.page, `${name}-${language}-${colorScheme}`)
      }
      const keeper = await openDesk(browser, hub, 'admin', { language, colorScheme, hash: '#/channels' })
      await look(keeper, 'channels', '.account-card')
      await keeper.page.getByRole('button', { name: words.channels.add }).click()
      await look(keeper, 'channel-set-up', '.set-up-fields input')
      await keeper.page.keyboard.press('Escape')
      await keeper.page.goto(`${hub.base}/#/channels/guard`)
      await keeper.page.getByLabel(words.guardLists.tryText).fill('Karta 8600 0052 6018 1595')
      await look(keeper, 'guard', '.guard-marks')
      await keeper.page.goto(`${hub.base}/#/channels/webhooks`)
      await look(keeper, 'webhooks', '.hook-list')
      await keeper.context.close()

      const name = `ochiq_${colorScheme}`
      emulator.comment(
        'instagram',
        { id: colorScheme === 'light' ? '17900000000000711' : '17900000000000712', name },
        'Kartani qayerdan olsam bo‘ladi?',
      )
      const writer = await openDesk(browser, hub, 'jasur', { language, colorScheme })
      await heldBy(bank, writer, name)
      const field = writer.page.locator('.composer-area textarea')
      const askButton = writer.page.getByRole('button', { name: words.publicWords.ask })
      await field.fill('Istalgan filialimizdan olishingiz mumkin.')
      await askButton.click()
      await writer.page.getByText(words.publicWords.waitingTitle).waitFor()
      await field.fill('Assalomu alaykum! Kartangiz 8600 0052 6018 1595 tayyor.')
      await look(writer, 'public', '.guard-marks')
      await field.fill('')
      behindMs = 6.95 * dayMs
      emulator
        .person('instagram', colorScheme === 'light' ? '17900000000000713' : '17900000000000714', `shoshiling_${colorScheme}`)
        .write('Javob bormi?')
      behindMs = 0
      await heldBy(bank, writer, `shoshiling_${colorScheme}`)
      await look(writer, 'window', '.window-line[data-closing]')
      emulator.faults.strike('messages', { kind: 'refuse', refusal: graphRefusals.instagramNoUser() })
      await field.fill('Ha, arizangiz ma’qullandi.')
      await field.press('Control+Enter')
      await writer.page.locator('.delivery[data-state="failed"]').waitFor()
      await writer.page.goto(`${hub.base}/#/deliveries`)
      await look(writer, 'deliveries', '.arrival')
      await writer.context.close()
      const second = await openDesk(browser, hub, 'sherzod', { language, colorScheme, hash: '#/deliveries/approvals' })
      await look(second, 'approvals', '.waiting-words')
      await second.context.close()
      expect(faults).toEqual([])
    },
    120_000,
  )
})
