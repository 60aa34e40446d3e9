/** What the browser suites share: the whole program as a process, clients in a browser, members of staff in others. */
import { readFileSync } from 'node:fs'
import * as path from 'node:path'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import type { RequestSummary } from '#contracts'
import { type RunningHub, type StaffSession, signInAs, until } from '../support/index.ts'

/** Playwright's own bound for one wait on a busy machine; a wait ends as soon as its condition holds. */
export const withinMs = 20_000

export type Desk = { readonly page: Page; readonly session: StaffSession; readonly context: BrowserContext }

/** A browser of its own in which this person is signed in and looks at the console. */
export async function openDesk(
  browser: Browser,
  hub: RunningHub,
  login: string,
  options: { language?: string; hash?: string; colorScheme?: 'light' | 'dark' } = {},
): Promise<Desk> {
  const session = await signInAs(hub, login)
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    colorScheme: options.colorScheme ?? 'light',
    reducedMotion: 'reduce', // what moves is drawn by the processor here
    locale: 'uz-UZ',
    timezoneId: 'Asia/Tashkent',
  })
  const [name = '', value = ''] = session.cookie.split('=')
  await context.addCookies([{ name, value, url: hub.base }])
  if (options.language) await session.send('PATCH', '/api/me/preferences', { interfaceLanguage: options.language })
  const page = await context.newPage()
  page.setDefaultTimeout(withinMs)
  await page.goto(`${hub.base}/${options.hash ?? ''}`)
  await page.getByRole('navigation').first().waitFor()
  return { page, session, context }
}

/**
 * Presses keys until what they lead to is seen. All of a sequence at once: on a busy machine, waiting for each alone may outlast
 * the time that makes two keys one sequence.
 */
export async function pressUntil(page: Page, keys: readonly string[], seen: Locator): Promise<void> {
  const press = async () => {
    await Promise.all(keys.map((key) => page.keyboard.press(key)))
    return seen.waitFor({ timeout: 3_000 }).then(
      () => true,
      () => false,
    )
  }
  await until(press, { withinMs, what: `what ${keys.join(' ')} leads to` })
}

export type Visitor = {
  readonly context: BrowserContext
  readonly page: Page
  readonly field: Locator
  /** Each line of the thread as a person reads it. */
  lines(): Promise<string[]>
  write(text: string): Promise<void>
}

/** The widget's own lines: the text of each bubble, whoever wrote it. */
const linesOf = (page: Page) => page.locator('murojaat-widget .bubble').allInnerTexts()

/** A client on the bank's page with the chat open. */
export async function openVisitor(
  browser: Browser,
  hub: RunningHub,
  options: { context?: BrowserContext; colorScheme?: 'light' | 'dark' } = {},
): Promise<Visitor> {
  const context =
    options.context ??
    (await browser.newContext({ viewport: { width: 1280, height: 860 }, colorScheme: options.colorScheme ?? 'light' }))
  const page = await context.newPage()
  page.setDefaultTimeout(withinMs)
  await page.goto(`${hub.base}/demo`)
  await openWidget(page)
  const field = page.locator('murojaat-widget textarea')
  return {
    context,
    page,
    field,
    lines: () => linesOf(page),
    async write(text) {
      await field.fill(text)
      await field.press('Enter')
    },
  }
}

/** Opens the chat unless the page has it open. */
export async function openWidget(page: Page): Promise<void> {
  const launcher = page.locator('murojaat-widget button.launch')
  await launcher.waitFor()
  if ((await launcher.getAttribute('aria-expanded')) !== 'true') await launcher.click()
  await page.locator('murojaat-widget textarea').waitFor()
}

/** The open request whose newest line or client is this, as somebody who sees everything sees it. */
export function requestOf(watcher: StaffSession, matches: (request: RequestSummary) => boolean): Promise<RequestSummary> {
  return until(
    async () => {
      const { items } = await watcher.get<{ items: RequestSummary[] }>('/api/queue?view=all_open&limit=200')
      return items.find(matches)
    },
    { withinMs, what: 'the request in the queue' },
  )
}

export type Emulated = {
  write(text: string): Promise<void>
  lines(): Promise<string[]>
  /** The documents the bot sent, with what was said to each. */
  documents(): Promise<{ name: string; caption: string; bytes: Buffer }[]>
}
type Sent = { text?: string; caption?: string; document?: { file_id: string; file_name: string }; from: { is_bot: boolean } }

/** A person in the Telegram the demonstration runs with. */
export async function telegramPerson(
  hub: RunningHub,
  person: { id: number; name: string; language: string },
): Promise<Emulated> {
  const running = JSON.parse(readFileSync(path.join(hub.dataDirectory, 'running.json'), 'utf8')) as { emulatorUrl: string }
  const phone = `${running.emulatorUrl}/_phone`
  const post = async (where: string, body: unknown) => {
    const answer = await fetch(`${phone}${where}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`the emulator refused: ${answer.status}`)
  }
  await post('/people', { id: person.id, first_name: person.name, language_code: person.language })
  const heard = async () => {
    const answer = await fetch(`${phone}/chats/${person.id}`)
    const { messages } = (await answer.json()) as { messages: Sent[] }
    return messages.filter((message) => message.from.is_bot)
  }
  return {
    write: (text) => post(`/chats/${person.id}`, { do: 'write', text }),
    lines: async () => (await heard()).map((message) => message.text ?? ''),
    async documents() {
      const sent = (await heard()).flatMap(({ document, caption = '' }) => (document ? [{ ...document, caption }] : []))
      return Promise.all(
        sent.map(async ({ file_id: id, file_name: name, caption }) => {
          const file = await fetch(`${phone}/files/${id}`)
          return { name, caption, bytes: Buffer.from(await file.arrayBuffer()) }
        }),
      )
    },
  }
}
