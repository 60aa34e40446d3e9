/**
 * The word and number lists of the guard, as a bank edits them, and what the guard says about a text. What each list does is
 * told in src/privacy/README.md; the shipped lists are in src/privacy. Routes and permissions: src/desk/guard-lists.routes.ts.
 */
import { z } from 'zod'
import type { Language } from './vocabulary.ts'
import { Visibility } from './vocabulary.ts'

/**
 * Words in any script and spelling: case, apostrophes, Cyrillic or Latin and doubled letters make no difference. `*` at the
 * end of a word stands for any ending, `…` between words for up to four others.
 */
export const GuardPhrase = z
  .string()
  .trim()
  .max(80)
  .regex(/^\p{L}/u, 'begins with a letter')
  .regex(/^[\p{L}\p{M}'`ʻʼ‘’´* …-]+$/u, 'letters, apostrophes, hyphens, * and … only')
export type GuardPhrase = z.infer<typeof GuardPhrase>
const digits = (least: number, most: number) =>
  z
    .string()
    .trim()
    .regex(new RegExp(`^\\d{${least},${most}}$`), `${least} to ${most} digits`)

export const phraseLists = [
  'codeWords',
  'messageWords',
  'harmlessCodes',
  'priceWords',
  'unitWords',
  'cardWords',
  'pinflWords',
  'passportWords',
  'accountWords',
  'phoneWords',
  'expiryWords',
  'referenceWords',
  'secretsAsked',
  'cardNumberAsked',
  'lastFourWords',
  'tellWords',
  'refuseWords',
  'negations',
  'negationFillers',
  'troubleWords',
  'purposeWords',
  'conditionWords',
  'clientPhrases',
  'ownershipWords',
  'forbiddenWords',
] as const
export type PhraseList = (typeof phraseLists)[number]
export const numberLists = ['cardPrefixes', 'publicNumbers'] as const
export type NumberList = (typeof numberLists)[number]
export const guardListNames = [...phraseLists, ...numberLists] as const
export type GuardListName = (typeof guardListNames)[number]
export const GuardListName = z.enum(guardListNames)

const phrases = z.array(GuardPhrase).max(500)
/** Every list whole. */
export const GuardLists = z.object({
  ...(Object.fromEntries(phraseLists.map((name) => [name, phrases])) as Record<PhraseList, typeof phrases>),
  /** First digits of the cards the bank knows as its own: hidden even with a mistyped digit. */
  cardPrefixes: z.array(digits(4, 8)).max(500),
  /** What anybody may dial or pay to: never hidden, never held back. */
  publicNumbers: z.array(digits(3, 20)).max(500),
})
export type GuardLists = z.infer<typeof GuardLists>

/** What a bank added to and struck from a shipped list. Kept instead of the whole, so that new shipped words reach everybody. */
export const GuardListChange = z.object({
  added: z.array(z.string().max(80)).max(500),
  removed: z.array(z.string().max(80)).max(500),
})
export type GuardListChange = z.infer<typeof GuardListChange>
export const GuardListChanges = z.partialRecord(GuardListName, GuardListChange)
export type GuardListChanges = z.infer<typeof GuardListChanges>

export const GuardListsView = z.object({
  /** 0: nobody has changed anything yet. */
  version: z.number().int().min(0),
  lists: GuardLists,
  shipped: GuardLists,
})
export type GuardListsView = z.infer<typeof GuardListsView>

export const ChangeGuardListsInput = z.object({ lists: GuardLists, expectedVersion: z.number().int().min(0) })
export type ChangeGuardListsInput = z.infer<typeof ChangeGuardListsInput>

export const guardReasons = [
  'card_number',
  'pinfl',
  'passport',
  'account_number',
  'secret_code',
  'card_expiry',
  'phone_in_public',
  'email_in_public',
  'card_tail_in_public',
  'name_in_public',
  'asks_secret',
  'asks_card_number',
  'confirms_client',
  'forbidden_word',
] as const
export type GuardReason = (typeof guardReasons)[number]
export const GuardReason = z.enum(guardReasons)

/** Why a stretch of a reply is held back, as the composer tells it. */
export const guardReasonTexts = {
  card_number: {
    'uz-Latn': 'To‘liq karta raqami yuborilmaydi: faqat oxirgi to‘rt raqam.',
    'uz-Cyrl': 'Тўлиқ карта рақами юборилмайди: фақат охирги тўрт рақам.',
    ru: 'Полный номер карты не отправляется: только последние четыре цифры.',
    en: 'A full card number is never sent: the last four digits only.',
  },
  pinfl: {
    'uz-Latn': 'JSHSHIR yuborilmaydi.',
    'uz-Cyrl': 'ЖШШИР юборилмайди.',
    ru: 'ПИНФЛ не отправляется.',
    en: 'A PINFL is never sent.',
  },
  passport: {
    'uz-Latn': 'Pasport raqami yuborilmaydi.',
    'uz-Cyrl': 'Паспорт рақами юборилмайди.',
    ru: 'Номер паспорта не отправляется.',
    en: 'A passport number is never sent.',
  },
  account_number: {
    'uz-Latn': 'To‘liq hisob raqami yuborilmaydi.',
    'uz-Cyrl': 'Тўлиқ ҳисоб рақами юборилмайди.',
    ru: 'Полный номер счёта не отправляется.',
    en: 'A full account number is never sent.',
  },
  secret_code: {
    'uz-Latn': 'Kod, PIN yoki parol yuborilmaydi.',
    'uz-Cyrl': 'Код, ПИН ёки парол юборилмайди.',
    ru: 'Код, ПИН или пароль не отправляется.',
    en: 'A code, PIN or password is never sent.',
  },
  card_expiry: {
    'uz-Latn': 'Kartaning amal qilish muddati yuborilmaydi.',
    'uz-Cyrl': 'Картанинг амал қилиш муддати юборилмайди.',
    ru: 'Срок действия карты не отправляется.',
    en: 'A card’s expiry is never sent.',
  },
  phone_in_public: {
    'uz-Latn': 'Ochiq javobda telefon raqami bo‘lmaydi.',
    'uz-Cyrl': 'Очиқ жавобда телефон рақами бўлмайди.',
    ru: 'В публичном ответе не бывает номера телефона.',
    en: 'No phone number in a public reply.',
  },
  email_in_public: {
    'uz-Latn': 'Ochiq javobda elektron pochta manzili bo‘lmaydi.',
    'uz-Cyrl': 'Очиқ жавобда электрон почта манзили бўлмайди.',
    ru: 'В публичном ответе не бывает адреса электронной почты.',
    en: 'No e-mail address in a public reply.',
  },
  card_tail_in_public: {
    'uz-Latn': 'Ochiq javobda karta yoki hisobning oxirgi raqamlari ham bo‘lmaydi.',
    'uz-Cyrl': 'Очиқ жавобда карта ёки ҳисобнинг охирги рақамлари ҳам бўлмайди.',
    ru: 'В публичном ответе не бывает и последних цифр карты или счёта.',
    en: 'Not even the last digits of a card or account in a public reply.',
  },
  name_in_public: {
    'uz-Latn': 'Ochiq javobda mijozning ismi va mahsuloti birga aytilmaydi.',
    'uz-Cyrl': 'Очиқ жавобда мижознинг исми ва маҳсулоти бирга айтилмайди.',
    ru: 'В публичном ответе имя клиента не стоит рядом с его продуктом.',
    en: 'A client’s name does not stand beside their product in a public reply.',
  },
  asks_secret: {
    'uz-Latn': 'Mijozdan CVV, PIN, SMS kod yoki parol so‘ralmaydi.',
    'uz-Cyrl': 'Мижоздан CVV, ПИН, СМС код ёки парол сўралмайди.',
    ru: 'У клиента не спрашивают CVV, ПИН, код из СМС или пароль.',
    en: 'A client is never asked for a CVV, PIN, SMS code or password.',
  },
  asks_card_number: {
    'uz-Latn': 'Mijozdan to‘liq karta raqami so‘ralmaydi: faqat oxirgi to‘rt raqam.',
    'uz-Cyrl': 'Мижоздан тўлиқ карта рақами сўралмайди: фақат охирги тўрт рақам.',
    ru: 'У клиента не спрашивают полный номер карты: только последние четыре цифры.',
    en: 'A client is never asked for a full card number: the last four digits only.',
  },
  confirms_client: {
    'uz-Latn': 'Ochiq javob yozgan kishi mijozimiz ekanini tasdiqlamaydi.',
    'uz-Cyrl': 'Очиқ жавоб ёзган киши мижозимиз эканини тасдиқламайди.',
    ru: 'Публичный ответ не подтверждает, что автор — клиент банка.',
    en: 'A public reply does not confirm that its author is a client.',
  },
  forbidden_word: {
    'uz-Latn': 'Bu so‘z bank javobida ishlatilmaydi.',
    'uz-Cyrl': 'Бу сўз банк жавобида ишлатилмайди.',
    ru: 'Это слово не употребляется в ответах банка.',
    en: 'This word is not used in the bank’s replies.',
  },
} as const satisfies Record<GuardReason, Record<Language, string>>

/** A stretch of a text and why it is held back; UTF-16 offsets into the text as given, end exclusive. */
export const GuardMark = z.object({
  kind: z.string(),
  reason: GuardReason,
  start: z.number().int().min(0),
  end: z.number().int().min(0),
})
export type GuardMark = z.infer<typeof GuardMark>
export const CheckReplyInput = z.object({ text: z.string().max(16_000), visibility: Visibility })
export type CheckReplyInput = z.infer<typeof CheckReplyInput>
export const CheckedReply = z.object({ ok: z.boolean(), finds: z.array(GuardMark) })
export type CheckedReply = z.infer<typeof CheckedReply>
