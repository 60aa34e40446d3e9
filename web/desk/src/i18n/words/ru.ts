/** The closed words and the dates in Russian. */
import type { uzLatnWords } from './uz-latn.ts'

/** Of a day: "20 ноября". */
const months = [
  ...['января', 'февраля', 'марта', 'апреля', 'мая', 'июня', 'июля', 'августа', 'сентября', 'октября', 'ноября', 'декабря'],
]
/** By themselves. */
const monthNames = [
  ...['Январь', 'Февраль', 'Март', 'Апрель', 'Май', 'Июнь', 'Июль', 'Август', 'Сентябрь', 'Октябрь', 'Ноябрь', 'Декабрь'],
]

export const ruWords = {
  locale: 'ru',
  dates: {
    months,
    monthYear: (month: number, year: number) => `${monthNames[month - 1]} ${year}`,
    choose: 'Выбрать день',
    pattern: 'дд.мм.гггг',
    patternWithTime: 'дд.мм.гггг чч:мм',
    wrong: 'Такого дня нет. Напишите как 31.12.2026',
    wrongWithTime: 'Такого момента нет. Напишите как 31.12.2026 09:30',
    weekdays: ['понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота', 'воскресенье'],
    today: 'сегодня',
    yesterday: 'вчера',
    tomorrow: 'завтра',
    dayMonth: (day: number, month: string) => `${day} ${month}`,
    dayMonthYear: (day: number, month: string, year: number) => `${day} ${month} ${year} г.`,
    ago: (duration: string) => `${duration} назад`,
    justNow: 'только что',
    unit: { day: 'дн', hour: 'ч', minute: 'мин', second: 'с' },
  },
  words: {
    languages: { 'uz-Latn': 'O‘zbekcha', 'uz-Cyrl': 'Ўзбекча', ru: 'Русский', en: 'English' },
    detected: {
      'uz-Latn': 'узбекский (латиница)',
      'uz-Cyrl': 'узбекский (кириллица)',
      ru: 'русский',
      en: 'английский',
      kaa: 'каракалпакский',
      mixed: 'смешанный',
      unknown: 'не определён',
    },
    types: {
      complaint: 'Жалоба',
      question: 'Вопрос',
      information_request: 'Запрос сведений',
      suggestion: 'Предложение',
      other: 'Другое',
      unsorted: 'Не разобрано',
    },
    priorities: { urgent: 'Срочно', high: 'Высокий', normal: 'Обычный', low: 'Низкий' },
    channels: {
      telegram: 'Telegram',
      webchat: 'Сайт',
      instagram: 'Instagram',
      messenger: 'Messenger',
      facebook: 'Facebook',
      whatsapp: 'WhatsApp',
      vk: 'VK',
    },
    clocks: {
      first_response: 'Первый ответ',
      next_response: 'Следующий ответ',
      resolution: 'Решение',
      statutory: 'Срок по закону',
    },
    outcomes: {
      resolved: 'Решено',
      answered: 'Дан ответ',
      redirected: 'Перенаправлено',
      refused: 'Отказано',
      no_reply_needed: 'Ответ не требуется',
      client_silent: 'Клиент не ответил',
      duplicate: 'Повтор',
      spam: 'Спам',
    },
    pauseReasons: {
      waiting_client_answer: 'Ждём ответа клиента',
      waiting_client_document: 'Ждём документ от клиента',
      waiting_client_visit: 'Ждём визита клиента в банк',
    },
    roles: {
      operator: 'оператор',
      mentor: 'наставник',
      quality: 'контроль качества',
      supervisor: 'супервайзер',
      manager: 'руководитель',
      compliance: 'комплаенс',
      administrator: 'администратор',
    },
    presence: { online: 'На месте', away: 'Перерыв', offline: 'Не в сети' },
    holders: { bot: 'Бот', queue: 'Очередь', operator: 'Оператор' },
    clockStates: { running: 'идёт', paused: 'приостановлен', met: 'соблюдён', breached: 'нарушен', cancelled: 'отменён' },
    masked: {
      expiry: 'срок действия',
      card: 'номер карты',
      pinfl: 'ПИНФЛ',
      passport: 'паспорт',
      code: 'секретный код',
      phone: 'телефон',
      email: 'эл. почта',
      account: 'номер счёта',
    },
    separator: ' · ',
    product: 'Murojaat',
    public: 'Публично',
    private: 'Лично',
  },
} satisfies typeof uzLatnWords
