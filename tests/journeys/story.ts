/**
 * The whole program with its real edges (HTTP, websockets, a Telegram that refuses what the real one refuses) and its time in
 * the story's hand. Nothing is reached behind the edges but what a story must break.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { createApp } from '#app'
import { startTelegramEmulator, type TelegramEmulator } from '#bots'
import { loadConfig, runProgram } from '#platform'
import type { Person } from '../../src/bots/telegram-emulator/person.ts'
import { freePort, signInAs, testDatabase, until } from '../support/index.ts'
import { type Desk, openDesk } from './story-desk.ts'
import { openVisitor, type Visitor } from './story-visitor.ts'

export type Story = {
  readonly base: string
  readonly telegram: TelegramEmulator
  readonly now: () => Date
  /** Moves the program's time to this moment; it goes on from there. Whoever is at a console across hours comes anew. */
  at(moment: string): void
  /** Time goes by in steps short enough that those at these consoles stay there. */
  pass(ms: number, ...atTheirDesks: Desk[]): Promise<void>
  /** Signs in, with the password of one's own, and opens the console. */
  comes(login: string): Promise<Desk>
  /** A client in Telegram. */
  client(name: string): Person
  /** A visitor of the bank's website, with the widget open. */
  visitor(): Promise<Visitor>
  /** Statements on the program's database, for what a story must break or cannot see from outside. */
  rows<T>(text: string, values?: unknown[]): Promise<T[]>
  close(): Promise<void>
}

/** Shorter than the grace after which those who are gone lose what they hold. */
const stepMs = 100_000
let people = 8_000

/** @param at where the story begins, an ISO moment with its offset. */
export async function tellStory(at: string): Promise<Story> {
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'murojaat-story-'))
  const [telegram, database, port] = await Promise.all([
    startTelegramEmulator({ host: '127.0.0.1', port: 0 }),
    testDatabase(),
    freePort(),
  ])
  let offsetMs = new Date(at).getTime() - Date.now()
  const now = () => new Date(Date.now() + offsetMs)
  const config = loadConfig({
    LOG_LEVEL: 'silent',
    DEMO: 'on',
    DATABASE_URL: database.url,
    DATA_DIR: dataDirectory,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    TELEGRAM_MODE: 'webhook',
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_WEBHOOK_SECRET: 'a-word-only-telegram-knows',
    TELEGRAM_API_ROOT: telegram.url,
  })
  const program = await runProgram(config, createApp, {
    version: '0.0.0',
    webDirectory: path.resolve('dist/web'),
    say: () => undefined,
    clock: { now },
  })
  const door = { base: program.base, passwordOf: (login: string) => firstPassword(dataDirectory, login) }
  const open = new Set<{ close(): void }>()
  const keep = <T extends { close(): void }>(one: T): T => {
    open.add(one)
    return one
  }
  return {
    base: program.base,
    telegram,
    now,
    at(moment) {
      offsetMs = new Date(moment).getTime() - Date.now()
    },
    async pass(ms, ...atTheirDesks) {
      for (let left = ms; left > 0; left -= stepMs) {
        offsetMs += Math.min(left, stepMs)
        await Promise.all(atTheirDesks.map((desk) => desk.stays()))
      }
    },
    comes: async (login) => keep(await openDesk(door, await signInAs(door, login))),
    client: (name) => telegram.person({ id: ++people, first_name: name, language_code: 'uz' }),
    visitor: async () => keep(await openVisitor(program.base)),
    rows: (text, values = []) => program.ctx.db.query({ text, values }),
    async close() {
      for (const one of open) one.close()
      await program.stop()
      await telegram.stop()
      await database.drop()
      rmSync(dataDirectory, { recursive: true, force: true })
    },
  }
}

function firstPassword(dataDirectory: string, login: string): string {
  const line = readFileSync(path.join(dataDirectory, 'first-logins.txt'), 'utf8')
    .split('\n')
    .find((one) => one.split(/\s+/)[0] === login)
  const password = line?.split(/\s+/)[1]
  if (password === undefined) throw new Error(`no first login for ${login}`)
  return password
}

/** What the client has heard that passes; waits for it. */
export async function hears(person: Person, words: RegExp | string, withinMs = 15_000): Promise<string> {
  const passes = (text: string) => (typeof words === 'string' ? text.includes(words) : words.test(text))
  const texts = () => person.heard().map(({ text = '' }) => text)
  try {
    return await until(() => texts().find(passes), { withinMs })
  } catch {
    throw new Error(`the client did not hear ${words}, but: ${texts().join(' | ') || 'nothing'}`)
  }
}
