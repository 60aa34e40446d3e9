/** What is said around a link to another channel, in the four languages. */
import { type ChannelKind, defaultLanguage, type Language, languages } from '#contracts'
import type { ContinuationWords, Continued } from '#inbox'

type Texts = {
  continued: (number: string) => string
  expired: string
  used: string
  link: (url: string) => string
  noLink: string
}

export const continuationTexts: Record<Language, Texts> = {
  'uz-Latn': {
    continued: (number) => `Xush kelibsiz! Murojaatingiz (${number}) shu yerda davom etadi, hamma yozishmalar saqlangan.`,
    expired:
      'Havolaning muddati o‘tibdi: u 15 daqiqa ishlaydi. Suhbatdan yangi havola oling yoki savolingizni shu yerga yozing.',
    used: 'Bu havoladan foydalanib bo‘lingan. Suhbatdan yangi havola oling yoki savolingizni shu yerga yozing.',
    link: (url) => `Suhbatni saytda davom ettirish uchun havola (15 daqiqa, bir marta ishlaydi, hech kimga bermang):\n${url}`,
    noLink: 'Hozircha saytda davom ettirib bo‘lmaydi. Shu yerda yozishimiz mumkin.',
  },
  'uz-Cyrl': {
    continued: (number) => `Хуш келибсиз! Мурожаатингиз (${number}) шу ерда давом этади, ҳамма ёзишмалар сақланган.`,
    expired: 'Ҳаволанинг муддати ўтибди: у 15 дақиқа ишлайди. Суҳбатдан янги ҳавола олинг ёки саволингизни шу ерга ёзинг.',
    used: 'Бу ҳаволадан фойдаланиб бўлинган. Суҳбатдан янги ҳавола олинг ёки саволингизни шу ерга ёзинг.',
    link: (url) => `Суҳбатни сайтда давом эттириш учун ҳавола (15 дақиқа, бир марта ишлайди, ҳеч кимга берманг):\n${url}`,
    noLink: 'Ҳозирча сайтда давом эттириб бўлмайди. Шу ерда ёзишимиз мумкин.',
  },
  ru: {
    continued: (number) => `С возвращением! Обращение ${number} продолжается здесь, вся переписка сохранена.`,
    expired: 'Срок ссылки истёк: она действует 15 минут. Возьмите новую в том разговоре или напишите вопрос здесь.',
    used: 'Этой ссылкой уже воспользовались. Возьмите новую в том разговоре или напишите вопрос здесь.',
    link: (url) => `Ссылка, чтобы продолжить на сайте (15 минут, один раз, никому её не передавайте):\n${url}`,
    noLink: 'Продолжить на сайте пока нельзя. Можно писать здесь.',
  },
  en: {
    continued: (number) => `Welcome! Your request ${number} goes on here; everything written so far is kept.`,
    expired: 'The link has expired: it works for 15 minutes. Take a new one from that conversation, or write here.',
    used: 'This link has been used already. Take a new one from that conversation, or write here.',
    link: (url) => `A link to go on at our website (15 minutes, once; keep it to yourself):\n${url}`,
    noLink: 'Going on at our website is not possible yet. You can write here.',
  },
}

const channelNames: Partial<Record<ChannelKind, string>> = { telegram: 'Telegram', webchat: 'sayt' }

export const textsIn = (language: string | null | undefined): Texts =>
  continuationTexts[languages.find((known) => known === language) ?? defaultLanguage]

export const continuationWords: ContinuationWords = {
  said: (language, number) => textsIn(language).continued(number),
  note: (from, to) =>
    `Mijoz suhbatni boshqa kanalda davom ettirmoqda: ${channelNames[from] ?? from} → ${channelNames[to] ?? to}.`,
}

/** The sentence where the link did not lead on; null where it did. */
export function refusalOf(outcome: Continued['outcome'], language: string | null | undefined): string | null {
  if (outcome === 'continued' || outcome === 'again') return null
  return outcome === 'expired' ? textsIn(language).expired : textsIn(language).used
}
