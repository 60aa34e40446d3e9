/** Approved replies of every conversation: greeting, registering, asking, apologising, closing. Four texts each; the bank edits them as new versions. */
import type { SeedTemplate } from './seed-template.ts'

export const dialogueTemplates: readonly SeedTemplate[] = [
  {
    shortcut: 'salom',
    topic: null,
    visibility: 'private',
    botMayAnswer: false,
    variables: ['client_name', 'operator_name'],
    title: { 'uz-Latn': 'Salomlashish', 'uz-Cyrl': 'Саломлашиш', ru: 'Приветствие', en: 'Greeting' },
    texts: {
      'uz-Latn':
        'Assalomu alaykum, {{client_name}}! Men {{operator_name}}, bankning axborot xizmati xodimiman. Murojaatingizni o‘qib chiqdim, hozir sizga yordam beraman.',
      'uz-Cyrl':
        'Ассалому алайкум, {{client_name}}! Мен {{operator_name}}, банкнинг ахборот хизмати ходимиман. Мурожаатингизни ўқиб чиқдим, ҳозир сизга ёрдам бераман.',
      ru: 'Здравствуйте, {{client_name}}! Меня зовут {{operator_name}}, я сотрудник информационной службы банка. Ваше обращение прочитано, сейчас помогу вам.',
      en: 'Hello, {{client_name}}! My name is {{operator_name}}, I am with the bank’s information service. I have read your request and will help you now.',
    },
  },
  {
    shortcut: 'qabul',
    topic: null,
    visibility: 'private',
    botMayAnswer: true,
    variables: ['request_number'],
    title: {
      'uz-Latn': 'Murojaat ro‘yxatga olindi',
      'uz-Cyrl': 'Мурожаат рўйхатга олинди',
      ru: 'Обращение зарегистрировано',
      en: 'Request registered',
    },
    texts: {
      'uz-Latn':
        'Murojaatingiz {{request_number}} raqami bilan ro‘yxatga olindi. Shu raqam orqali uning holatini istalgan vaqtda so‘rashingiz mumkin. Javobimiz shu yerga keladi.',
      'uz-Cyrl':
        'Мурожаатингиз {{request_number}} рақами билан рўйхатга олинди. Шу рақам орқали унинг ҳолатини исталган вақтда сўрашингиз мумкин. Жавобимиз шу ерга келади.',
      ru: 'Ваше обращение зарегистрировано под номером {{request_number}}. По этому номеру вы можете в любое время узнать, на каком этапе оно находится. Ответ придёт сюда же.',
      en: 'Your request has been registered under number {{request_number}}. You can use this number to ask about its status at any time. Our reply will come to this chat.',
    },
  },
  {
    shortcut: 'shikoyat-qabul',
    topic: null,
    visibility: 'private',
    botMayAnswer: false,
    variables: ['client_name', 'request_number', 'answer_by'],
    title: {
      'uz-Latn': 'Shikoyat qabul qilindi (muddati bilan)',
      'uz-Cyrl': 'Шикоят қабул қилинди (муддати билан)',
      ru: 'Жалоба принята (со сроком)',
      en: 'Complaint accepted (with the term)',
    },
    texts: {
      'uz-Latn':
        '{{client_name}}, yuzaga kelgan holat uchun uzr so‘raymiz. Shikoyatingiz {{request_number}} raqami bilan ro‘yxatga olindi va mas’ul bo‘limga topshirildi. Ko‘rib chiqish natijasi haqida {{answer_by}} sanasidan kechikmay javob beramiz. Qo‘shimcha ma’lumot kerak bo‘lsa, shu yerda yozamiz.',
      'uz-Cyrl':
        '{{client_name}}, юзага келган ҳолат учун узр сўраймиз. Шикоятингиз {{request_number}} рақами билан рўйхатга олинди ва масъул бўлимга топширилди. Кўриб чиқиш натижаси ҳақида {{answer_by}} санасидан кечикмай жавоб берамиз. Қўшимча маълумот керак бўлса, шу ерда ёзамиз.',
      ru: '{{client_name}}, приносим извинения за сложившуюся ситуацию. Ваша жалоба зарегистрирована под номером {{request_number}} и передана в ответственное подразделение. О результате рассмотрения мы сообщим не позднее {{answer_by}}. Если понадобятся дополнительные сведения, мы напишем здесь.',
      en: '{{client_name}}, we apologise for what happened. Your complaint has been registered under number {{request_number}} and passed to the responsible department. We will reply with the outcome no later than {{answer_by}}. If we need any further information, we will write here.',
    },
  },
  {
    shortcut: 'muddat-uzaytirildi',
    topic: null,
    visibility: 'private',
    botMayAnswer: false,
    variables: ['client_name', 'request_number', 'answer_by'],
    title: {
      'uz-Latn': 'Ko‘rib chiqish muddati uzaytirildi',
      'uz-Cyrl': 'Кўриб чиқиш муддати узайтирилди',
      ru: 'Срок рассмотрения продлён',
      en: 'The term was extended',
    },
    texts: {
      'uz-Latn':
        '{{client_name}}, {{request_number}} raqamli murojaatingizni to‘liq o‘rganish uchun qo‘shimcha vaqt kerak bo‘ldi, shuning uchun ko‘rib chiqish muddati uzaytirildi. Natijani {{answer_by}} sanasidan kechikmay shu yerda yozamiz. Kutishga to‘g‘ri kelgani uchun uzr so‘raymiz.',
      'uz-Cyrl':
        '{{client_name}}, {{request_number}} рақамли мурожаатингизни тўлиқ ўрганиш учун қўшимча вақт керак бўлди, шунинг учун кўриб чиқиш муддати узайтирилди. Натижани {{answer_by}} санасидан кечикмай шу ерда ёзамиз. Кутишга тўғри келгани учун узр сўраймиз.',
      ru: '{{client_name}}, чтобы полностью изучить ваше обращение {{request_number}}, потребовалось дополнительное время, поэтому срок рассмотрения продлён. О результате мы напишем здесь не позднее {{answer_by}}. Приносим извинения за ожидание.',
      en: '{{client_name}}, we need more time to study your request {{request_number}} in full, so the term for considering it has been extended. We will write the outcome here no later than {{answer_by}}. We apologise for the wait.',
    },
  },
  {
    shortcut: 'taklif-rahmat',
    topic: null,
    visibility: 'private',
    botMayAnswer: false,
    variables: ['client_name', 'request_number'],
    title: {
      'uz-Latn': 'Taklif uchun rahmat',
      'uz-Cyrl': 'Таклиф учун раҳмат',
      ru: 'Благодарность за предложение',
      en: 'Thanks for a suggestion',
    },
    texts: {
      'uz-Latn':
        '{{client_name}}, taklifingiz uchun rahmat! U {{request_number}} raqami bilan ro‘yxatga olindi va tegishli bo‘limga yuborildi. Bunday fikrlar xizmatimizni yaxshilashga yordam beradi. Ko‘rib chiqish natijasini sizga yozamiz.',
      'uz-Cyrl':
        '{{client_name}}, таклифингиз учун раҳмат! У {{request_number}} рақами билан рўйхатга олинди ва тегишли бўлимга юборилди. Бундай фикрлар хизматимизни яхшилашга ёрдам беради. Кўриб чиқиш натижасини сизга ёзамиз.',
      ru: '{{client_name}}, спасибо за предложение! Оно зарегистрировано под номером {{request_number}} и передано в соответствующее подразделение. Такие идеи помогают нам становиться лучше. О результате рассмотрения мы вам напишем.',
      en: '{{client_name}}, thank you for your suggestion! It has been registered under number {{request_number}} and passed to the relevant department. Ideas like this help us improve. We will write to you about the outcome.',
    },
  },
  {
    shortcut: 'malumot',
    topic: null,
    visibility: 'private',
    botMayAnswer: false,
    variables: [],
    title: {
      'uz-Latn': 'Aniqlashtirish (maxfiy ma’lumotsiz)',
      'uz-Cyrl': 'Аниқлаштириш (махфий маълумотсиз)',
      ru: 'Уточнение без секретных данных',
      en: 'Asking for details without secrets',
    },
    texts: {
      'uz-Latn':
        'Sizga aniq javob berishimiz uchun, iltimos, quyidagilarni yozing: nima bo‘ldi, qachon, qaysi xizmat yoki karta bilan bog‘liq (kartaning faqat oxirgi 4 raqami yetarli). Kartaning to‘liq raqami, PIN-kod, CVV-kod va SMS-kodlar kerak emas, ularni yubormang.',
      'uz-Cyrl':
        'Сизга аниқ жавоб беришимиз учун, илтимос, қуйидагиларни ёзинг: нима бўлди, қачон, қайси хизмат ёки карта билан боғлиқ (картанинг фақат охирги 4 рақами етарли). Картанинг тўлиқ рақами, PIN-код, CVV-код ва SMS-кодлар керак эмас, уларни юборманг.',
      ru: 'Чтобы мы ответили точно, пожалуйста, напишите: что произошло, когда, с какой услугой или картой это связано (достаточно последних 4 цифр карты). Полный номер карты, PIN-код, CVV-код и коды из SMS не нужны, не присылайте их.',
      en: 'To give you an exact answer, please tell us what happened, when, and which service or card it concerns (the last 4 digits of the card are enough). We do not need the full card number, the PIN, the CVV code or SMS codes; please do not send them.',
    },
  },
  {
    shortcut: 'shaxsiyga',
    topic: null,
    visibility: 'public',
    botMayAnswer: true,
    variables: [],
    title: {
      'uz-Latn': 'Shaxsiy xabarga taklif',
      'uz-Cyrl': 'Шахсий хабарга таклиф',
      ru: 'Приглашение в личные сообщения',
      en: 'Invitation to private messages',
    },
    texts: {
      'uz-Latn':
        'Assalomu alaykum! Fikringiz uchun rahmat. Vaziyatni aniqlashimiz uchun, iltimos, bizga shaxsiy xabar yozing yoki rasmiy saytimizdagi chatga murojaat qiling. Izohlarda shaxsiy ma’lumotlaringizni qoldirmang.',
      'uz-Cyrl':
        'Ассалому алайкум! Фикрингиз учун раҳмат. Вазиятни аниқлашимиз учун, илтимос, бизга шахсий хабар ёзинг ёки расмий сайтимиздаги чатга мурожаат қилинг. Изоҳларда шахсий маълумотларингизни қолдирманг.',
      ru: 'Здравствуйте! Спасибо за отзыв. Чтобы мы разобрались в ситуации, пожалуйста, напишите нам в личные сообщения или в чат на официальном сайте. Не оставляйте личные данные в комментариях.',
      en: 'Hello! Thank you for your comment. So that we can look into it, please send us a private message or write to the chat on our official website. Please do not leave personal information in the comments.',
    },
  },
  {
    shortcut: 'ish-vaqtidan-keyin',
    topic: null,
    visibility: 'private',
    botMayAnswer: true,
    variables: ['opens_at'],
    title: {
      'uz-Latn': 'Ish vaqtidan tashqari',
      'uz-Cyrl': 'Иш вақтидан ташқари',
      ru: 'Нерабочее время',
      en: 'Outside working hours',
    },
    texts: {
      'uz-Latn':
        'Assalomu alaykum! Hozir ish vaqtimiz tugagan. Xabaringiz qabul qilindi, xodimimiz {{opens_at}} dan boshlab javob beradi. Karta yo‘qolgan yoki pul o‘g‘irlangan bo‘lsa, kutmang: mobil ilovada kartani bloklang va shu haqda yozing, xavfsizlik bo‘limi kecha-yu kunduz ishlaydi.',
      'uz-Cyrl':
        'Ассалому алайкум! Ҳозир иш вақтимиз тугаган. Хабарингиз қабул қилинди, ходимимиз {{opens_at}} дан бошлаб жавоб беради. Карта йўқолган ёки пул ўғирланган бўлса, кутманг: мобил иловада картани блокланг ва шу ҳақда ёзинг, хавфсизлик бўлими кеча-ю кундуз ишлайди.',
      ru: 'Здравствуйте! Сейчас нерабочее время. Ваше сообщение принято, сотрудник ответит начиная с {{opens_at}}. Если потеряна карта или украдены деньги, не ждите: заблокируйте карту в мобильном приложении и напишите нам об этом, отдел безопасности работает круглосуточно.',
      en: 'Hello! We are outside working hours now. Your message has been received and a member of staff will reply from {{opens_at}}. If your card is lost or money has been stolen, do not wait: block the card in the mobile app and write to us about it; the security department works around the clock.',
    },
  },
  {
    shortcut: 'bolimga',
    topic: null,
    visibility: 'private',
    botMayAnswer: false,
    variables: ['department', 'request_number'],
    title: {
      'uz-Latn': 'Mas’ul bo‘limga yuborildi',
      'uz-Cyrl': 'Масъул бўлимга юборилди',
      ru: 'Передано в ответственный отдел',
      en: 'Passed to the responsible department',
    },
    texts: {
      'uz-Latn':
        'Murojaatingizni ko‘rib chiqish uchun «{{department}}»ga yubordim. Mutaxassis yozishmani to‘liq ko‘radi, hech narsani qayta tushuntirishingiz shart emas. Murojaat raqami o‘zgarmaydi: {{request_number}}.',
      'uz-Cyrl':
        'Мурожаатингизни кўриб чиқиш учун «{{department}}»га юбордим. Мутахассис ёзишмани тўлиқ кўради, ҳеч нарсани қайта тушунтиришингиз шарт эмас. Мурожаат рақами ўзгармайди: {{request_number}}.',
      ru: 'Ваше обращение передано на рассмотрение: «{{department}}». Специалист видит всю переписку, повторять ничего не нужно. Номер обращения прежний: {{request_number}}.',
      en: 'I have passed your request on for review to: {{department}}. The specialist can see the whole conversation, so you do not need to repeat anything. The request number stays the same: {{request_number}}.',
    },
  },
  {
    shortcut: 'kutilmoqda',
    topic: 'complaint_status',
    visibility: 'private',
    botMayAnswer: false,
    variables: ['request_number'],
    title: {
      'uz-Latn': 'Murojaat hali ko‘rib chiqilmoqda',
      'uz-Cyrl': 'Мурожаат ҳали кўриб чиқилмоқда',
      ru: 'Обращение ещё рассматривается',
      en: 'The request is still being reviewed',
    },
    texts: {
      'uz-Latn':
        'Kutganingiz uchun rahmat. {{request_number}} raqamli murojaatingiz hali ko‘rib chiqilmoqda: mas’ul bo‘limning javobini kutyapmiz. Yangilik bo‘lishi bilan shu yerda yozamiz, qayta murojaat qilishingiz shart emas.',
      'uz-Cyrl':
        'Кутганингиз учун раҳмат. {{request_number}} рақамли мурожаатингиз ҳали кўриб чиқилмоқда: масъул бўлимнинг жавобини кутяпмиз. Янгилик бўлиши билан шу ерда ёзамиз, қайта мурожаат қилишингиз шарт эмас.',
      ru: 'Спасибо за ожидание. Ваше обращение {{request_number}} ещё рассматривается: мы ждём ответа ответственного подразделения. Как только появятся новости, мы напишем здесь, обращаться повторно не нужно.',
      en: 'Thank you for waiting. Your request {{request_number}} is still being reviewed: we are waiting for the responsible department’s answer. We will write here as soon as there is news; there is no need to contact us again.',
    },
  },
  {
    shortcut: 'uzr',
    topic: 'service',
    visibility: 'private',
    botMayAnswer: false,
    variables: ['client_name'],
    title: {
      'uz-Latn': 'Kechikkan javob uchun uzr',
      'uz-Cyrl': 'Кечиккан жавоб учун узр',
      ru: 'Извинение за задержку',
      en: 'Apology for the delay',
    },
    texts: {
      'uz-Latn':
        '{{client_name}}, javobimiz kechikkani uchun uzr so‘raymiz. Siz kutishga majbur bo‘lmasligingiz kerak edi. Murojaatingiz hozir mening nazoratimda, masala hal bo‘lgunicha sizga o‘zim yozib boraman.',
      'uz-Cyrl':
        '{{client_name}}, жавобимиз кечиккани учун узр сўраймиз. Сиз кутишга мажбур бўлмаслигингиз керак эди. Мурожаатингиз ҳозир менинг назоратимда, масала ҳал бўлгунича сизга ўзим ёзиб бораман.',
      ru: '{{client_name}}, приносим извинения за задержку с ответом. Вы не должны были столько ждать. Сейчас ваше обращение у меня на контроле, и я буду писать вам, пока вопрос не решится.',
      en: '{{client_name}}, we apologise for the late reply. You should not have had to wait. Your request is now with me and I will keep you informed until the matter is settled.',
    },
  },
  {
    shortcut: 'xodim',
    topic: 'staff',
    visibility: 'private',
    botMayAnswer: false,
    variables: ['request_number'],
    title: {
      'uz-Latn': 'Xodim muomalasiga shikoyat',
      'uz-Cyrl': 'Ходим муомаласига шикоят',
      ru: 'Жалоба на сотрудника',
      en: 'Complaint about a member of staff',
    },
    texts: {
      'uz-Latn':
        'Sizga nisbatan bunday muomala bo‘lgani uchun uzr so‘raymiz. Murojaatingiz {{request_number}} raqami bilan sifat nazorati bo‘limiga berildi, u shikoyat qilingan xodimga yuborilmaydi. Filial manzili, sana va taxminiy vaqtni yozsangiz, tekshirish tezroq bo‘ladi.',
      'uz-Cyrl':
        'Сизга нисбатан бундай муомала бўлгани учун узр сўраймиз. Мурожаатингиз {{request_number}} рақами билан сифат назорати бўлимига берилди, у шикоят қилинган ходимга юборилмайди. Филиал манзили, сана ва тахминий вақтни ёзсангиз, текшириш тезроқ бўлади.',
      ru: 'Приносим извинения за такое отношение. Ваше обращение под номером {{request_number}} передано в отдел контроля качества, сотруднику, на которого вы жалуетесь, оно не направляется. Если вы напишете адрес филиала, дату и примерное время, проверка пройдёт быстрее.',
      en: 'We apologise for the way you were treated. Your request, number {{request_number}}, has been passed to quality control; it is not sent to the employee you are complaining about. If you write the branch address, the date and the approximate time, the review will be quicker.',
    },
  },
  {
    shortcut: 'javob-kutamiz',
    topic: null,
    visibility: 'private',
    botMayAnswer: false,
    variables: [],
    title: {
      'uz-Latn': 'Mijozdan javob kutilmoqda',
      'uz-Cyrl': 'Мижоздан жавоб кутилмоқда',
      ru: 'Ждём ответа клиента',
      en: 'Waiting for the client',
    },
    texts: {
      'uz-Latn':
        'Savolingizni davom ettirish uchun sizdan javob kutyapmiz. Qulay vaqtda shu yerga yozing: murojaatingiz ochiq qoladi va yozishma saqlanadi.',
      'uz-Cyrl':
        'Саволингизни давом эттириш учун сиздан жавоб кутяпмиз. Қулай вақтда шу ерга ёзинг: мурожаатингиз очиқ қолади ва ёзишма сақланади.',
      ru: 'Чтобы продолжить, нам нужен ваш ответ. Напишите сюда, когда вам будет удобно: обращение остаётся открытым, переписка сохраняется.',
      en: 'We need your answer to go on. Please write here whenever it suits you: your request stays open and the conversation is kept.',
    },
  },
  {
    shortcut: 'yopish',
    topic: null,
    visibility: 'private',
    botMayAnswer: false,
    variables: [],
    title: { 'uz-Latn': 'Yakunlash', 'uz-Cyrl': 'Якунлаш', ru: 'Завершение', en: 'Closing' },
    texts: {
      'uz-Latn':
        'Savolingizga javob bera olgan bo‘lsak, xursandmiz. Murojaatni yakunlaymiz. Yana savol tug‘ilsa, shu yerga yozing. Bankimizni tanlaganingiz uchun rahmat, kuningiz xayrli o‘tsin!',
      'uz-Cyrl':
        'Саволингизга жавоб бера олган бўлсак, хурсандмиз. Мурожаатни якунлаймиз. Яна савол туғилса, шу ерга ёзинг. Банкимизни танлаганингиз учун раҳмат, кунингиз хайрли ўтсин!',
      ru: 'Рады, если смогли помочь. Завершаем обращение. Если появятся вопросы, пишите сюда. Спасибо, что вы с нами, хорошего дня!',
      en: 'We are glad if we could help. We are closing this request. If you have any more questions, just write here. Thank you for being with us, and have a good day!',
    },
  },
  {
    shortcut: 'maxfiy-yozmang',
    topic: null,
    visibility: 'private',
    botMayAnswer: true,
    variables: [],
    title: {
      'uz-Latn': 'Maxfiy ma’lumot yozmang',
      'uz-Cyrl': 'Махфий маълумот ёзманг',
      ru: 'Не пишите секретные данные',
      en: 'Please write no secrets',
    },
    texts: {
      'uz-Latn':
        'Xabaringizda karta yoki hujjat raqami yoxud kod bor edi. Xavfsizligingiz uchun uni yashirdik va bu yerdan o‘chirdik. Bank xodimi karta raqami, PIN, CVV yoki SMS-kodni hech qachon so‘ramaydi. Kodni birovga aytgan bo‘lsangiz, kartani darhol bloklang.',
      'uz-Cyrl':
        'Хабарингизда карта ёки ҳужжат рақами ёхуд код бор эди. Хавфсизлигингиз учун уни яширдик ва бу ердан ўчирдик. Банк ходими карта рақами, PIN, CVV ёки SMS-кодни ҳеч қачон сўрамайди. Кодни бировга айтган бўлсангиз, картани дарҳол блокланг.',
      ru: 'В вашем сообщении был номер карты или документа либо код. Для вашей безопасности мы скрыли его и удалили отсюда. Сотрудник банка никогда не спрашивает номер карты, PIN, CVV и код из SMS. Если вы назвали кому-то код, сразу заблокируйте карту.',
      en: 'Your message held the number of a card or a document, or a code. For your safety we have hidden it and deleted it here. The bank’s staff never ask for a card number, PIN, CVV or SMS code. If you told anybody a code, block the card at once.',
    },
  },
]
