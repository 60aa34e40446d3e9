/**
 * What the bot says, in the four languages. Polite, short, no promises it cannot keep; it never asks for a card number, a
 * CVV, a PIN or an SMS code. A missing sentence does not compile.
 */
import type { Language, RequestStatus } from '#contracts'

export type Estimate =
  /** A person answers in about so many minutes. */
  | { kind: 'minutes'; minutes: number }
  /** Nobody is at work; they are from this moment, told in this zone. */
  | { kind: 'opens'; at: Date; timeZone: string }

export type DialogueTexts = {
  /** By the bank's name, where it has told one. */
  greeting(bank: string | null): string
  /** On personal data, once per request. */
  notice: string
  askHowToHelp: string
  registered: (number: string) => string
  /** When a person answers; empty string where nobody knows. */
  when: (estimate: Estimate | null) => string
  urgentHandover: (number: string) => string
  handover: (number: string) => string
  /** The urgent first line where no approved text exists. */
  urgentFallback: string
  /** The first line where only the model thinks it urgent: it may be wrong of what is in danger, so it advises nothing. */
  urgentTaken: string
  didItHelp: string
  gladToHelp: string
  notHelped: string
  notUnderstood: string
  thanked: string
  chooseLanguage: string
  languageChosen: string
  statusLine: (number: string, status: RequestStatus) => string
  statusNone: string
  statusIntro: string
  gotFiles: string
  buttons: { person: string; helped: string; notHelped: string; status: string; language: string }
}

const moment = (language: Language, at: Date, timeZone: string) =>
  new Intl.DateTimeFormat(language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(at)

/** Rounded up so that the promise is kept: 1–5 by the minute, then by fives. */
const minutesSaid = (minutes: number) => (minutes <= 5 ? Math.max(1, Math.ceil(minutes)) : Math.ceil(minutes / 5) * 5)

function whenIn(language: Language, soon: (minutes: number) => string, opens: (at: string) => string) {
  return (estimate: Estimate | null): string => {
    if (estimate === null) return ''
    return estimate.kind === 'minutes'
      ? soon(minutesSaid(estimate.minutes))
      : opens(moment(language, estimate.at, estimate.timeZone))
  }
}

const russianMinutes = (n: number) => {
  const [last, tens] = [n % 10, n % 100]
  if (last === 1 && tens !== 11) return `${n} минуту`
  return last >= 2 && last <= 4 && (tens < 12 || tens > 14) ? `${n} минуты` : `${n} минут`
}

const uzLatn: DialogueTexts = {
  greeting: (bank) =>
    bank === null
      ? 'Assalomu alaykum! Bankka yozganingiz uchun rahmat.'
      : `Assalomu alaykum! Bu — ${bank}. Bizga yozganingiz uchun rahmat.`,
  notice: 'Xavfsizligingiz uchun karta raqami, PIN yoki SMS-kodni bu yerga yozmang: ular bizga kerak emas.',
  askHowToHelp: 'Sizga qanday yordam bera olaman? Savolingizni o‘z so‘zlaringiz bilan yozing.',
  registered: (number) => `Murojaatingiz ro‘yxatga olindi, raqami: ${number}.`,
  when: whenIn(
    'uz-Latn',
    (minutes) => `Mutaxassis taxminan ${minutes} daqiqada javob beradi.`,
    (at) => `Hozir ish vaqti emas. Mutaxassis ish boshlanishi bilan javob beradi: ${at}.`,
  ),
  urgentHandover: (number) => `Murojaatingiz (${number}) navbatsiz mutaxassisga uzatildi.`,
  handover: (number) => `Murojaatingizni (${number}) mutaxassisga uzatdim. Qo‘shimcha ma’lumotni shu yerga yozishingiz mumkin.`,
  urgentFallback:
    'Hoziroq kartangizni bloklang: mobil ilovada kartani tanlab, «Bloklash» tugmasini bosing yoki karta orqasidagi raqamga qo‘ng‘iroq qiling.',
  urgentTaken: 'Xabaringizni shoshilinch deb qabul qildik.',
  didItHelp: 'Shu javob yordam berdimi?',
  gladToHelp: 'Yordam berganimizdan xursandmiz. Yana savolingiz bo‘lsa, bemalol yozing.',
  notHelped: 'Afsus, javob mos kelmadi. Savolingizni boshqacha yozib ko‘ring yoki operatorni chaqiring.',
  notUnderstood: 'Uzr, sizni to‘liq tushunmadim. Savolingizni bir jumlada yozing yoki operatorni chaqiring.',
  thanked: 'Arzimaydi! Xizmatingizda bo‘lganimizdan xursandmiz.',
  chooseLanguage: 'Tilni tanlang · Тилни танланг · Выберите язык · Choose a language',
  languageChosen: 'Bundan keyin sizga o‘zbek tilida (lotin yozuvida) yozamiz.',
  statusLine: (number, status) =>
    `${number}: ${{ open: 'ko‘rib chiqilmoqda', waiting_client: 'sizdan javob kutilmoqda', closed: 'yakunlangan' }[status]}`,
  statusNone: 'Sizning boshqa murojaatingiz topilmadi.',
  statusIntro: 'Murojaatlaringiz holati:',
  gotFiles: 'Yuborgan faylingizni oldik.',
  buttons: {
    person: 'Operator',
    helped: 'Ha, yordam berdi',
    notHelped: 'Yo‘q',
    status: 'Murojaatim holati',
    language: 'Til / Язык',
  },
}

const uzCyrl: DialogueTexts = {
  greeting: (bank) =>
    bank === null
      ? 'Ассалому алайкум! Банкка ёзганингиз учун раҳмат.'
      : `Ассалому алайкум! Бу — ${bank}. Бизга ёзганингиз учун раҳмат.`,
  notice: 'Хавфсизлигингиз учун карта рақами, PIN ёки SMS-кодни бу ерга ёзманг: улар бизга керак эмас.',
  askHowToHelp: 'Сизга қандай ёрдам бера оламан? Саволингизни ўз сўзларингиз билан ёзинг.',
  registered: (number) => `Мурожаатингиз рўйхатга олинди, рақами: ${number}.`,
  when: whenIn(
    'uz-Cyrl',
    (minutes) => `Мутахассис тахминан ${minutes} дақиқада жавоб беради.`,
    (at) => `Ҳозир иш вақти эмас. Мутахассис иш бошланиши билан жавоб беради: ${at}.`,
  ),
  urgentHandover: (number) => `Мурожаатингиз (${number}) навбатсиз мутахассисга узатилди.`,
  handover: (number) => `Мурожаатингизни (${number}) мутахассисга узатдим. Қўшимча маълумотни шу ерга ёзишингиз мумкин.`,
  urgentFallback:
    'Ҳозироқ картангизни блокланг: мобил иловада картани танлаб, «Блоклаш» тугмасини босинг ёки карта орқасидаги рақамга қўнғироқ қилинг.',
  urgentTaken: 'Хабарингизни шошилинч деб қабул қилдик.',
  didItHelp: 'Шу жавоб ёрдам бердими?',
  gladToHelp: 'Ёрдам берганимиздан хурсандмиз. Яна саволингиз бўлса, бемалол ёзинг.',
  notHelped: 'Афсус, жавоб мос келмади. Саволингизни бошқача ёзиб кўринг ёки операторни чақиринг.',
  notUnderstood: 'Узр, сизни тўлиқ тушунмадим. Саволингизни бир жумлада ёзинг ёки операторни чақиринг.',
  thanked: 'Арзимайди! Хизматингизда бўлганимиздан хурсандмиз.',
  chooseLanguage: uzLatn.chooseLanguage,
  languageChosen: 'Бундан кейин сизга ўзбек тилида (кирилл ёзувида) ёзамиз.',
  statusLine: (number, status) =>
    `${number}: ${{ open: 'кўриб чиқилмоқда', waiting_client: 'сиздан жавоб кутилмоқда', closed: 'якунланган' }[status]}`,
  statusNone: 'Сизнинг бошқа мурожаатингиз топилмади.',
  statusIntro: 'Мурожаатларингиз ҳолати:',
  gotFiles: 'Юборган файлингизни олдик.',
  buttons: {
    person: 'Оператор',
    helped: 'Ҳа, ёрдам берди',
    notHelped: 'Йўқ',
    status: 'Мурожаатим ҳолати',
    language: 'Тил / Язык',
  },
}

const ru: DialogueTexts = {
  greeting: (bank) =>
    bank === null ? 'Здравствуйте! Спасибо, что написали в банк.' : `Здравствуйте! Это ${bank}. Спасибо, что написали нам.`,
  notice: 'Для вашей безопасности не пишите здесь номер карты, PIN и код из SMS: они нам не нужны.',
  askHowToHelp: 'Чем могу помочь? Напишите вопрос своими словами.',
  registered: (number) => `Ваше обращение зарегистрировано, номер: ${number}.`,
  when: whenIn(
    'ru',
    (minutes) => `Специалист ответит примерно за ${russianMinutes(minutes)}.`,
    (at) => `Сейчас нерабочее время. Специалист ответит, как только начнётся рабочий день: ${at}.`,
  ),
  urgentHandover: (number) => `Обращение ${number} передано специалисту вне очереди.`,
  handover: (number) => `Передал ваше обращение ${number} специалисту. Если есть что добавить, пишите сюда.`,
  urgentFallback:
    'Сразу заблокируйте карту: в мобильном приложении откройте карту и нажмите «Заблокировать» или позвоните по номеру на обороте карты.',
  urgentTaken: 'Мы приняли ваше сообщение как срочное.',
  didItHelp: 'Помог ли этот ответ?',
  gladToHelp: 'Рады, что помогли. Если появится ещё вопрос, пишите.',
  notHelped: 'Жаль, что ответ не подошёл. Напишите вопрос иначе или позовите оператора.',
  notUnderstood: 'Простите, я не до конца понял. Напишите вопрос одной фразой или позовите оператора.',
  thanked: 'Пожалуйста! Рады быть полезными.',
  chooseLanguage: uzLatn.chooseLanguage,
  languageChosen: 'Дальше будем писать вам по-русски.',
  statusLine: (number, status) =>
    `${number}: ${{ open: 'рассматривается', waiting_client: 'ждём вашего ответа', closed: 'завершено' }[status]}`,
  statusNone: 'Других ваших обращений не нашлось.',
  statusIntro: 'Ваши обращения:',
  gotFiles: 'Мы получили ваш файл.',
  buttons: { person: 'Оператор', helped: 'Да, помог', notHelped: 'Нет', status: 'Статус обращения', language: 'Язык / Til' },
}

const en: DialogueTexts = {
  greeting: (bank) =>
    bank === null ? 'Hello! Thank you for writing to the bank.' : `Hello! This is ${bank}. Thank you for writing to us.`,
  notice: 'For your safety, do not write your card number, PIN or SMS code here: we do not need them.',
  askHowToHelp: 'How can I help? Please write your question in your own words.',
  registered: (number) => `Your request is registered under the number ${number}.`,
  when: whenIn(
    'en',
    (minutes) => `A specialist will answer in about ${minutes} minute${minutes === 1 ? '' : 's'}.`,
    (at) => `We are closed now. A specialist will answer when we open: ${at}.`,
  ),
  urgentHandover: (number) => `Your request ${number} has gone to a specialist ahead of the queue.`,
  handover: (number) => `I have passed your request ${number} to a specialist. If there is more to add, write it here.`,
  urgentFallback:
    'Block your card right now: open the card in the mobile app and press “Block”, or call the number on the back of the card.',
  urgentTaken: 'We have taken your message as urgent.',
  didItHelp: 'Did this answer help?',
  gladToHelp: 'Glad we could help. If you have another question, just write.',
  notHelped: 'Sorry the answer did not fit. Please put the question another way, or ask for an operator.',
  notUnderstood: 'Sorry, I did not quite understand. Please write your question in one sentence, or ask for an operator.',
  thanked: 'You are welcome! We are glad to be of help.',
  chooseLanguage: uzLatn.chooseLanguage,
  languageChosen: 'From now on we will write to you in English.',
  statusLine: (number, status) =>
    `${number}: ${{ open: 'being looked at', waiting_client: 'waiting for your answer', closed: 'finished' }[status]}`,
  statusNone: 'No other requests of yours were found.',
  statusIntro: 'Your requests:',
  gotFiles: 'We have received your file.',
  buttons: {
    person: 'Operator',
    helped: 'Yes, it helped',
    notHelped: 'No',
    status: 'My request’s status',
    language: 'Language / Til',
  },
}

export const dialogueTexts: Record<Language, DialogueTexts> = { 'uz-Latn': uzLatn, 'uz-Cyrl': uzCyrl, ru, en }

/** The languages as they call themselves, for the menu. */
export const languageNames: Record<Language, string> = {
  'uz-Latn': 'O‘zbekcha',
  'uz-Cyrl': 'Ўзбекча',
  ru: 'Русский',
  en: 'English',
}

export const handoverReasons = [
  'urgent',
  'client_asked',
  'complaint',
  'suggestion',
  'needs_identity',
  'no_approved_answer',
  'not_sorted',
  'language',
  'public',
  'two_failures',
  'bot_error',
  'bot_timeout',
  'bot_overload',
  'bot_shutdown',
  'bot_silent',
] as const
export type HandoverReason = (typeof handoverReasons)[number]

/** The note the operator finds; in the language of the house's own papers. */
export const handoverNotes: Record<HandoverReason, string> = {
  urgent: 'Bot: shoshilinch belgi bor, mijozga birinchi chora aytildi va darhol uzatildi.',
  client_asked: 'Bot: mijoz operatorni so‘radi.',
  complaint: 'Bot: shikoyat, unga xodim javob beradi.',
  suggestion: 'Bot: taklif, unga xodim javob beradi.',
  needs_identity: 'Bot: javob mijozning shaxsiy ma’lumotlariga bog‘liq.',
  no_approved_answer: 'Bot: tasdiqlangan mos javob topilmadi.',
  not_sorted: 'Bot: murojaat turi aniqlanmadi.',
  language: 'Bot: bot bu tilda gaplashmaydi.',
  public: 'Bot: ochiq xabarga faqat xodim javob beradi.',
  two_failures: 'Bot: ikki urinish yordam bermadi.',
  bot_error: 'Bot: xato yuz berdi, murojaat javobsiz qolmasligi uchun uzatildi.',
  bot_timeout: 'Bot: javob tayyorlash vaqti tugadi, murojaat uzatildi.',
  bot_overload: 'Bot: navbati to‘lib, o‘z vaqtida javob bera olmadi, murojaat uzatildi.',
  bot_shutdown: 'Bot: to‘xtab turgan edi, o‘z vaqtida javob bera olmadi, murojaat uzatildi.',
  bot_silent: 'Bot: o‘z vaqtida javob bera olmadi, murojaat uzatildi.',
}
