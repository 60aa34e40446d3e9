/** The console in Uzbek, Cyrillic script: written from the Latin text by rule and read through by word. */

import { uzCyrlActions } from './actions/uz-cyrl.ts'
import { uzCyrlComposer } from './composer/uz-cyrl.ts'
import { uzCyrlFacts } from './facts/uz-cyrl.ts'
import { uzCyrlHouse } from './house/uz-cyrl.ts'
import { uzCyrlManager } from './manager/uz-cyrl.ts'
import { uzCyrlReports } from './reports/uz-cyrl.ts'
import { uzCyrlScreens } from './screens/uz-cyrl.ts'
import { uzCyrlSecurity } from './security/uz-cyrl.ts'
import { uzCyrlTimeline } from './timeline/uz-cyrl.ts'
import type { Dictionary } from './uz-latn.ts'
import { uzCyrlWords } from './words/uz-cyrl.ts'

const count = (n: number, word: string) => `${n} та ${word}`

export const uzCyrl = {
  ...uzCyrlWords,
  ...uzCyrlSecurity,
  common: {
    cancel: 'Бекор қилиш',
    close: 'Ёпиш',
    retry: 'Қайта уриниш',
    loading: 'Юкланмоқда',
    unknownFault: 'Серверга уланиб бўлмади. Алоқани текширинг ва қайта уриниб кўринг.',
    problemId: (id: string) => `Хато рақами: ${id}`,
    none: '—',
    kilobyte: 'КБ',
    megabyte: 'МБ',
    skip: 'Асосий қисмга ўтиш',
    percent: (value: string) => `${value}%`,
  },
  signIn: {
    title: 'Мурожаатлар маркази',
    lead: 'Ходимлар учун кириш',
    login: 'Логин',
    password: 'Пароль',
    submit: 'Кириш',
    hint: 'Логинни унутган бўлсангиз, бўлим администраторига мурожаат қилинг.',
    about: 'Мижозларнинг ёзма мурожаатлари: битта навбат, аниқ муддатлар, ҳалол ҳисоб.',
    points: [
      'Telegram ва сайт хабарлари битта ойнада',
      'Муддати яқин мурожаат доим биринчи',
      'Тасдиқланган шаблонлар икки тугмада',
    ],
    languageLabel: 'Интерфейс тили',
  },
  password: {
    title: 'Паролни алмаштиринг',
    lead: 'Бу пароль сиз учун яратилган. Давом этишдан олдин ўзингизникини қўйинг.',
    current: 'Жорий пароль',
    next: 'Янги пароль',
    again: 'Янги пароль, яна бир бор',
    rule: 'Камида 12 та белги. Узун ибора қисқа мураккаб паролдан ишончлироқ.',
    different: 'Икки пароль бир хил эмас.',
    submit: 'Паролни сақлаш',
    done: 'Пароль алмаштирилди.',
  },
  shell: {
    board: 'Назорат тахтаси',
    statistics: 'Статистика',
    views: { mine: 'Менинг', queue: 'Навбат', all_open: 'Барча очиқ', waiting_client: 'Мижоз кутилмоқда', closed: 'Ёпилган' },
    viewsLabel: 'Кўринишлар',
    sectionsLabel: 'Бўлимлар',
    presence: 'Ҳолатингиз',
    presenceOn: 'Иш жойидаман: мурожаатлар берилади',
    presenceOff: 'Танаффусдаман: янги мурожаат берилмайди',
    theme: 'Кўриниш',
    themeLight: 'Ёруғ',
    themeDark: 'Қоронғи',
    themeAuto: 'Тизим бўйича',
    language: 'Тил',
    sound: 'Овозли огоҳлантириш',
    signOut: 'Чиқиш',
    changePassword: 'Паролни алмаштириш',
    keys: 'Тугмалар рўйхати',
    userMenu: 'Фойдаланувчи менюси',
    reconnecting: 'Алоқа тикланмоқда…',
    reconnectingHint: 'Ёзганларингиз сақланади. Алоқа тиклангач, ўтказиб юборилган хабарлар ўзи келади.',
  },
  list: {
    title: 'Мурожаатлар рўйхати',
    search: 'Исм, рақам ёки матн',
    searchLabel: 'Мурожаатлардан қидириш',
    filters: 'Саралаш',
    filterType: 'Тур',
    filterPriority: 'Устуворлик',
    filterChannel: 'Канал',
    clear: 'Тозалаш',
    noMessage: 'Хабар йўқ',
    youHold: 'Сизда',
    bot: 'Бот жавоб бермоқда',
    queue: 'Навбатда',
    from: { bot: 'Бот', operator: 'Оператор', system: 'Тизим', client: '' },
    found: (n: number) => (n === 0 ? 'Ҳеч нарса топилмади' : `${count(n, 'мурожаат')} топилди`),
    empty: {
      mine: ['Сизда очиқ мурожаат йўқ', 'Навбатдан бирини олинг ёки ҳолатингиз “Иш жойида” эканини текширинг.'],
      queue: ['Навбат бўш', 'Янги мурожаат келганда шу ерда чиқади.'],
      all_open: ['Очиқ мурожаат йўқ', 'Ҳаммаси ёпилган. Яхши иш.'],
      waiting_client: ['Мижоз кутилаётган мурожаат йўқ', 'Тўхтатилган мурожаатлар шу ерда туради.'],
      closed: ['Ёпилган мурожаат йўқ', 'Ёпилганлар шу ерда сақланади.'],
      search: ['Ҳеч нарса топилмади', 'Бошқа сўз билан қидиринг ёки саралашни тозаланг.'],
    },
    goToQueue: 'Навбатни очиш',
    selectTitle: 'Мурожаатни танланг',
    selectText: 'Чапдаги рўйхатда муддати энг яқин мурожаат биринчи туради.',
    selectKeys: 'кейинги · олдинги · олиш · жавоб',
  },
  due: {
    left: (time: string) => `${time} қолди`,
    over: (time: string) => `${time} кечикди`,
    paused: 'Тўхтатилган',
    closedHours: 'Иш вақти эмас',
    dueAt: (when: string) => `Муддат: ${when}`,
    workingTime: 'иш вақти ҳисобида',
    calendarTime: 'календарь кунларида',
    answered: 'Жавоб берилган',
  },
  ...uzCyrlHouse,
  ...uzCyrlManager,
  ...uzCyrlReports,
  ...uzCyrlScreens,
  ...uzCyrlTimeline,
  ...uzCyrlComposer,
  ...uzCyrlActions,
  ...uzCyrlFacts,
} satisfies Dictionary
