/** What a client wrote in the widget survives reload, a lost line, a second tab and a crash of the program, and is there once. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MessageView, RequestDetail } from '#contracts'
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
import { openVisitor, openWidget, requestOf, type Visitor, withinMs } from './stage.ts'

describe.skipIf(!hasChromium())('the widget', () => {
  let browser: Browser
  let hub: RunningHub
  let watcher: StaffSession
  beforeAll(async () => {
    ;[browser, hub] = await Promise.all([chromiumForTests(), startHub()])
    watcher = await signInAs(hub, 'nodira')
  })
  afterAll(async () => {
    await browser?.close()
    await hub?.remove()
  })

  const words = texts['uz-Latn']
  const notSentYet = (visitor: Visitor) => visitor.page.locator('murojaat-widget .meta', { hasText: words.sending })
  /** The widget shows this line once, and knows that the bank has it. */
  const settled = (visitor: Visitor, text: string) =>
    until(
      async () => {
        const own = (await visitor.lines()).filter((line) => line.includes(text))
        return own.length === 1 && (await notSentYet(visitor).count()) === 0
      },
      { withinMs, what: `"${text}" settled` },
    )
  const storedTexts = async (text: string): Promise<string[]> => {
    const request = await requestOf(watcher, (one) => one.channel === 'webchat' && one.contactName !== '')
    const { messages } = await watcher.get<RequestDetail>(`/api/requests/${request.id}`)
    return messages
      .filter((message: MessageView) => message.authorKind === 'client' && message.text.includes(text))
      .map((m) => m.text)
  }
  let visitor: Visitor
  beforeAll(async () => {
    visitor = await openVisitor(browser, hub)
    await visitor.write('Salom, operator bilan gaplashmoqchiman')
    await settled(visitor, 'operator bilan gaplashmoqchiman')
  })

  it('shows the same thread after a reload', async () => {
    const before = await visitor.lines()
    await visitor.page.reload()
    await openWidget(visitor.page)
    await until(async () => (await visitor.lines()).length >= before.length, { withinMs, what: 'the thread again' })
    expect((await visitor.lines()).slice(0, before.length)).toEqual(before)
  })

  it('keeps what is written without a connection and sends it once when there is one', async () => {
    await visitor.context.setOffline(true)
    await visitor.write('birinchi oflayn satr')
    await visitor.write('ikkinchi oflayn satr')
    await visitor.page.getByText(words.offline).waitFor()
    expect(await notSentYet(visitor).count()).toBe(2)
    await visitor.page.reload().catch(() => undefined) // there is no page to load without a connection
    await visitor.context.setOffline(false)
    await visitor.page.goto(`${hub.base}/demo`)
    await openWidget(visitor.page)
    await settled(visitor, 'birinchi oflayn satr')
    await settled(visitor, 'ikkinchi oflayn satr')
    expect(await storedTexts('oflayn satr')).toEqual(['birinchi oflayn satr', 'ikkinchi oflayn satr'])
  })

  it('is one conversation in two tabs, with every line once in both', async () => {
    const second = await openVisitor(browser, hub, { context: visitor.context })
    await until(async () => (await second.lines()).length === (await visitor.lines()).length, {
      withinMs,
      what: 'the same thread',
    })
    await Promise.all([visitor.write('birinchi oynadan'), second.write('ikkinchi oynadan')])
    for (const tab of [visitor, second]) {
      await settled(tab, 'birinchi oynadan')
      await settled(tab, 'ikkinchi oynadan')
    }
    expect((await storedTexts('oynadan')).sort()).toEqual(['birinchi oynadan', 'ikkinchi oynadan'])
    await second.page.close()
  })

  it('outlives a crash of the program: the line written meanwhile arrives once, and nothing is shown twice', async () => {
    const before = await visitor.lines()
    await hub.crash()
    await visitor.write('dastur o‘chgan paytda yozilgan satr')
    await notSentYet(visitor).first().waitFor()
    await hub.start()
    await settled(visitor, 'o‘chgan paytda yozilgan')
    expect(await storedTexts('o‘chgan paytda')).toEqual(['dastur o‘chgan paytda yozilgan satr'])
    const after = await visitor.lines()
    expect(after.slice(0, before.length)).toEqual(before)
    expect(after.filter((line) => line.includes('oynadan'))).toHaveLength(2)
  })
})
