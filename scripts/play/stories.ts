/** What the made-up clients of `npm run demo` write: invented, varied, in four languages and scripts. `|` is a pause between messages. */
export type Story = { name: string; language: 'uz' | 'ru' | 'en'; says: string; answers: readonly string[] }

const uz = (name: string, says: string, ...answers: string[]): Story => ({ name, language: 'uz', says, answers })
const ru = (name: string, says: string, ...answers: string[]): Story => ({ name, language: 'ru', says, answers })
const en = (name: string, says: string, ...answers: string[]): Story => ({ name, language: 'en', says, answers })

export const stories: readonly Story[] = [
  uz('Dilnoza', 'Assalomu alaykum|Yunusobod filiali shanba kuni ishlaydimi?', 'Rahmat!'),
  uz(
    'Jasur',
    'Kechqurun bankomatdan 400 ming yechmoqchi edim, pul chiqmadi lekin hisobdan yechilgan',
    'Soat 19:40 larda edi',
    'Rahmat, kutaman',
  ),
  uz('Malika', 'Kartamni yo‘qotib qo‘ydim, tez bloklab bering!', 'Ha, ilovada blokladim', 'Yangi karta qachon tayyor bo‘ladi?'),
  uz('Sherzod', 'Kredit qoldig‘im qancha qolganini bilsam bo‘ladimi', 'Pasport bilan filialga boraymi?'),
  uz('Otabek', 'Omonat foizlari qancha hozir?', 'Muddatidan oldin olsam-chi?'),
  uz('Gulnora', 'Ilovaga kirolmayapman|SMS kod kelmayapti|nima qilay', 'Qayta o‘rnatib ko‘rdim, foydasi yo‘q'),
  uz('Bobur', 'Taklif: ilovaga kommunal to‘lovlar uchun eslatma qo‘shsangiz yaxshi bo‘lardi'),
  uz('Zilola', 'salom', 'Visa karta ochish uchun qanday hujjatlar kerak?', 'Rahmat kattakon'),
  uz(
    'Шаҳноза',
    'Ассалому алайкум, картамдан рухсатсиз 150 минг сўм ечилди. Нега?',
    'Обуна қилмаганман',
    'Илтимос тезроқ кўриб чиқинг',
  ),
  uz('Раҳим', 'Филиалингиз манзили қаерда, Самарқандда борми?', 'Раҳмат'),
  uz('Нодира', 'Ойлигим ҳали тушмади, бугун 5-кун', 'Ташкилот ўтказган дейишяпти'),
  uz('Акмал', 'Мурожаатимнинг ҳолати қандай?'),
  ru('Алина', 'Здравствуйте! Перевела деньги на карту Humo, прошло 3 часа, не пришли', 'Сумма 1 200 000 сум', 'Спасибо'),
  ru('Тимур', 'Какие документы нужны для ипотеки?', 'А справка с работы обязательна?'),
  ru(
    'Светлана',
    'Мне позвонили якобы из банка и я сказала код из смс, деньги списывают прямо сейчас',
    'Карту заблокировала',
    'Что мне ещё сделать?',
  ),
  ru('Руслан', 'до скольки работает отделение на Чиланзаре', 'спасибо'),
  ru('Ирина', 'Ваш сотрудник в отделении нахамил мне, хочу оставить жалобу', 'Сегодня утром, отделение в центре'),
  ru('Евгений', 'Предлагаю добавить в приложение тёмную тему, глаза устают'),
  ru('Камила', 'привет|карта заблокирована после трёх попыток|как разблокировать?', 'Пин я вспомнила'),
  ru('Олег', 'Позовите оператора пожалуйста', 'Вопрос по комиссии за SWIFT'),
  en('Daniel', 'Hello, can a foreigner open a savings account with you?', 'Do I need a residence permit?', 'Thank you'),
  en('Priya', 'I was charged twice at a supermarket with my Visa card', 'It was yesterday evening'),
  en('Marco', 'What is the exchange rate for euro today?', 'Thanks a lot'),
  uz('Sardor', 'operator bilan gaplashmoqchiman', 'Kredit grafigini o‘zgartirish haqida'),
]
