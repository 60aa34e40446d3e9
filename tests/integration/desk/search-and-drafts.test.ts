/** What an operator looks for and what they have begun: found in either script over all time, kept for them alone. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DraftState, QueueQuery } from '#contracts'
import { draftsOf, keepDraft } from '#handoff'
import { listQueue } from '#inbox'
import { dayMs, type OperatorId, type RequestId } from '#kernel'
import { forgetView, savedViewsOf, saveView } from '#staff'
import { foldWords } from '../../../web/desk/src/inbox/fold-words.ts'
import { type Bank, openBank } from '../handoff/bank.ts'

let bank: Bank
const ids = new Map<string, RequestId>()
const texts: Readonly<Record<string, string>> = {
  latin: 'Kartamni yo‘qotib qo‘ydim, g‘oyib bo‘ldi',
  typewriter: "Kartamni yo'qotib qo'ydim deb yozgandim",
  cyrillic: 'Картамни йўқотиб қўйдим, ёрдам беринг',
  russian: 'Подскажите график работы отделения',
  old: 'Bir yil oldingi ipoteka haqidagi savol',
}

beforeAll(async () => {
  bank = await openBank()
  ids.set('old', await bank.write('old', texts['old'] ?? ''))
  bank.clock.advance(400 * dayMs)
  for (const [client, text] of Object.entries(texts)) if (client !== 'old') ids.set(client, await bank.write(client, text))
}, 120_000)
afterAll(() => bank.close())

const look = async (query: Record<string, unknown>, departmentIds: 'all' | [] = 'all') => {
  const scope = { operatorId: bank.idOf('jasur'), departmentIds }
  const page = await listQueue(bank.ctx, QueueQuery.parse({ view: 'any', ...query }), scope)
  const names = new Map([...ids].map(([name, id]) => [id as string, name]))
  return { ...page, names: page.items.map((item) => names.get(item.id)).sort() }
}

describe('a search', () => {
  it('finds the same in either script, with whatever apostrophe, or none', async () => {
    const all = ['cyrillic', 'latin', 'typewriter']
    for (const typed of ['yo‘qotib', "yo'qotib", 'yoqotib', 'йўқотиб', 'YOʻQOTIB', 'Йукотиб'.replace('у', 'ў')]) {
      expect((await look({ text: typed })).names).toEqual(all)
    }
  })

  it('finds the beginning of every word that was typed, in any order', async () => {
    expect((await look({ text: 'qoyd kartam' })).names).toEqual(['cyrillic', 'latin', 'typewriter'])
    expect((await look({ text: 'kartam ipoteka' })).names).toEqual([])
    expect((await look({ text: 'grafik rabot' })).names).toEqual(['russian'])
  })

  it('reaches back over all time and says where the words stand', async () => {
    const { names, matches } = await look({ text: 'ипотека' })
    expect(names).toEqual(['old'])
    expect(matches).toMatchObject([{ requestId: ids.get('old'), authorKind: 'client', text: texts['old'] }])
  })

  it('finds a client by name and a request by the beginning of its number', async () => {
    const [newest] = (await look({})).items
    expect((await look({ text: newest?.number })).items.map((item) => item.id)).toEqual([newest?.id])
    expect((await look({ text: newest?.contactName })).items.map((item) => item.id)).toContain(newest?.id)
  })

  it('holds every filter at once and keeps to what the person may see', async () => {
    expect((await look({ text: 'kartam', channel: 'vk' })).names).toEqual([])
    expect((await look({ text: 'kartam', language: 'ru' })).names).toEqual(['cyrillic', 'latin', 'typewriter'])
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Tashkent' }).format(bank.clock.now())
    expect((await look({ openedFrom: today })).names).not.toContain('old')
    expect((await look({ openedTo: '2000-01-01' })).names).toEqual([])
    expect((await look({ text: 'kartam' }, [])).names).toEqual([])
  })

  it('takes any signs for signs, and nothing but signs for nothing', async () => {
    expect((await look({ text: "'); DROP TABLE message; --%_\\ & | ! :* <->" })).names).toEqual([])
    expect((await look({ text: "''' ()" })).names).toEqual([])
  })

  it('turns pages without repeating or leaving out anything', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await look({ limit: 2, cursor })
      seen.push(...page.items.map((item) => item.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(new Set(seen).size).toBe(seen.length)
    expect([...seen].sort()).toEqual([...ids.values()].sort())
  })

  it('finds a place far down a list by its rank, the same rows as turning pages to it', async () => {
    const whole = (await look({ view: 'all_open', limit: 200 })).items.map((item) => item.id)
    const page = await look({ view: 'all_open', limit: 2, offset: 2 })
    expect(page.items.map((item) => item.id)).toEqual(whole.slice(2, 4))
    expect((await look({ view: 'all_open', limit: 2, offset: 100 })).items).toEqual([])
  })

  it('folds in the database as the screen folds to mark what was found', async () => {
    const lines = readFileSync('tests/fixtures/classifier/danger.tsv', 'utf8').split('\n').slice(0, 200)
    const rows = await bank.rows<{ folded: string }>('SELECT inbox_fold(l) AS folded FROM unnest($1::text[]) l', lines)
    const words = (text: string) => text.split(/\s+/).filter((word) => word !== '')
    expect(lines.map((line) => words(foldWords(line)))).toEqual(rows.map((row) => words(row.folded)))
  })

  it('goes by the index of words', async () => {
    const plan = await bank.rows<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT request_id FROM message WHERE to_tsvector('simple', inbox_fold(text)) @@ inbox_words('kartam')`,
    )
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('message_words_idx')
  })
})

describe('a draft', () => {
  const state: DraftState = { mode: 'reply', language: 'uz-Latn', template: null, offered: [], inserted: [] }
  const keep = (login: string, reply: string, atMs = 0, place: 'private' | 'public' = 'private') =>
    keepDraft(bank.ctx, {
      operatorId: bank.idOf(login),
      requestId: request(),
      draft: { place, reply, note: '', state, writtenAt: new Date(bank.clock.now().getTime() + atMs) },
    })
  const request = () => ids.get('latin') as RequestId
  const read = (login: string, holderId: OperatorId | null = null) =>
    draftsOf(bank.ctx, { operatorId: bank.idOf(login), requestId: request(), holderId })

  it('is kept for its writer, and words for everybody apart from words for one', async () => {
    await keep('jasur', 'Assalomu alaykum', -5_000)
    await keep('jasur', 'Ochiq javob', -5_000, 'public')
    const { own } = await read('jasur')
    expect(own.map((one) => [one.place, one.reply]).sort()).toEqual([
      ['private', 'Assalomu alaykum'],
      ['public', 'Ochiq javob'],
    ])
    expect((await read('dilnoza')).own).toEqual([])
  })

  it('of a window that lagged behind overwrites nothing newer, and no clock runs ahead of ours', async () => {
    await keep('jasur', 'newer', 60_000)
    await keep('jasur', 'older', -60_000)
    const { own } = await read('jasur')
    expect(own.find((one) => one.place === 'private')).toMatchObject({
      reply: 'newer',
      writtenAt: bank.clock.now().toISOString(),
    })
  })

  it('never stores a card number', async () => {
    await keep('jasur', 'Karta 8600 0000 0000 0009 uchun', 0)
    const stored = await bank.rows<{ reply: string }>('SELECT reply FROM reply_draft')
    expect(stored.map((row) => row.reply).join(' ')).not.toMatch(/8600 ?0000 ?0000/)
  })

  it('is shown to the next holder, not while its writer still holds the request', async () => {
    await keep('jasur', 'Yarim qolgan javob', 0)
    expect((await read('dilnoza', bank.idOf('dilnoza'))).left.map((one) => one.reply)).toContain('Yarim qolgan javob')
    expect((await read('dilnoza', bank.idOf('jasur'))).left).toEqual([])
  })
})

describe('a kept view', () => {
  it('is one per name, for its person alone, and may be forgotten', async () => {
    const jasur = bank.idOf('jasur')
    await saveView(bank.ctx, jasur, { name: 'Firibgarlik', view: 'all_open', filter: { topic: 'fraud' } })
    const [kept] = await saveView(bank.ctx, jasur, { name: 'Firibgarlik', view: 'any', filter: { text: 'kod' } })
    expect(await savedViewsOf(bank.ctx, jasur)).toMatchObject([{ name: 'Firibgarlik', view: 'any', filter: { text: 'kod' } }])
    expect(await savedViewsOf(bank.ctx, bank.idOf('dilnoza'))).toEqual([])
    await forgetView(bank.ctx, bank.idOf('dilnoza'), kept?.id ?? '')
    expect(await savedViewsOf(bank.ctx, jasur)).toHaveLength(1)
    expect(await forgetView(bank.ctx, jasur, kept?.id ?? '')).toEqual([])
  })

  it('is refused where there are too many', async () => {
    const dilnoza = bank.idOf('dilnoza')
    for (let n = 0; n < 30; n++) await saveView(bank.ctx, dilnoza, { name: `view ${n}`, view: 'mine', filter: {} })
    await expect(saveView(bank.ctx, dilnoza, { name: 'one more', view: 'mine', filter: {} })).rejects.toMatchObject({
      code: 'view.too_many',
    })
  })
})
