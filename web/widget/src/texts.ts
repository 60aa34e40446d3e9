import type { Language } from '#contracts'

type Texts = {
  open: string
  close: string
  title: string
  subtitle: string
  placeholder: string
  send: string
  attach: string
  offline: string
  you: string
  bot: string
  operator: string
  typing: string
  sending: string
  sent: string
  read: string
  notSent: string
  retry: string
  edited: string
  file: string
  tooLarge: string
  refusedType: string
  language: string
  telegram: string
  scan: string
  newMessages: string
  privacy: string
}

export const texts: Record<Language, Texts> = {
  'uz-Latn': {
    open: 'Bank bilan suhbatni ochish',
    close: 'Suhbatni yopish',
    title: 'Bankka yozing',
    subtitle: 'Savol, shikoyat yoki taklifingizni yozing',
    placeholder: 'Xabar yozing…',
    send: 'Yuborish',
    attach: 'Fayl biriktirish',
    offline: 'Internet aloqasi yo‘q. Xabaringiz saqlandi va aloqa tiklanganda yuboriladi.',
    you: 'Siz',
    bot: 'Yordamchi bot',
    operator: 'Operator',
    typing: 'yozmoqda…',
    sending: 'Yuborilmoqda',
    sent: 'Yuborildi',
    read: 'O‘qildi',
    notSent: 'Yuborilmadi',
    retry: 'Qayta yuborish',
    edited: 'tahrirlangan',
    file: 'Fayl',
    tooLarge: 'Fayl juda katta.',
    refusedType: 'Bunday turdagi fayl qabul qilinmaydi.',
    language: 'Til',
    telegram: 'Telegramda davom ettirish',
    scan: 'Telefon kamerasini tuting yoki shu yerni bosing',
    newMessages: 'yangi xabar',
    privacy: 'Karta raqami, PIN yoki SMS-kodni yozmang: bank xodimi ularni hech qachon so‘ramaydi.',
  },
  'uz-Cyrl': {
    open: 'Банк билан суҳбатни очиш',
    close: 'Суҳбатни ёпиш',
    title: 'Банкка ёзинг',
    subtitle: 'Савол, шикоят ёки таклифингизни ёзинг',
    placeholder: 'Хабар ёзинг…',
    send: 'Юбориш',
    attach: 'Файл бириктириш',
    offline: 'Интернет алоқаси йўқ. Хабарингиз сақланди ва алоқа тикланганда юборилади.',
    you: 'Сиз',
    bot: 'Ёрдамчи бот',
    operator: 'Оператор',
    typing: 'ёзмоқда…',
    sending: 'Юборилмоқда',
    sent: 'Юборилди',
    read: 'Ўқилди',
    notSent: 'Юборилмади',
    retry: 'Қайта юбориш',
    edited: 'таҳрирланган',
    file: 'Файл',
    tooLarge: 'Файл жуда катта.',
    refusedType: 'Бундай турдаги файл қабул қилинмайди.',
    language: 'Тил',
    telegram: 'Telegramда давом эттириш',
    scan: 'Телефон камерасини тутинг ёки шу ерни босинг',
    newMessages: 'янги хабар',
    privacy: 'Карта рақами, PIN ёки SMS-кодни ёзманг: банк ходими уларни ҳеч қачон сўрамайди.',
  },
  ru: {
    open: 'Открыть чат с банком',
    close: 'Закрыть чат',
    title: 'Напишите в банк',
    subtitle: 'Вопрос, жалоба или предложение',
    placeholder: 'Напишите сообщение…',
    send: 'Отправить',
    attach: 'Прикрепить файл',
    offline: 'Нет связи. Сообщение сохранено и уйдёт, когда связь восстановится.',
    you: 'Вы',
    bot: 'Бот-помощник',
    operator: 'Оператор',
    typing: 'печатает…',
    sending: 'Отправляется',
    sent: 'Отправлено',
    read: 'Прочитано',
    notSent: 'Не отправлено',
    retry: 'Отправить снова',
    edited: 'изменено',
    file: 'Файл',
    tooLarge: 'Файл слишком большой.',
    refusedType: 'Файлы такого типа не принимаются.',
    language: 'Язык',
    telegram: 'Продолжить в Telegram',
    scan: 'Наведите камеру телефона или нажмите здесь',
    newMessages: 'новых сообщений',
    privacy: 'Не пишите номер карты, PIN и коды из SMS: сотрудник банка никогда их не спрашивает.',
  },
  en: {
    open: 'Open the chat with the bank',
    close: 'Close the chat',
    title: 'Write to the bank',
    subtitle: 'A question, a complaint or a suggestion',
    placeholder: 'Write a message…',
    send: 'Send',
    attach: 'Attach a file',
    offline: 'You are offline. Your message is kept and will be sent when the connection is back.',
    you: 'You',
    bot: 'Assistant bot',
    operator: 'Operator',
    typing: 'is typing…',
    sending: 'Sending',
    sent: 'Sent',
    read: 'Read',
    notSent: 'Not sent',
    retry: 'Send again',
    edited: 'edited',
    file: 'File',
    tooLarge: 'The file is too large.',
    refusedType: 'Files of this type are not accepted.',
    language: 'Language',
    telegram: 'Continue in Telegram',
    scan: 'Point your phone’s camera here, or press',
    newMessages: 'new messages',
    privacy: 'Never write a card number, PIN or SMS code: the bank’s staff never ask for them.',
  },
}

/** Written in themselves, as a reader of each looks for them. */
export const languageNames: Record<Language, string> = {
  'uz-Latn': 'O‘zbekcha',
  'uz-Cyrl': 'Ўзбекча',
  ru: 'Русский',
  en: 'English',
}
