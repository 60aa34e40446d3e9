// The made-up bank's page: its words in four languages, and the button that opens the chat. Not a part of the product.
const words = {
  'uz-Latn': {
    demo: 'Namoyish: bank o‘ylab topilgan, yozishmalar haqiqiy dasturdan o‘tadi',
    title: 'Bank — bir xabar masofasida',
    lead: 'Karta, o‘tkazma yoki kredit bo‘yicha savolingiz bormi? O‘ng burchakdagi tugmani bosing va o‘zingizga qulay tilda yozing.',
    write: 'Bankka yozish',
    cards: 'Kartalar',
    cardsText: 'Humo va Uzcard kartalari. Yo‘qolgan kartani chat orqali darhol bloklash bo‘yicha yordam olasiz.',
    deposits: 'Omonatlar',
    depositsText: 'So‘m va valyutadagi omonatlar, shartlari ilovada va filiallarda.',
    help: 'Yordam',
    helpText: 'Operatorlar dushanbadan jumagacha 9:00–18:00, xavfsizlik xizmati kecha-kunduz.',
    behind: 'Sahna ortida',
    console: 'Operatorlar konsoli',
    telegram: 'Telegram emulyatori',
    docs: 'API hujjatlari',
    footer: 'Namuna Bank — namoyish uchun o‘ylab topilgan bank.',
    language: 'Til',
  },
  'uz-Cyrl': {
    demo: 'Намойиш: банк ўйлаб топилган, ёзишмалар ҳақиқий дастурдан ўтади',
    title: 'Банк — бир хабар масофасида',
    lead: 'Карта, ўтказма ёки кредит бўйича саволингиз борми? Ўнг бурчакдаги тугмани босинг ва ўзингизга қулай тилда ёзинг.',
    write: 'Банкка ёзиш',
    cards: 'Карталар',
    cardsText: 'Humo ва Uzcard карталари. Йўқолган картани чат орқали дарҳол блоклаш бўйича ёрдам оласиз.',
    deposits: 'Омонатлар',
    depositsText: 'Сўм ва валютадаги омонатлар, шартлари иловада ва филиалларда.',
    help: 'Ёрдам',
    helpText: 'Операторлар душанбадан жумагача 9:00–18:00, хавфсизлик хизмати кеча-кундуз.',
    behind: 'Саҳна ортида',
    console: 'Операторлар консоли',
    telegram: 'Telegram эмулятори',
    docs: 'API ҳужжатлари',
    footer: 'Namuna Bank — намойиш учун ўйлаб топилган банк.',
    language: 'Тил',
  },
  ru: {
    demo: 'Демонстрация: банк вымышленный, переписка идёт через настоящую программу',
    title: 'Банк — на расстоянии одного сообщения',
    lead: 'Вопрос о карте, переводе или кредите? Нажмите кнопку в правом углу и напишите на удобном вам языке.',
    write: 'Написать в банк',
    cards: 'Карты',
    cardsText: 'Карты Humo и Uzcard. Поможем сразу заблокировать потерянную карту прямо в чате.',
    deposits: 'Вклады',
    depositsText: 'Вклады в сумах и валюте, условия в приложении и филиалах.',
    help: 'Помощь',
    helpText: 'Операторы с понедельника по пятницу 9:00–18:00, служба безопасности круглосуточно.',
    behind: 'За сценой',
    console: 'Консоль операторов',
    telegram: 'Эмулятор Telegram',
    docs: 'Документация API',
    footer: 'Namuna Bank — вымышленный банк для демонстрации.',
    language: 'Язык',
  },
  en: {
    demo: 'Demonstration: the bank is made up, the messages go through the real program',
    title: 'The bank is one message away',
    lead: 'A question about a card, a transfer or a loan? Press the button in the corner and write in the language you like.',
    write: 'Write to the bank',
    cards: 'Cards',
    cardsText: 'Humo and Uzcard cards. We help you block a lost card at once, in the chat.',
    deposits: 'Deposits',
    depositsText: 'Deposits in soum and foreign currency; terms in the app and the branches.',
    help: 'Help',
    helpText: 'Operators Monday to Friday 9:00–18:00, security round the clock.',
    behind: 'Behind the scene',
    console: 'Operators’ console',
    telegram: 'Telegram emulator',
    docs: 'API documents',
    footer: 'Namuna Bank is a made-up bank for demonstration.',
    language: 'Language',
  },
}

function show(language) {
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = words[language][element.dataset.t] ?? ''
  for (const button of document.querySelectorAll('[data-lang]'))
    button.setAttribute('aria-pressed', String(button.dataset.lang === language))
  document.querySelector('[data-label]').setAttribute('aria-label', words[language].language)
  document.documentElement.lang = language
  localStorage.setItem('demo:language', language)
}

const kept = localStorage.getItem('demo:language')
show(kept in words ? kept : 'uz-Latn')
for (const button of document.querySelectorAll('[data-lang]')) button.addEventListener('click', () => show(button.dataset.lang))
document.getElementById('write').addEventListener('click', () => {
  document.querySelector('murojaat-widget')?.shadowRoot?.querySelector('.launch')?.click()
})
async function showTelegram() {
  const about = await (await fetch('/demo/about.json')).json()
  document.getElementById('telegram').hidden = !about.telegram
}
void showTelegram()
