/** The console in Uzbek, Latin script: the default, and the shape every other dictionary has. */

import { uzLatnActions } from './actions/uz-latn.ts'
import { uzLatnComposer } from './composer/uz-latn.ts'
import { uzLatnFacts } from './facts/uz-latn.ts'
import { uzLatnHouse } from './house/uz-latn.ts'
import { uzLatnManager } from './manager/uz-latn.ts'
import { uzLatnReports } from './reports/uz-latn.ts'
import { uzLatnScreens } from './screens/uz-latn.ts'
import { uzLatnSecurity } from './security/uz-latn.ts'
import { uzLatnTimeline } from './timeline/uz-latn.ts'
import { uzLatnWords } from './words/uz-latn.ts'

const count = (n: number, word: string) => `${n} ta ${word}`

export const uzLatn = {
  ...uzLatnWords,
  ...uzLatnSecurity,
  common: {
    cancel: 'Bekor qilish',
    close: 'Yopish',
    retry: 'Qayta urinish',
    loading: 'Yuklanmoqda',
    unknownFault: 'Serverga ulanib bo‘lmadi. Aloqani tekshiring va qayta urinib ko‘ring.',
    problemId: (id: string) => `Xato raqami: ${id}`,
    none: '—',
    kilobyte: 'KB',
    megabyte: 'MB',
    skip: 'Asosiy qismga o‘tish',
    percent: (value: string) => `${value}%`,
  },
  signIn: {
    title: 'Murojaatlar markazi',
    lead: 'Xodimlar uchun kirish',
    login: 'Login',
    password: 'Parol',
    submit: 'Kirish',
    hint: 'Loginni unutgan bo‘lsangiz, bo‘lim administratoriga murojaat qiling.',
    about: 'Mijozlarning yozma murojaatlari: bitta navbat, aniq muddatlar, halol hisob.',
    points: [
      'Telegram va sayt xabarlari bitta oynada',
      'Muddati yaqin murojaat doim birinchi',
      'Tasdiqlangan shablonlar ikki tugmada',
    ],
    languageLabel: 'Interfeys tili',
  },
  password: {
    title: 'Parolni almashtiring',
    lead: 'Bu parol siz uchun yaratilgan. Davom etishdan oldin o‘zingiznikini qo‘ying.',
    current: 'Joriy parol',
    next: 'Yangi parol',
    again: 'Yangi parol, yana bir bor',
    rule: 'Kamida 12 ta belgi. Uzun ibora qisqa murakkab paroldan ishonchliroq.',
    different: 'Ikki parol bir xil emas.',
    submit: 'Parolni saqlash',
    done: 'Parol almashtirildi.',
  },
  shell: {
    board: 'Nazorat taxtasi',
    statistics: 'Statistika',
    views: {
      mine: 'Mening',
      queue: 'Navbat',
      all_open: 'Barcha ochiq',
      waiting_client: 'Mijoz kutilmoqda',
      closed: 'Yopilgan',
    },
    viewsLabel: 'Ko‘rinishlar',
    sectionsLabel: 'Bo‘limlar',
    presence: 'Holatingiz',
    presenceOn: 'Ish joyidaman: murojaatlar beriladi',
    presenceOff: 'Tanaffusdaman: yangi murojaat berilmaydi',
    theme: 'Ko‘rinish',
    themeLight: 'Yorug‘',
    themeDark: 'Qorong‘i',
    themeAuto: 'Tizim bo‘yicha',
    language: 'Til',
    sound: 'Ovozli ogohlantirish',
    signOut: 'Chiqish',
    changePassword: 'Parolni almashtirish',
    keys: 'Tugmalar ro‘yxati',
    userMenu: 'Foydalanuvchi menyusi',
    reconnecting: 'Aloqa tiklanmoqda…',
    reconnectingHint: 'Yozganlaringiz saqlanadi. Aloqa tiklangach, o‘tkazib yuborilgan xabarlar o‘zi keladi.',
  },
  list: {
    title: 'Murojaatlar ro‘yxati',
    search: 'Ism, raqam yoki matn',
    searchLabel: 'Murojaatlardan qidirish',
    filters: 'Saralash',
    filterType: 'Tur',
    filterPriority: 'Ustuvorlik',
    filterChannel: 'Kanal',
    clear: 'Tozalash',
    noMessage: 'Xabar yo‘q',
    youHold: 'Sizda',
    bot: 'Bot javob bermoqda',
    queue: 'Navbatda',
    from: { bot: 'Bot', operator: 'Operator', system: 'Tizim', client: '' } as Record<string, string>,
    found: (n: number) => (n === 0 ? 'Hech narsa topilmadi' : `${count(n, 'murojaat')} topildi`),
    empty: {
      mine: ['Sizda ochiq murojaat yo‘q', 'Navbatdan birini oling yoki holatingiz “Ish joyida” ekanini tekshiring.'],
      queue: ['Navbat bo‘sh', 'Yangi murojaat kelganda shu yerda chiqadi.'],
      all_open: ['Ochiq murojaat yo‘q', 'Hammasi yopilgan. Yaxshi ish.'],
      waiting_client: ['Mijoz kutilayotgan murojaat yo‘q', 'To‘xtatilgan murojaatlar shu yerda turadi.'],
      closed: ['Yopilgan murojaat yo‘q', 'Yopilganlar shu yerda saqlanadi.'],
      search: ['Hech narsa topilmadi', 'Boshqa so‘z bilan qidiring yoki saralashni tozalang.'],
    },
    goToQueue: 'Navbatni ochish',
    selectTitle: 'Murojaatni tanlang',
    selectText: 'Chapdagi ro‘yxatda muddati eng yaqin murojaat birinchi turadi.',
    selectKeys: 'keyingi · oldingi · olish · javob',
  },
  due: {
    left: (time: string) => `${time} qoldi`,
    over: (time: string) => `${time} kechikdi`,
    paused: 'To‘xtatilgan',
    closedHours: 'Ish vaqti emas',
    dueAt: (when: string) => `Muddat: ${when}`,
    workingTime: 'ish vaqti hisobida',
    calendarTime: 'kalendar kunlarida',
    answered: 'Javob berilgan',
  },
  ...uzLatnHouse,
  ...uzLatnManager,
  ...uzLatnReports,
  ...uzLatnScreens,
  ...uzLatnTimeline,
  ...uzLatnComposer,
  ...uzLatnActions,
  ...uzLatnFacts,
}
/** One shape for all four: a missing or misspelt key does not compile. */
export type Dictionary = typeof uzLatn
