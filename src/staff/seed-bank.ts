/**
 * What a bank begins with: departments, real working time of Uzbekistan, one administrator; and the invented people of the
 * demonstration.
 *
 * Holidays: Labour Code of Uzbekistan, art. 208 (fixed days) and 187 (the eve is an hour shorter); days moved in 2026 by the
 * decree of 24 December 2025; both as reported in secondary sources. Hayit is set by decree each year: the dates of 2027 are
 * estimates. All of it is editable data after the first start.
 */
import type { CalendarRules, FourTexts, Role, WorkInterval } from '#contracts'

const fullDay: WorkInterval[] = [
  { from: '09:00', to: '13:00' },
  { from: '14:00', to: '18:00' },
]
const eveOfHayit: WorkInterval[] = [
  { from: '09:00', to: '13:00' },
  { from: '14:00', to: '17:00' },
]
const always: WorkInterval[] = [{ from: '00:00', to: '24:00' }]

export const bankHours: CalendarRules = {
  timeZone: 'Asia/Tashkent',
  week: [fullDay, fullDay, fullDay, fullDay, fullDay, [], []],
  yearlyDaysOff: ['01-01', '03-08', '03-21', '05-09', '09-01', '10-01', '12-08'],
  daysOff: [
    '2026-01-02',
    '2026-03-09',
    '2026-03-20',
    '2026-03-23',
    '2026-05-11',
    '2026-05-27',
    '2026-05-28',
    '2026-05-29',
    '2026-08-31',
    '2026-12-31',
    '2027-03-10',
    '2027-05-17',
  ],
  specialDays: {
    '2026-03-19': eveOfHayit,
    '2026-05-26': eveOfHayit,
    '2026-12-12': fullDay,
    '2027-03-09': eveOfHayit,
  },
  eveShorterMinutes: 60,
}

export const roundTheClock: CalendarRules = {
  timeZone: 'Asia/Tashkent',
  week: [always, always, always, always, always, always, always],
  yearlyDaysOff: [],
  daysOff: [],
  specialDays: {},
  eveShorterMinutes: 0,
}

export type DepartmentCode = 'info' | 'cards' | 'security' | 'credit' | 'quality'

export const bankDepartments: readonly { code: DepartmentCode; calendar: 'bank' | 'always'; names: FourTexts }[] = [
  {
    code: 'info',
    calendar: 'bank',
    names: {
      'uz-Latn': 'Axborot xizmati',
      'uz-Cyrl': 'Ахборот хизмати',
      ru: 'Информационная служба',
      en: 'Information service',
    },
  },
  {
    code: 'cards',
    calendar: 'bank',
    names: {
      'uz-Latn': 'Kartalar va protsessing bo‘limi',
      'uz-Cyrl': 'Карталар ва процессинг бўлими',
      ru: 'Отдел карт и процессинга',
      en: 'Cards and processing',
    },
  },
  {
    code: 'security',
    calendar: 'always',
    names: {
      'uz-Latn': 'Xavfsizlik va firibgarlikka qarshi kurash bo‘limi',
      'uz-Cyrl': 'Хавфсизлик ва фирибгарликка қарши кураш бўлими',
      ru: 'Отдел безопасности и противодействия мошенничеству',
      en: 'Security and anti-fraud',
    },
  },
  {
    code: 'credit',
    calendar: 'bank',
    names: { 'uz-Latn': 'Kredit bo‘limi', 'uz-Cyrl': 'Кредит бўлими', ru: 'Кредитный отдел', en: 'Lending' },
  },
  {
    code: 'quality',
    calendar: 'bank',
    names: {
      'uz-Latn': 'Sifat nazorati bo‘limi',
      'uz-Cyrl': 'Сифат назорати бўлими',
      ru: 'Отдел контроля качества',
      en: 'Quality control',
    },
  },
]

export type SeedPerson = {
  login: string
  displayName: string
  roles: readonly Role[]
  languages: readonly string[]
  /** 0: is never given a request by the program, may still take one. */
  capacity: number
  departments: readonly DepartmentCode[]
}

/** Who sets a new installation up, and adds everybody else; the name is theirs to change. */
export const firstAdministrator: SeedPerson = {
  login: 'admin',
  displayName: 'Administrator',
  roles: ['administrator'],
  languages: [],
  capacity: 0,
  departments: [],
}

export const bankStaff: readonly SeedPerson[] = [
  {
    login: 'dilnoza',
    displayName: 'Dilnoza Qodirova',
    roles: ['operator'],
    languages: ['uz-Latn', 'uz-Cyrl', 'ru'],
    capacity: 5,
    departments: ['info', 'cards', 'credit'],
  },
  {
    login: 'jasur',
    displayName: 'Jasur To‘rayev',
    roles: ['operator'],
    languages: [],
    capacity: 5,
    departments: ['info', 'cards', 'security'],
  },
  {
    login: 'gulnora',
    displayName: 'Gulnora Rahimova',
    roles: ['operator', 'mentor'],
    languages: ['uz-Latn', 'uz-Cyrl', 'ru'],
    capacity: 3,
    departments: ['info', 'credit', 'quality', 'security'],
  },
  {
    login: 'sherzod',
    displayName: 'Sherzod Aliyev',
    roles: ['supervisor'],
    languages: [],
    capacity: 0,
    departments: ['info', 'cards', 'security', 'credit', 'quality'],
  },
  {
    login: 'malika',
    displayName: 'Malika Yusupova',
    roles: ['quality'],
    languages: [],
    capacity: 0,
    departments: ['quality'],
  },
  { login: 'nodira', displayName: 'Nodira Ismoilova', roles: ['manager'], languages: [], capacity: 0, departments: [] },
  { login: 'admin', displayName: 'Bekzod Karimov', roles: ['administrator'], languages: [], capacity: 0, departments: [] },
]
