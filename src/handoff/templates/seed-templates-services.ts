/** Approved replies about the bank’s services. Four texts each; the bank edits them as new versions. */
import type { SeedTemplate } from './seed-template.ts'

export const servicesTemplates: readonly SeedTemplate[] = [
  {
    shortcut: 'ilova-kirish',
    topic: 'app_login',
    visibility: 'private',
    botMayAnswer: true,
    variables: [],
    title: {
      'uz-Latn': 'Ilovaga kira olmayapman',
      'uz-Cyrl': 'Иловага кира олмаяпман',
      ru: 'Не получается войти в приложение',
      en: 'Cannot log in to the app',
    },
    texts: {
      'uz-Latn':
        'Quyidagilarni ketma-ket sinab ko‘ring:\n1. Internet aloqasini tekshiring va ilovani yangilang.\n2. Ilovani to‘liq yopib, qayta oching.\n3. Parolni unutgan bo‘lsangiz, kirish oynasida «Parolni unutdingizmi?» tugmasini bosing.\nKirish baribir ochilmasa, ekrandagi xabarning skrinshoti va telefon rusumini yuboring. Parol va kodlarni yozmang.',
      'uz-Cyrl':
        'Қуйидагиларни кетма-кет синаб кўринг:\n1. Интернет алоқасини текширинг ва иловани янгиланг.\n2. Иловани тўлиқ ёпиб, қайта очинг.\n3. Парольни унутган бўлсангиз, кириш ойнасида «Парольни унутдингизми?» тугмасини босинг.\nКириш барибир очилмаса, экрандаги хабарнинг скриншоти ва телефон русумини юборинг. Пароль ва кодларни ёзманг.',
      ru: 'Попробуйте по порядку:\n1. Проверьте интернет и обновите приложение.\n2. Полностью закройте приложение и откройте снова.\n3. Если забыли пароль, нажмите «Забыли пароль?» на экране входа.\nЕсли войти всё равно не получается, пришлите снимок сообщения на экране и модель телефона. Пароль и коды писать не нужно.',
      en: 'Please try these steps in order:\n1. Check your internet connection and update the app.\n2. Close the app completely and open it again.\n3. If you have forgotten the password, tap “Forgot password?” on the login screen.\nIf you still cannot log in, send us a screenshot of the message and your phone model. Do not write your password or any codes.',
    },
  },
  {
    shortcut: 'sms-kod',
    topic: 'sms_inform',
    visibility: 'private',
    botMayAnswer: true,
    variables: [],
    title: {
      'uz-Latn': 'SMS-kod kelmayapti',
      'uz-Cyrl': 'SMS-код келмаяпти',
      ru: 'Не приходит SMS-код',
      en: 'The SMS code does not arrive',
    },
    texts: {
      'uz-Latn':
        'SMS kelmayotgan bo‘lsa:\n1. Telefonni qayta yoqing, tarmoq borligini va xotira to‘lmaganini tekshiring.\n2. Qora ro‘yxatda bankning raqami yo‘qligiga qarang.\n3. Bir necha daqiqadan so‘ng kodni qayta so‘rang: ketma-ket so‘ralganda avvalgi kodlar ishlamaydi.\nRaqamingiz o‘zgargan bo‘lsa, yangi raqamni pasportingiz bilan filialda ulaysiz. Kelgan kodni hech kimga aytmang.',
      'uz-Cyrl':
        'SMS келмаётган бўлса:\n1. Телефонни қайта ёқинг, тармоқ борлигини ва хотира тўлмаганини текширинг.\n2. Қора рўйхатда банкнинг рақами йўқлигига қаранг.\n3. Бир неча дақиқадан сўнг кодни қайта сўранг: кетма-кет сўралганда аввалги кодлар ишламайди.\nРақамингиз ўзгарган бўлса, янги рақамни паспортингиз билан филиалда улайсиз. Келган кодни ҳеч кимга айтманг.',
      ru: 'Если SMS не приходит:\n1. Перезагрузите телефон, проверьте сеть и свободную память.\n2. Убедитесь, что номер банка не в чёрном списке.\n3. Запросите код снова через несколько минут: при повторных запросах прежние коды не действуют.\nЕсли у вас сменился номер, новый подключат в филиале по паспорту. Полученный код никому не сообщайте.',
      en: 'If the SMS does not arrive:\n1. Restart the phone, check that you have a signal and free memory.\n2. Make sure the bank’s number is not in your block list.\n3. Request the code again in a few minutes: after repeated requests the earlier codes stop working.\nIf your number has changed, a branch will connect the new one with your passport. Never share the code you receive.',
    },
  },
  {
    shortcut: 'raqam-almashtirish',
    topic: 'sms_inform',
    visibility: 'private',
    botMayAnswer: true,
    variables: [],
    title: {
      'uz-Latn': 'Telefon raqamini almashtirish',
      'uz-Cyrl': 'Телефон рақамини алмаштириш',
      ru: 'Смена номера телефона',
      en: 'Changing the phone number',
    },
    texts: {
      'uz-Latn':
        'SMS-xabarnoma ulangan telefon raqamini almashtirish uchun pasport yoki ID-karta bilan istalgan filialga keling yoki mobil ilovada shaxsingizni MyID orqali tasdiqlab, «Profil» bo‘limida yangi raqamni kiriting. Xavfsizlik maqsadida raqam yozishma orqali almashtirilmaydi.',
      'uz-Cyrl':
        'SMS-хабарнома уланган телефон рақамини алмаштириш учун паспорт ёки ID-карта билан исталган филиалга келинг ёки мобил иловада шахсингизни MyID орқали тасдиқлаб, «Профиль» бўлимида янги рақамни киритинг. Хавфсизлик мақсадида рақам ёзишма орқали алмаштирилмайди.',
      ru: 'Чтобы сменить номер для SMS-уведомлений, придите с паспортом или ID-картой в любой филиал либо подтвердите личность через MyID в мобильном приложении и укажите новый номер в разделе «Профиль». В целях безопасности номер не меняется по переписке.',
      en: 'To change the phone number for SMS notifications, come to any branch with your passport or ID card, or confirm your identity with MyID in the mobile app and enter the new number under “Profile”. For security reasons the number is not changed by correspondence.',
    },
  },
  {
    shortcut: 'myid',
    topic: 'myid',
    visibility: 'private',
    botMayAnswer: true,
    variables: [],
    title: {
      'uz-Latn': 'MyID identifikatsiyasi o‘tmayapti',
      'uz-Cyrl': 'MyID идентификацияси ўтмаяпти',
      ru: 'Не проходит идентификация MyID',
      en: 'MyID identification fails',
    },
    texts: {
      'uz-Latn':
        'MyID orqali o‘tish uchun: yorug‘ joyda turing, ko‘zoynak va bosh kiyimni yeching, yuzingizni ramka ichida ushlang, pasport ma’lumotlari va tug‘ilgan sanani hujjatdagidek kiriting. Hujjatingiz yaqinda almashgan bo‘lsa, bazada yangilanishi uchun vaqt kerak bo‘lishi mumkin. Xato takrorlansa, ekrandagi xabar matnini yozing. Pasport rasmini bu yerga yubormang.',
      'uz-Cyrl':
        'MyID орқали ўтиш учун: ёруғ жойда туринг, кўзойнак ва бош кийимни ечинг, юзингизни рамка ичида ушланг, паспорт маълумотлари ва туғилган санани ҳужжатдагидек киритинг. Ҳужжатингиз яқинда алмашган бўлса, базада янгиланиши учун вақт керак бўлиши мумкин. Хато такрорланса, экрандаги хабар матнини ёзинг. Паспорт расмини бу ерга юборманг.',
      ru: 'Чтобы пройти MyID: встаньте в светлом месте, снимите очки и головной убор, держите лицо в рамке, введите данные паспорта и дату рождения как в документе. Если документ недавно менялся, базе может понадобиться время для обновления. Если ошибка повторяется, напишите текст сообщения на экране. Фото паспорта сюда не отправляйте.',
      en: 'To pass MyID: stand in good light, take off glasses and headwear, keep your face inside the frame, and enter the passport details and date of birth exactly as in the document. If your document was replaced recently, the database may need time to update. If the error repeats, write the text of the message here. Please do not send a photo of your passport.',
    },
  },
  {
    shortcut: 'kochirma',
    topic: 'statement',
    visibility: 'private',
    botMayAnswer: true,
    variables: [],
    title: {
      'uz-Latn': 'Hisob ko‘chirmasini olish',
      'uz-Cyrl': 'Ҳисоб кўчирмасини олиш',
      ru: 'Как получить выписку по счёту',
      en: 'How to get an account statement',
    },
    texts: {
      'uz-Latn':
        'Ko‘chirmani mobil ilovadan olishingiz mumkin: kartani yoki hisobni tanlang, «Amallar tarixi» bo‘limida davrni belgilang va «Yuklab olish» tugmasini bosing. Muhr va imzo bilan tasdiqlangan ko‘chirma yoki qarzdorlik yo‘qligi haqidagi ma’lumotnoma pasport asosida filialda beriladi.',
      'uz-Cyrl':
        'Кўчирмани мобил иловадан олишингиз мумкин: картани ёки ҳисобни танланг, «Амаллар тарихи» бўлимида даврни белгиланг ва «Юклаб олиш» тугмасини босинг. Муҳр ва имзо билан тасдиқланган кўчирма ёки қарздорлик йўқлиги ҳақидаги маълумотнома паспорт асосида филиалда берилади.',
      ru: 'Выписку можно получить в мобильном приложении: выберите карту или счёт, в разделе «История операций» укажите период и нажмите «Скачать». Выписку с печатью и подписью или справку об отсутствии задолженности выдают в филиале по паспорту.',
      en: 'You can get a statement in the mobile app: choose the card or account, set the period under “Transaction history” and tap “Download”. A stamped and signed statement or a certificate of no debt is issued at a branch upon presentation of your passport.',
    },
  },
  {
    shortcut: 'ish-vaqti',
    topic: 'branch',
    visibility: 'public',
    botMayAnswer: true,
    variables: [],
    title: {
      'uz-Latn': 'Filiallarning ish vaqti',
      'uz-Cyrl': 'Филиалларнинг иш вақти',
      ru: 'Время работы филиалов',
      en: 'Branch hours',
    },
    texts: {
      'uz-Latn':
        'Filiallarimiz dushanbadan jumagacha soat 9:00 dan 18:00 gacha ishlaydi, tushlik 13:00 dan 14:00 gacha. Shanba, yakshanba va bayram kunlari dam olinadi, bayram arafasida ish kuni bir soatga qisqaradi. Eng yaqin filial va bankomatlar xaritasi rasmiy saytimizda va mobil ilovada bor.',
      'uz-Cyrl':
        'Филиалларимиз душанбадан жумагача соат 9:00 дан 18:00 гача ишлайди, тушлик 13:00 дан 14:00 гача. Шанба, якшанба ва байрам кунлари дам олинади, байрам арафасида иш куни бир соатга қисқаради. Энг яқин филиал ва банкоматлар харитаси расмий сайтимизда ва мобил иловада бор.',
      ru: 'Наши филиалы работают с понедельника по пятницу с 9:00 до 18:00, обед с 13:00 до 14:00. Суббота, воскресенье и праздничные дни выходные, накануне праздника рабочий день короче на час. Карта ближайших филиалов и банкоматов есть на официальном сайте и в мобильном приложении.',
      en: 'Our branches are open Monday to Friday from 9:00 to 18:00, with lunch from 13:00 to 14:00. They are closed on Saturdays, Sundays and public holidays, and close an hour earlier on the eve of a holiday. A map of the nearest branches and ATMs is on our official website and in the mobile app.',
    },
  },
  {
    shortcut: 'tarif',
    topic: 'tariff',
    visibility: 'public',
    botMayAnswer: true,
    variables: [],
    title: {
      'uz-Latn': 'Tariflar va komissiyalar',
      'uz-Cyrl': 'Тарифлар ва комиссиялар',
      ru: 'Тарифы и комиссии',
      en: 'Tariffs and fees',
    },
    texts: {
      'uz-Latn':
        'Amaldagi tarif va komissiyalar rasmiy saytimizning «Tariflar» bo‘limida va mobil ilovada e’lon qilingan. O‘tkazma yoki to‘lovni tasdiqlashdan oldin ilova komissiya summasini ko‘rsatadi. Qaysi xizmat qiziqtirayotganini yozsangiz, kerakli bandini aytamiz.',
      'uz-Cyrl':
        'Амалдаги тариф ва комиссиялар расмий сайтимизнинг «Тарифлар» бўлимида ва мобил иловада эълон қилинган. Ўтказма ёки тўловни тасдиқлашдан олдин илова комиссия суммасини кўрсатади. Қайси хизмат қизиқтираётганини ёзсангиз, керакли бандини айтамиз.',
      ru: 'Действующие тарифы и комиссии опубликованы в разделе «Тарифы» на официальном сайте и в мобильном приложении. Перед подтверждением перевода или платежа приложение показывает сумму комиссии. Напишите, какая услуга вас интересует, и мы подскажем нужный пункт.',
      en: 'Current tariffs and fees are published under “Tariffs” on our official website and in the mobile app. Before you confirm a transfer or payment, the app shows the fee. Tell us which service you are interested in and we will point you to the right item.',
    },
  },
  {
    shortcut: 'kredit-hujjat',
    topic: 'credit',
    visibility: 'private',
    botMayAnswer: true,
    variables: [],
    title: {
      'uz-Latn': 'Kredit uchun hujjatlar',
      'uz-Cyrl': 'Кредит учун ҳужжатлар',
      ru: 'Документы для кредита',
      en: 'Documents for a loan',
    },
    texts: {
      'uz-Latn':
        'Iste’mol krediti uchun odatda quyidagilar kerak: pasport yoki ID-karta; ish haqi haqida ma’lumot (rasmiy ishlaydiganlar uchun u elektron bazadan olinadi); garov yoki kafillik turiga qarab qo‘shimcha hujjatlar. Aniq ro‘yxat kredit turiga bog‘liq. Arizani mobil ilovada yoki filialda topshirasiz, dastlabki javob SMS orqali keladi.',
      'uz-Cyrl':
        'Истеъмол кредити учун одатда қуйидагилар керак: паспорт ёки ID-карта; иш ҳақи ҳақида маълумот (расмий ишлайдиганлар учун у электрон базадан олинади); гаров ёки кафиллик турига қараб қўшимча ҳужжатлар. Аниқ рўйхат кредит турига боғлиқ. Аризани мобил иловада ёки филиалда топширасиз, дастлабки жавоб SMS орқали келади.',
      ru: 'Для потребительского кредита обычно нужны: паспорт или ID-карта; сведения о доходах (для официально работающих банк получает их из электронной базы); дополнительные документы в зависимости от залога или поручительства. Точный список зависит от вида кредита. Заявку можно подать в мобильном приложении или филиале, предварительный ответ придёт по SMS.',
      en: 'A consumer loan usually requires: a passport or ID card; proof of income (for those officially employed the bank obtains it from the electronic database); further documents depending on the collateral or guarantee. The exact list depends on the type of loan. You can apply in the mobile app or at a branch; a preliminary decision comes by SMS.',
    },
  },
  {
    shortcut: 'kredit-holati',
    topic: 'credit',
    visibility: 'private',
    botMayAnswer: false,
    variables: ['request_number'],
    title: {
      'uz-Latn': 'Kredit arizasining holati',
      'uz-Cyrl': 'Кредит аризасининг ҳолати',
      ru: 'Статус заявки на кредит',
      en: 'Status of a loan application',
    },
    texts: {
      'uz-Latn':
        'Kredit arizangiz bo‘yicha so‘rovingiz kredit bo‘limiga yuborildi, murojaat raqami {{request_number}}. Ariza holatini mobil ilovaning «Kreditlar» bo‘limida ham ko‘rishingiz mumkin. Bank siri bilan himoyalangan ma’lumotlarni shaxsingiz tasdiqlangandan keyingina ayta olamiz.',
      'uz-Cyrl':
        'Кредит аризангиз бўйича сўровингиз кредит бўлимига юборилди, мурожаат рақами {{request_number}}. Ариза ҳолатини мобил илованинг «Кредитлар» бўлимида ҳам кўришингиз мумкин. Банк сири билан ҳимояланган маълумотларни шахсингиз тасдиқлангандан кейингина айта оламиз.',
      ru: 'Ваш вопрос по заявке на кредит передан в кредитный отдел, номер обращения {{request_number}}. Статус заявки также виден в разделе «Кредиты» мобильного приложения. Сведения, которые составляют банковскую тайну, мы можем сообщить только после подтверждения вашей личности.',
      en: 'Your enquiry about the loan application has been passed to the lending department; the request number is {{request_number}}. The status is also shown under “Loans” in the mobile app. Information protected by bank secrecy can be given only after your identity has been confirmed.',
    },
  },
  {
    shortcut: 'kredit-muddat',
    topic: 'credit',
    visibility: 'private',
    botMayAnswer: true,
    variables: [],
    title: {
      'uz-Latn': 'Kreditni muddatidan oldin to‘lash',
      'uz-Cyrl': 'Кредитни муддатидан олдин тўлаш',
      ru: 'Досрочное погашение кредита',
      en: 'Early repayment of a loan',
    },
    texts: {
      'uz-Latn':
        'Kreditni muddatidan oldin to‘liq yoki qisman so‘ndirishingiz mumkin: mobil ilovada «Kreditlar» bo‘limini oching, kreditni tanlang va «Muddatidan oldin to‘lash» tugmasini bosing. Foizlar to‘lov kunigacha hisoblanadi. To‘liq yopilgach, qarzdorlik yo‘qligi haqida ma’lumotnoma olishingiz mumkin.',
      'uz-Cyrl':
        'Кредитни муддатидан олдин тўлиқ ёки қисман сўндиришингиз мумкин: мобил иловада «Кредитлар» бўлимини очинг, кредитни танланг ва «Муддатидан олдин тўлаш» тугмасини босинг. Фоизлар тўлов кунигача ҳисобланади. Тўлиқ ёпилгач, қарздорлик йўқлиги ҳақида маълумотнома олишингиз мумкин.',
      ru: 'Кредит можно погасить досрочно полностью или частично: откройте раздел «Кредиты» в мобильном приложении, выберите кредит и нажмите «Погасить досрочно». Проценты начисляются по день оплаты. После полного погашения можно получить справку об отсутствии задолженности.',
      en: 'You can repay the loan early in full or in part: open “Loans” in the mobile app, choose the loan and tap “Repay early”. Interest is charged up to the day of payment. After full repayment you can get a certificate of no debt.',
    },
  },
  {
    shortcut: 'omonat',
    topic: 'deposit',
    visibility: 'public',
    botMayAnswer: true,
    variables: [],
    title: { 'uz-Latn': 'Omonatlar haqida', 'uz-Cyrl': 'Омонатлар ҳақида', ru: 'О вкладах', en: 'About deposits' },
    texts: {
      'uz-Latn':
        'Omonatlarning foizi, muddati va muddatidan oldin qaytarish shartlari rasmiy saytimizning «Omonatlar» bo‘limida ko‘rsatilgan. Omonatni mobil ilovada bir necha daqiqada ochish mumkin. Summa, muddat va valyutani yozsangiz, mos turlarini aytamiz.',
      'uz-Cyrl':
        'Омонатларнинг фоизи, муддати ва муддатидан олдин қайтариш шартлари расмий сайтимизнинг «Омонатлар» бўлимида кўрсатилган. Омонатни мобил иловада бир неча дақиқада очиш мумкин. Сумма, муддат ва валютани ёзсангиз, мос турларини айтамиз.',
      ru: 'Проценты, сроки и условия досрочного возврата указаны в разделе «Вклады» на официальном сайте. Открыть вклад можно в мобильном приложении за несколько минут. Напишите сумму, срок и валюту, и мы подскажем подходящие варианты.',
      en: 'Interest rates, terms and conditions of early withdrawal are listed under “Deposits” on our official website. You can open a deposit in the mobile app in a few minutes. Tell us the amount, the term and the currency, and we will suggest suitable options.',
    },
  },
  {
    shortcut: 'valyuta',
    topic: 'fx',
    visibility: 'public',
    botMayAnswer: true,
    variables: [],
    title: { 'uz-Latn': 'Valyuta ayirboshlash', 'uz-Cyrl': 'Валюта айирбошлаш', ru: 'Обмен валюты', en: 'Currency exchange' },
    texts: {
      'uz-Latn':
        'Bugungi kurs rasmiy saytimizda va mobil ilovada ko‘rsatilgan, u kun davomida o‘zgarishi mumkin. Valyutani ilovada kartalar o‘rtasida konvertatsiya qilish yoki filial kassasida pasport bilan ayirboshlash mumkin.',
      'uz-Cyrl':
        'Бугунги курс расмий сайтимизда ва мобил иловада кўрсатилган, у кун давомида ўзгариши мумкин. Валютани иловада карталар ўртасида конвертация қилиш ёки филиал кассасида паспорт билан айирбошлаш мумкин.',
      ru: 'Сегодняшний курс указан на официальном сайте и в мобильном приложении, в течение дня он может меняться. Обменять валюту можно в приложении между своими картами или в кассе филиала по паспорту.',
      en: 'Today’s rate is shown on our official website and in the mobile app; it may change during the day. You can convert currency between your cards in the app or exchange it at a branch cash desk with your passport.',
    },
  },
  {
    shortcut: 'karta-ochish',
    topic: 'card_issue',
    visibility: 'public',
    botMayAnswer: true,
    variables: [],
    title: { 'uz-Latn': 'Karta ochish', 'uz-Cyrl': 'Карта очиш', ru: 'Как открыть карту', en: 'How to open a card' },
    texts: {
      'uz-Latn':
        'Kartani mobil ilovada buyurtma qilish yoki pasport bilan filialda rasmiylashtirish mumkin. Virtual karta darhol ochiladi, plastik kartani filialdan olasiz yoki yetkazib berishga buyurtma qilasiz. Karta turlari va narxlari rasmiy saytimizning «Kartalar» bo‘limida.',
      'uz-Cyrl':
        'Картани мобил иловада буюртма қилиш ёки паспорт билан филиалда расмийлаштириш мумкин. Виртуал карта дарҳол очилади, пластик картани филиалдан оласиз ёки етказиб беришга буюртма қиласиз. Карта турлари ва нархлари расмий сайтимизнинг «Карталар» бўлимида.',
      ru: 'Карту можно заказать в мобильном приложении или оформить в филиале по паспорту. Виртуальная карта открывается сразу, пластиковую можно забрать в филиале или заказать с доставкой. Виды карт и их стоимость есть в разделе «Карты» на официальном сайте.',
      en: 'You can order a card in the mobile app or have it issued at a branch with your passport. A virtual card opens at once; a plastic card can be collected at a branch or delivered. Card types and prices are under “Cards” on our official website.',
    },
  },
  {
    shortcut: 'telefon-tolov',
    topic: 'tokenization',
    visibility: 'public',
    botMayAnswer: true,
    variables: [],
    title: {
      'uz-Latn': 'Telefon orqali to‘lash',
      'uz-Cyrl': 'Телефон орқали тўлаш',
      ru: 'Оплата телефоном',
      en: 'Paying with a phone',
    },
    texts: {
      'uz-Latn':
        'Kartani telefonga ulash uchun telefoningizdagi to‘lov ilovasini (Apple Pay, Google Pay yoki Samsung Pay) oching, «Karta qo‘shish» tugmasini bosing va ekrandagi ko‘rsatmalarni bajaring. Qaysi kartalar ulanishi rasmiy saytimizda yozilgan. Karta qo‘shilmasa, ekrandagi xabar matnini yozing.',
      'uz-Cyrl':
        'Картани телефонга улаш учун телефонингиздаги тўлов иловасини (Apple Pay, Google Pay ёки Samsung Pay) очинг, «Карта қўшиш» тугмасини босинг ва экрандаги кўрсатмаларни бажаринг. Қайси карталар уланиши расмий сайтимизда ёзилган. Карта қўшилмаса, экрандаги хабар матнини ёзинг.',
      ru: 'Чтобы подключить карту к телефону, откройте платёжное приложение (Apple Pay, Google Pay или Samsung Pay), нажмите «Добавить карту» и следуйте указаниям на экране. Какие карты поддерживаются, указано на официальном сайте. Если карта не добавляется, напишите текст сообщения на экране.',
      en: 'To add a card to your phone, open its payment app (Apple Pay, Google Pay or Samsung Pay), tap “Add card” and follow the instructions on the screen. The supported cards are listed on our official website. If the card cannot be added, write the text of the message here.',
    },
  },
  {
    shortcut: 'rekvizit',
    topic: 'account',
    visibility: 'private',
    botMayAnswer: true,
    variables: [],
    title: {
      'uz-Latn': 'Hisob rekvizitlari va oylik',
      'uz-Cyrl': 'Ҳисоб реквизитлари ва ойлик',
      ru: 'Реквизиты счёта и зарплата',
      en: 'Account details and salary',
    },
    texts: {
      'uz-Latn':
        'Hisob rekvizitlari mobil ilovada: kartani tanlang va «Rekvizitlar» tugmasini bosing. Oylik tushmagan bo‘lsa, avval ish joyingiz buxgalteriyasidan to‘lov o‘tkazilgan sanani aniqlang. To‘lov o‘tkazilgan bo‘lsa-yu, tushmagan bo‘lsa, sana va tashkilot nomini yozing, tekshiramiz.',
      'uz-Cyrl':
        'Ҳисоб реквизитлари мобил иловада: картани танланг ва «Реквизитлар» тугмасини босинг. Ойлик тушмаган бўлса, аввал иш жойингиз бухгалтериясидан тўлов ўтказилган санани аниқланг. Тўлов ўтказилган бўлса-ю, тушмаган бўлса, сана ва ташкилот номини ёзинг, текширамиз.',
      ru: 'Реквизиты счёта есть в мобильном приложении: выберите карту и нажмите «Реквизиты». Если не поступила зарплата, сначала уточните дату платежа в бухгалтерии вашей организации. Если платёж отправлен, но не поступил, напишите дату и название организации, мы проверим.',
      en: 'The account details are in the mobile app: choose the card and tap “Account details”. If your salary has not arrived, first ask your employer’s accounting department for the payment date. If the payment was sent but has not arrived, write the date and the name of the organisation and we will check.',
    },
  },
]
