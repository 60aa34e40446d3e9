import * as fs from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startTelegramEmulator, type TelegramEmulator } from './index.ts'
import type { TgUpdate } from './state.ts'

const open: { stop(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop()
})

async function emulator(): Promise<TelegramEmulator> {
  const made = await startTelegramEmulator({ port: 0, host: '127.0.0.1' })
  open.push(made)
  return made
}

type Answer = {
  ok: boolean
  result?: unknown
  error_code?: number
  description?: string
  parameters?: { retry_after?: number }
}
async function call(
  of: TelegramEmulator,
  method: string,
  params: Record<string, unknown> = {},
  token = of.token,
): Promise<Answer> {
  const answer = await fetch(`${of.url}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  })
  return (await answer.json()) as Answer
}

/** A webhook that answers what it is told and remembers what came. */
async function webhook(statusOf: (update: TgUpdate, turn: number) => number) {
  const heard: { update: TgUpdate; secret: string | undefined }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const update = JSON.parse(Buffer.concat(chunks).toString()) as TgUpdate
      heard.push({ update, secret: request.headers['x-telegram-bot-api-secret-token'] as string | undefined })
      response.writeHead(statusOf(update, heard.length)).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  open.push({ stop: () => new Promise((resolve) => server.close(resolve)) })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, heard }
}

async function until(isTrue: () => boolean): Promise<void> {
  for (const end = Date.now() + 5000; !isTrue(); ) {
    if (Date.now() > end) throw new Error('it did not come true')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

describe('the emulator refuses what Telegram refuses, in its words', () => {
  it('a wrong token and an unknown method', async () => {
    const telegram = await emulator()
    expect(await call(telegram, 'getMe', {}, '1:wrong')).toEqual({ ok: false, error_code: 401, description: 'Unauthorized' })
    expect(await call(telegram, 'flyToTheMoon')).toMatchObject({ error_code: 404, description: 'Not Found' })
  })
  it.each([
    ['an empty text', { text: '  ' }, 400, 'Bad Request: message text is empty'],
    ['a text of 4097 characters', { text: 'x'.repeat(4097) }, 400, 'Bad Request: message is too long'],
    ['a stranger', { text: 'x', chat_id: 999 }, 400, 'Bad Request: chat not found'],
    [
      'button data of 66 bytes in 33 letters',
      { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'ы'.repeat(33) }]] } },
      400,
      'Bad Request: BUTTON_DATA_INVALID',
    ],
  ])('%s', async (_what, params, code, description) => {
    const telegram = await emulator()
    telegram.person({ id: 5 }).write('Salom')
    expect(await call(telegram, 'sendMessage', { chat_id: 5, ...params })).toMatchObject({
      ok: false,
      error_code: code,
      description,
    })
  })
  it('a client who blocked the bot, and one who never wrote', async () => {
    const telegram = await emulator()
    const person = telegram.person({ id: 5 })
    expect(await call(telegram, 'sendMessage', { chat_id: 5, text: 'x' })).toMatchObject({ error_code: 403 })
    person.write('Salom')
    person.block()
    expect(await call(telegram, 'sendMessage', { chat_id: 5, text: 'x' })).toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot was blocked by the user',
    })
  })
  it('polling while a webhook is set, and a second poller', async () => {
    const telegram = await emulator()
    const hook = await webhook(() => 200)
    await call(telegram, 'setWebhook', { url: hook.url })
    expect(await call(telegram, 'getUpdates')).toMatchObject({ error_code: 409 })
    await call(telegram, 'deleteWebhook')
    const first = call(telegram, 'getUpdates', { timeout: 20 })
    await until(() => telegram.calls.filter((one) => one.method === 'getupdates').length === 2)
    await call(telegram, 'getUpdates')
    expect(await first).toMatchObject({ error_code: 409 })
  })
  it('what a fault says, once', async () => {
    const telegram = await emulator()
    telegram.person({ id: 5 }).write('Salom')
    telegram.faults.strike('sendmessage', {
      kind: 'refuse',
      errorCode: 429,
      description: 'Too Many Requests: retry after 3',
      retryAfterS: 3,
    })
    expect(await call(telegram, 'sendMessage', { chat_id: 5, text: 'x' })).toMatchObject({ parameters: { retry_after: 3 } })
    expect(await call(telegram, 'sendMessage', { chat_id: 5, text: 'x' })).toMatchObject({ ok: true })
  })
  it('cuts the line after it has done what was asked', async () => {
    const telegram = await emulator()
    const person = telegram.person({ id: 5 })
    person.write('Salom')
    telegram.faults.strike('sendmessage', { kind: 'drop_after_accept' })
    await expect(call(telegram, 'sendMessage', { chat_id: 5, text: 'x' })).rejects.toThrow()
    expect(person.heard()).toHaveLength(1)
  })
})

describe('the emulator delivers as Telegram does', () => {
  it('keeps an update until the offset passes it', async () => {
    const telegram = await emulator()
    telegram.person({ id: 5 }).write('bir')
    telegram.person({ id: 5 }).write('ikki')
    const [first, second] = (await call(telegram, 'getUpdates')).result as TgUpdate[]
    expect((await call(telegram, 'getUpdates')).result).toHaveLength(2)
    expect(((await call(telegram, 'getUpdates', { offset: second?.update_id })).result as TgUpdate[]).length).toBe(1)
    expect(first?.update_id).toBe(Number(second?.update_id) - 1)
  })
  it('holds the call open until somebody writes', async () => {
    const telegram = await emulator()
    const waiting = call(telegram, 'getUpdates', { timeout: 30 })
    await until(() => telegram.calls.length === 1)
    telegram.person({ id: 5 }).write('Salom')
    expect((await waiting).result).toHaveLength(1)
  })
  it('repeats a webhook that failed, in the order of the chat, with the secret', async () => {
    const telegram = await emulator()
    const hook = await webhook((_update, turn) => (turn === 1 ? 503 : 200))
    await call(telegram, 'setWebhook', { url: hook.url, secret_token: 'abc_DEF-123' })
    const person = telegram.person({ id: 5 })
    person.write('bir')
    person.write('ikki')
    await until(() => telegram.isIdle())
    const texts = hook.heard.map(({ update }) => (update['message'] as { text: string }).text)
    expect(texts).toEqual(['bir', 'bir', 'ikki'])
    expect(hook.heard.every(({ secret }) => secret === 'abc_DEF-123')).toBe(true)
  })
  it('gives the files that people send', async () => {
    const telegram = await emulator()
    const photo = telegram
      .person({ id: 5 })
      .sendPhoto({ fileName: 'a.jpg', mimeType: 'image/jpeg', bytes: new Uint8Array([255, 216, 255]) })
    const { file_id } = (photo['photo'] as { file_id: string }[])[0] ?? { file_id: '' }
    const { result } = await call(telegram, 'getFile', { file_id })
    const { file_path } = result as { file_path: string }
    const bytes = await (await fetch(`${telegram.url}/file/bot${telegram.token}/${file_path}`)).arrayBuffer()
    expect([...new Uint8Array(bytes)]).toEqual([255, 216, 255])
    expect((await fetch(`${telegram.url}/file/bot1:wrong/${file_path}`)).status).toBe(401)
  })
  it('lets a person press a button once it is there', async () => {
    const telegram = await emulator()
    const person = telegram.person({ id: 5 })
    person.write('Salom')
    expect(() => person.press('bot:person')).toThrow()
    await call(telegram, 'sendMessage', {
      chat_id: 5,
      text: 'Tanlang',
      reply_markup: { inline_keyboard: [[{ text: 'Operator', callback_data: 'bot:person' }]] },
    })
    const update = person.press('Operator')
    const query = update['callback_query'] as { id: string; data: string }
    expect(query.data).toBe('bot:person')
    expect(await call(telegram, 'answerCallbackQuery', { callback_query_id: query.id })).toMatchObject({ ok: true })
    expect(await call(telegram, 'answerCallbackQuery', { callback_query_id: query.id })).toMatchObject({ error_code: 400 })
  })
  it('goes on with its chats after a restart where it is told to keep them, with higher numbers', async () => {
    const folder = fs.mkdtempSync(path.join(tmpdir(), 'emulator-'))
    const stateFile = path.join(folder, 'chats.json')
    const first = await startTelegramEmulator({ port: 0, host: '127.0.0.1', stateFile })
    first.person({ id: 5, first_name: 'Aziz' }).write('Salom')
    const [before] = (await call(first, 'getUpdates')).result as TgUpdate[]
    await first.stop()
    const second = await startTelegramEmulator({ port: 0, host: '127.0.0.1', stateFile })
    open.push(second)
    expect(await call(second, 'sendMessage', { chat_id: 5, text: 'Javob' })).toMatchObject({ ok: true })
    const person = second.person({ id: 5 })
    expect(person.user.first_name).toBe('Aziz')
    expect(person.write('Yana').message_id).toBe(3)
    const [after] = (await call(second, 'getUpdates')).result as TgUpdate[]
    expect(Number(after?.update_id)).toBeGreaterThan(Number(before?.update_id))
    await open.pop()?.stop()
    fs.rmSync(folder, { recursive: true })
  })
  it('shows its page and lets a browser be the client', async () => {
    const telegram = await emulator()
    const page = await fetch(telegram.url)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await page.text()).not.toMatch(/(?:src|href)="https?:/)
    const post = (path: string, body: unknown) =>
      fetch(`${telegram.url}/_phone/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    await post('people', { id: 77, first_name: 'Aziz' })
    expect((await post('chats/77', { do: 'write', text: 'Salom' })).status).toBe(200)
    expect((await post('chats/77', { do: 'fly' })).status).toBe(400)
    const chat = (await (await fetch(`${telegram.url}/_phone/chats/77`)).json()) as { messages: { text: string }[] }
    expect(chat.messages.map((message) => message.text)).toEqual(['Salom'])
  })
})
