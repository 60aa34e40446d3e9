/** The words of the evaluation sheet. */
import type { Language } from '#contracts'

export type SheetWords = {
  readonly title: string
  readonly request: string
  readonly operator: string
  readonly reviewer: string
  readonly hidden: string
  readonly version: string
  readonly at: string
  readonly total: string
  readonly zeroed: string
  readonly items: string
  readonly note: string
  readonly contest: string
  readonly kept: string
  readonly annulled: string
  readonly waiting: string
  readonly signReviewer: string
  readonly signOperator: string
  readonly signSupervisor: string
  readonly mark: { readonly well: string; readonly half: string; readonly failed: string; readonly none: string }
}

export const sheetWords: Readonly<Record<Language, SheetWords>> = {
  'uz-Latn': {
    title: 'Baholash varaqasi',
    request: 'Murojaat',
    operator: 'Xodim',
    reviewer: 'Baholovchi',
    hidden: 'oshkor qilinmaydi',
    version: 'Varaqa talqini',
    at: 'Baholangan vaqti',
    total: 'Baho (100 dan)',
    zeroed: 'muhim band bajarilmagan',
    items: 'Bandlar',
    note: 'Xulosa',
    contest: 'E’tiroz',
    kept: 'E’tiroz ko‘rildi, baho o‘z kuchida',
    annulled: 'E’tiroz ko‘rildi, baho bekor qilindi',
    waiting: 'E’tiroz ko‘rib chiqilmoqda',
    signReviewer: 'Baholovchi imzosi',
    signOperator: 'Xodim tanishdi',
    signSupervisor: 'Supervayzer imzosi',
    mark: { well: 'bajarilgan', half: 'qisman', failed: 'bajarilmagan', none: 'taalluqli emas' },
  },
  'uz-Cyrl': {
    title: 'Баҳолаш варақаси',
    request: 'Мурожаат',
    operator: 'Ходим',
    reviewer: 'Баҳоловчи',
    hidden: 'ошкор қилинмайди',
    version: 'Варақа талқини',
    at: 'Баҳоланган вақти',
    total: 'Баҳо (100 дан)',
    zeroed: 'муҳим банд бажарилмаган',
    items: 'Бандлар',
    note: 'Хулоса',
    contest: 'Эътироз',
    kept: 'Эътироз кўрилди, баҳо ўз кучида',
    annulled: 'Эътироз кўрилди, баҳо бекор қилинди',
    waiting: 'Эътироз кўриб чиқилмоқда',
    signReviewer: 'Баҳоловчи имзоси',
    signOperator: 'Ходим танишди',
    signSupervisor: 'Супервайзер имзоси',
    mark: { well: 'бажарилган', half: 'қисман', failed: 'бажарилмаган', none: 'тааллуқли эмас' },
  },
  ru: {
    title: 'Лист оценки',
    request: 'Обращение',
    operator: 'Сотрудник',
    reviewer: 'Оценщик',
    hidden: 'не раскрывается',
    version: 'Редакция листа',
    at: 'Дата оценки',
    total: 'Оценка (из 100)',
    zeroed: 'не выполнен критический пункт',
    items: 'Пункты',
    note: 'Заключение',
    contest: 'Возражение',
    kept: 'Возражение рассмотрено, оценка сохранена',
    annulled: 'Возражение рассмотрено, оценка отменена',
    waiting: 'Возражение рассматривается',
    signReviewer: 'Подпись оценщика',
    signOperator: 'Сотрудник ознакомлен',
    signSupervisor: 'Подпись супервайзера',
    mark: { well: 'выполнено', half: 'частично', failed: 'не выполнено', none: 'не относится' },
  },
  en: {
    title: 'Evaluation sheet',
    request: 'Request',
    operator: 'Member of staff',
    reviewer: 'Reviewer',
    hidden: 'not disclosed',
    version: 'Version of the card',
    at: 'Scored at',
    total: 'Score (of 100)',
    zeroed: 'a critical item failed',
    items: 'Items',
    note: 'Conclusion',
    contest: 'Contest',
    kept: 'Contested, the score was kept',
    annulled: 'Contested, the score was annulled',
    waiting: 'The contest is being looked at',
    signReviewer: 'Reviewer’s signature',
    signOperator: 'Member of staff has read it',
    signSupervisor: 'Supervisor’s signature',
    mark: { well: 'well', half: 'in part', failed: 'not', none: 'not applicable' },
  },
}
