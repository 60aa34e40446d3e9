/** The board's cards about the matters themselves and the screens of the heads of shift, in Uzbek, Cyrillic script. */
import type { uzLatnScreens } from './uz-latn.ts'

export const uzCyrlScreens = {
  insights: {
    problems: 'Кўп учраётган муаммолар',
    problemLine: (topic: string, count: string) => `${topic}: охирги бир соатда ${count} та`,
    usual: (usual: string) => `одатда ${usual} та`,
    usualUnknown: 'одатдагиси ҳали номаълум',
    growth: (times: string) => `${times} баравар`,
    noProblems: 'Охирги бир соатда кўп такрорланган муаммо йўқ.',
    faq: 'Тасдиқланган жавоби йўқ саволлар',
    faqCount: (count: string) => `${count} марта сўралган`,
    classifier: 'Таснифлагич',
    model: 'Ишлаётган модель',
    week: 'Ҳафта',
    opinions: 'Хулосалар',
    abstained: 'Хулоса бермаган',
    corrected: 'Одам тузатган',
    mix: 'Турлар улуши',
    mixPart: (type: string, share: string) => `${type}: ${share}`,
    noWeeks: 'Ҳали хулосалар йўқ.',
    switchTo: 'Бошқа версия',
    switchTitle: 'Модель версиясини алмаштириш',
    switchAsk: (from: string, to: string) =>
      `${from} ўрнига ${to} ишлайди. Янги мурожаатлар дарҳол шу модель билан таснифланади, аввалгилари ўзгармайди.`,
    switchSubmit: 'Алмаштириш',
    switched: (version: string) => `Энди ${version} ишлаяпти.`,
  },
  reveal: {
    show: 'Асл матнни кўрсатиш',
    title: 'Яширилган матннинг асли',
    reason: 'Нима учун керак?',
    onRecord: 'Ким, қачон ва нима учун очгани журналда қолади.',
    submit: 'Асл матнни очиш',
    recorded: 'Бу матнни очганингиз журналга ёзилди. Уни ҳеч кимга юборманг.',
    hidesIn: (s: number) => `${s} сониядан кейин яширилади`,
    hide: 'Ҳозир яшириш',
  },
} satisfies typeof uzLatnScreens
