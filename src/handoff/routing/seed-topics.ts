/** The seeded tree of what clients write about, and which department each goes to; editable data after the first start. */
import type { FourTexts, topicCodes } from '#contracts'

type SeedCode = (typeof topicCodes)[number]
type DepartmentCode = 'info' | 'cards' | 'security' | 'credit' | 'quality'

const four = (uzLatn: string, uzCyrl: string, ru: string, en: string): FourTexts => ({
  'uz-Latn': uzLatn,
  'uz-Cyrl': uzCyrl,
  ru,
  en,
})

/** In the order of the menu. A code of the classifier that is missing here does not compile. */
export const seedTopics = {
  fraud: { department: 'security', names: four('Firibgarlik', 'Фирибгарлик', 'Мошенничество', 'Fraud') },
  card_block: {
    department: 'security',
    names: four(
      'Karta bloki, yo‘qolgan karta',
      'Карта блоки, йўқолган карта',
      'Блокировка и утеря карты',
      'Blocked or lost card',
    ),
  },
  atm: { department: 'cards', names: four('Bankomat', 'Банкомат', 'Банкомат', 'ATM') },
  p2p: { department: 'cards', names: four('Pul o‘tkazmasi', 'Пул ўтказмаси', 'Перевод', 'Transfer') },
  auto_debit: {
    department: 'cards',
    names: four('Avtomatik yechish', 'Автоматик ечиш', 'Автосписание', 'Automatic debit'),
  },
  dispute: { department: 'cards', names: four('Bahsli amal', 'Баҳсли амал', 'Спорная операция', 'Disputed transaction') },
  app_login: { department: 'info', names: four('Ilovaga kirish', 'Иловага кириш', 'Вход в приложение', 'App login') },
  myid: {
    department: 'info',
    names: four('MyID identifikatsiya', 'MyID идентификация', 'Идентификация MyID', 'MyID identification'),
  },
  sms_inform: { department: 'info', names: four('SMS-xabarnoma', 'SMS-хабарнома', 'SMS-информирование', 'SMS notifications') },
  credit: { department: 'credit', names: four('Kredit', 'Кредит', 'Кредит', 'Loan') },
  microloan: { department: 'credit', names: four('Mikroqarz', 'Микроқарз', 'Микрозайм', 'Microloan') },
  deposit: { department: 'info', names: four('Omonat', 'Омонат', 'Вклад', 'Deposit') },
  fx: { department: 'info', names: four('Valyuta', 'Валюта', 'Валюта', 'Currency') },
  tokenization: {
    department: 'cards',
    names: four('Telefon orqali to‘lov', 'Телефон орқали тўлов', 'Оплата телефоном', 'Phone payments'),
  },
  statement: {
    department: 'info',
    names: four('Ko‘chirma va ma’lumotnoma', 'Кўчирма ва маълумотнома', 'Выписка и справка', 'Statements and certificates'),
  },
  account: { department: 'info', names: four('Hisobraqam', 'Ҳисобрақам', 'Счёт', 'Account') },
  card_issue: { department: 'cards', names: four('Karta ochish', 'Карта очиш', 'Выпуск карты', 'Card issue') },
  branch: {
    department: 'info',
    names: four('Filial va bankomatlar', 'Филиал ва банкоматлар', 'Филиалы и банкоматы', 'Branches and ATMs'),
  },
  tariff: { department: 'info', names: four('Tariflar', 'Тарифлар', 'Тарифы', 'Tariffs') },
  promo: { department: 'info', names: four('Aksiyalar', 'Акциялар', 'Акции', 'Promotions') },
  staff: { department: 'quality', names: four('Xodim muomalasi', 'Ходим муомаласи', 'Поведение сотрудника', 'Staff conduct') },
  service: { department: 'quality', names: four('Xizmat sifati', 'Хизмат сифати', 'Качество обслуживания', 'Service quality') },
  complaint_status: {
    department: 'quality',
    names: four(
      'Avvalgi murojaat holati',
      'Аввалги мурожаат ҳолати',
      'Статус прежнего обращения',
      'Status of an earlier request',
    ),
  },
  general: { department: 'info', names: four('Umumiy', 'Умумий', 'Общее', 'General') },
} as const satisfies Record<SeedCode, { department: DepartmentCode; names: FourTexts }>
