/** The board's cards about the matters themselves and the screens of the heads of shift, in Russian. */
import type { uzLatnScreens } from './uz-latn.ts'

export const ruScreens = {
  insights: {
    problems: 'Частые проблемы',
    problemLine: (topic: string, count: string) => `${topic}: ${count} за последний час`,
    usual: (usual: string) => `обычно ${usual}`,
    usualUnknown: 'обычное число ещё не известно',
    growth: (times: string) => `×${times} к обычному`,
    noProblems: 'За последний час нет повторяющихся проблем.',
    faq: 'Вопросы без утверждённого ответа',
    faqCount: (count: string) => `задан раз: ${count}`,
    classifier: 'Классификатор',
    model: 'Модель в работе',
    week: 'Неделя',
    opinions: 'Мнений',
    abstained: 'Воздержался',
    corrected: 'Исправлено',
    mix: 'Доли типов',
    mixPart: (type: string, share: string) => `${type}: ${share}`,
    noWeeks: 'Мнений ещё нет.',
    switchTo: 'Другая версия',
    switchTitle: 'Сменить версию модели',
    switchAsk: (from: string, to: string) =>
      `Вместо ${from} будет работать ${to}. Новые обращения сразу пойдут через неё, прежние не изменятся.`,
    switchSubmit: 'Сменить',
    switched: (version: string) => `Теперь работает ${version}.`,
  },
  reveal: {
    show: 'Показать оригинал',
    title: 'Оригинал скрытого текста',
    reason: 'Зачем это нужно?',
    onRecord: 'Кто, когда и зачем открыл, остаётся в журнале.',
    submit: 'Открыть оригинал',
    recorded: 'Запись о том, что вы открыли этот текст, внесена в журнал. Никому его не пересылайте.',
    hidesIn: (s: number) => `Скроется через ${s} с`,
    hide: 'Скрыть сейчас',
  },
} satisfies typeof uzLatnScreens
