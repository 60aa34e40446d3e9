/** How the bot asks for a mark and says thanks, in the four languages. */
import type { Language } from '#contracts'

export type SatisfactionTexts = {
  csat: (number: string) => string
  /** From 5 down to 1. */
  marks: readonly [string, string, string, string, string]
  nps: string
  thanks: string
  thanksLow: string
}

export const satisfactionTexts: Record<Language, SatisfactionTexts> = {
  'uz-Latn': {
    csat: (number) => `Murojaatingiz (${number}) yakunlandi. Xizmatimizga qanday baho berasiz?`,
    marks: ['A’lo', 'Yaxshi', 'O‘rtacha', 'Yomon', 'Juda yomon'],
    nps: 'Yana bitta savol: bankimizni yaqinlaringizga tavsiya qilasizmi? 0: yo‘q, 10: albatta.',
    thanks: 'Bahoyingiz uchun rahmat!',
    thanksLow: 'Fikringiz uchun rahmat, uni mas’ul xodimlarga yetkazdik. Masala hal bo‘lmagan bo‘lsa, shu yerga yozing.',
  },
  'uz-Cyrl': {
    csat: (number) => `Мурожаатингиз (${number}) якунланди. Хизматимизга қандай баҳо берасиз?`,
    marks: ['Аъло', 'Яхши', 'Ўртача', 'Ёмон', 'Жуда ёмон'],
    nps: 'Яна битта савол: банкимизни яқинларингизга тавсия қиласизми? 0: йўқ, 10: албатта.',
    thanks: 'Баҳойингиз учун раҳмат!',
    thanksLow: 'Фикрингиз учун раҳмат, уни масъул ходимларга етказдик. Масала ҳал бўлмаган бўлса, шу ерга ёзинг.',
  },
  ru: {
    csat: (number) => `Обращение ${number} завершено. Как вы оцените нашу работу?`,
    marks: ['Отлично', 'Хорошо', 'Средне', 'Плохо', 'Очень плохо'],
    nps: 'Ещё один вопрос: посоветуете ли вы наш банк близким? 0: нет, 10: обязательно.',
    thanks: 'Спасибо за оценку!',
    thanksLow: 'Спасибо, что сказали: мы передали это ответственным сотрудникам. Если вопрос не решён, напишите сюда.',
  },
  en: {
    csat: (number) => `Your request ${number} is finished. How would you rate our work?`,
    marks: ['Excellent', 'Good', 'Fair', 'Poor', 'Very poor'],
    nps: 'One more question: would you recommend our bank to people close to you? 0: no, 10: certainly.',
    thanks: 'Thank you for your rating!',
    thanksLow: 'Thank you for telling us: we have passed it on. If the matter is not settled, write here.',
  },
}

/** The note the operator finds; in the language of the house's own papers. */
export const lowMarkNote = (score: number) => `Mijoz past baho qo‘ydi: 5 dan ${score}.`
