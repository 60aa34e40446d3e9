/** The first words of an incident's banner, in all four languages at once: everybody reads it in their own. */
import { type FourTexts, type Language, languages } from '#contracts'

const about: Readonly<Record<Language, (topic: string) => string>> = {
  'uz-Latn': (topic) => `«${topic}» bo‘yicha murojaatlar ko‘paydi. Sababi aniqlanmoqda, yangilik bo‘lsa, shu yerda yozamiz.`,
  'uz-Cyrl': (topic) => `«${topic}» бўйича мурожаатлар кўпайди. Сабаби аниқланмоқда, янгилик бўлса, шу ерда ёзамиз.`,
  ru: (topic) => `Выросло число обращений по теме «${topic}». Выясняем причину, о новостях напишем здесь.`,
  en: (topic) => `Many clients write about “${topic}”. The cause is being looked for; news will be told here.`,
}

/** @param names the topic's own names. */
export function bannerAbout(names: FourTexts): FourTexts {
  return Object.fromEntries(languages.map((language) => [language, about[language](names[language])])) as FourTexts
}
