/**
 * Questions as clients write them, the real classifier, the seeded templates: the bot says the right one, or nothing. The bounds
 * of approved-knowledge.ts were chosen on these; to have more answered, add to the templates, not to the bounds.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadClassifier } from '#classifier'
import type { Language } from '#contracts'
import { createIntakePlanner, seedHandoff } from '#handoff'
import { withActor } from '#platform'
import { nameBank, seedStaff } from '#staff'
import { approvedKnowledge } from '../../../src/app/approved-knowledge.ts'
import { answerThreshold } from '../../../src/bots/dialogue/decide-turn.ts'
import { type TestCtx, testCtx } from '../../support/index.ts'

const { classify } = loadClassifier()
let ctx: TestCtx
let bankName: (at: Date) => Promise<string | null>
let answerTo: (language: Language, text: string) => Promise<string | null>
beforeAll(async () => {
  ctx = await testCtx()
  await seedStaff(ctx, { passwordFor: () => 'a-password-of-the-test', mustChange: false })
  await seedHandoff(ctx)
  const { planOpening } = await createIntakePlanner(ctx)
  const knowledge = await approvedKnowledge(ctx, planOpening)
  bankName = (at) => knowledge.bankName({ ...ctx, clock: { now: () => at } })
  const rows = await ctx.db.query<{ id: string; shortcut: string }>({
    name: 'shortcuts-of-versions',
    text: 'SELECT v.id, t.shortcut FROM template_version v JOIN template t ON t.id = v.template_id',
    values: [],
  })
  const shortcuts = new Map(rows.map(({ id, shortcut }) => [id, shortcut]))
  answerTo = async (language, text) => {
    const { topic } = classify(text)
    const found = await knowledge.findAnswer(ctx, { text, language, channel: 'telegram', visibility: 'private', topic })
    return found === null || found.score < answerThreshold ? null : (shortcuts.get(found.templateVersionId) ?? 'unknown')
  }
}, 60_000)
afterAll(() => ctx?.close())

describe('the bank’s name', () => {
  it('is what the set-up was told, a moment after it was', async () => {
    expect(await bankName(new Date())).toBeNull()
    await nameBank(withActor(ctx, { kind: 'system', name: 'test' }), 'Ishonch Bank')
    expect(await bankName(new Date(Date.now() + 11_000))).toBe('Ishonch Bank')
  })
})

describe('the bot’s approved answers', () => {
  it.each<[Language, string, string]>([
    ['uz-Latn', 'Kredit olish uchun qanday hujjatlar kerak', 'kredit-hujjat'],
    ['uz-Latn', 'kredit uchn nima hujat kere', 'kredit-hujjat'],
    ['uz-Latn', 'Kreditni muddatidan oldin yopsam bo‘ladimi', 'kredit-muddat'],
    ['uz-Latn', 'sms kod kelmayapti nima qilay', 'sms-kod'],
    ['uz-Latn', 'ilovaga kira olmayapman parol esimdan chiqdi', 'ilova-kirish'],
    ['uz-Latn', 'hisobdan ko‘chirma kerak', 'kochirma'],
    ['uz-Latn', 'o‘tkazma komissiyasi qancha', 'tarif'],
    ['uz-Latn', 'Filial shanba kuni ishlaydimi?', 'ish-vaqti'],
    ['uz-Latn', 'kartam bloklandi, nima qilay?', 'karta-blokdan'],
    ['uz-Latn', 'karta ochish narxi qancha', 'karta-ochish'],
    ['uz-Cyrl', 'Кредит учун қандай ҳужжатлар керак', 'kredit-hujjat'],
    ['uz-Cyrl', 'картам блокланди нима қилай', 'karta-blokdan'],
    ['ru', 'Какие документы нужны для кредита?', 'kredit-hujjat'],
    ['ru', 'до скольки работает филиал', 'ish-vaqti'],
    ['ru', 'как открыть вклад', 'omonat'],
    ['ru', 'не приходит смс код', 'sms-kod'],
    ['ru', 'моя карта заблокирована, что делать', 'karta-blokdan'],
    ['en', 'What documents do I need for a loan?', 'kredit-hujjat'],
    ['en', 'how do I block my card', 'karta-blok'],
    ['en', 'my card is blocked, what should I do?', 'karta-blokdan'],
  ])('%s: %s → %s', async (language, question, shortcut) => {
    expect(await answerTo(language, question)).toBe(shortcut)
  })

  it.each<[Language, string]>([
    ['uz-Latn', 'Kredit foizi qancha?'],
    ['uz-Latn', 'Kredit kartangiz bormi, limiti qancha'],
    ['uz-Latn', 'avtokredit boshlang‘ich to‘lov necha foiz'],
    ['uz-Latn', 'ipoteka bormi'],
    ['uz-Latn', 'kimga murojaat qilsam bo‘ladi kredit so‘rab'],
    ['uz-Latn', 'bankomatdan kuniga qancha yechsa bo‘ladi'],
    ['uz-Cyrl', 'кредит фоизи қанча'],
    ['ru', 'Какая ставка по кредиту?'],
    ['ru', 'есть ли автокредит'],
    ['ru', 'вы берете на работу?'],
    ['ru', 'какой лимит на снятие в банкомате'],
  ])('%s: %s is nobody’s but a person’s', async (language, question) => {
    expect(await answerTo(language, question)).toBeNull()
  })
})
