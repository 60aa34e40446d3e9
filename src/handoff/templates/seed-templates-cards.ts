/** Approved replies about cards, transfers and fraud. Four texts each; the bank edits them as new versions. */
import type { SeedTemplate } from './seed-template.ts'

export const cardsTemplates: readonly SeedTemplate[] = [
  {
    shortcut: 'karta-blok',
    topic: 'card_block',
    visibility: 'private',
    botMayAnswer: true,
    variables: ['hotline'],
    title: {
      'uz-Latn': 'Kartani o‘zingiz bloklash',
      'uz-Cyrl': 'Картани ўзингиз блоклаш',
      ru: 'Как самому заблокировать карту',
      en: 'How to block a card yourself',
    },
    texts: {
      'uz-Latn':
        'Kartani hoziroq o‘zingiz bloklashingiz mumkin:\n1. Mobil ilovani oching, kartani tanlang va «Bloklash» tugmasini bosing.\n2. Ilovaga kira olmasangiz, kecha-yu kunduz ishlaydigan {{hotline}} raqamiga qo‘ng‘iroq qiling.\nKarta bloklangach, undan hech kim pul yecha olmaydi. Hisobingizdagi mablag‘ saqlanib qoladi.',
      'uz-Cyrl':
        'Картани ҳозироқ ўзингиз блоклашингиз мумкин:\n1. Мобил иловани очинг, картани танланг ва «Блоклаш» тугмасини босинг.\n2. Иловага кира олмасангиз, кеча-ю кундуз ишлайдиган {{hotline}} рақамига қўнғироқ қилинг.\nКарта блоклангач, ундан ҳеч ким пул еча олмайди. Ҳисобингиздаги маблағ сақланиб қолади.',
      ru: 'Вы можете заблокировать карту сами прямо сейчас:\n1. Откройте мобильное приложение, выберите карту и нажмите «Заблокировать».\n2. Если войти в приложение не получается, позвоните по круглосуточному номеру {{hotline}}.\nПосле блокировки никто не сможет списать деньги с карты. Средства на счёте сохранятся.',
      en: 'You can block the card yourself right now:\n1. Open the mobile app, choose the card and tap “Block”.\n2. If you cannot get into the app, call {{hotline}}, which works around the clock.\nOnce the card is blocked, nobody can take money from it. The money in your account stays safe.',
    },
  },
  {
    shortcut: 'karta-blokdan',
    topic: 'card_block',
    visibility: 'private',
    botMayAnswer: true,
    variables: ['hotline'],
    title: {
      'uz-Latn': 'Kartam bloklandi: blokdan chiqarish',
      'uz-Cyrl': 'Картам блокланди: блокдан чиқариш',
      ru: 'Карта заблокирована: как разблокировать',
      en: 'My card is blocked: how to unblock it',
    },
    texts: {
      'uz-Latn':
        'Kartani o‘zingiz bloklagan bo‘lsangiz, mobil ilovada kartani tanlab, «Blokdan chiqarish» tugmasini bosing. PIN-kod bir necha marta xato kiritilgan yoki kartani bank bloklagan bo‘lsa, {{hotline}} raqamiga qo‘ng‘iroq qiling yoki pasportingiz bilan istalgan filialga keling. PIN-kodni hech kimga aytmang.',
      'uz-Cyrl':
        'Картани ўзингиз блоклаган бўлсангиз, мобил иловада картани танлаб, «Блокдан чиқариш» тугмасини босинг. PIN-код бир неча марта хато киритилган ёки картани банк блоклаган бўлса, {{hotline}} рақамига қўнғироқ қилинг ёки паспортингиз билан исталган филиалга келинг. PIN-кодни ҳеч кимга айтманг.',
      ru: 'Если вы заблокировали карту сами, выберите её в мобильном приложении и нажмите «Разблокировать». Если PIN-код был несколько раз введён неверно или карту заблокировал банк, позвоните по номеру {{hotline}} или придите с паспортом в любой филиал. Никому не сообщайте PIN-код.',
      en: 'If you blocked the card yourself, choose it in the mobile app and tap “Unblock”. If the PIN was entered incorrectly several times, or the bank blocked the card, call {{hotline}} or come to any branch with your passport. Never tell anyone your PIN.',
    },
  },
  {
    shortcut: 'karta-yoqoldi',
    topic: 'card_block',
    visibility: 'private',
    botMayAnswer: true,
    variables: ['hotline'],
    title: {
      'uz-Latn': 'Karta yo‘qoldi yoki o‘g‘irlandi',
      'uz-Cyrl': 'Карта йўқолди ёки ўғирланди',
      ru: 'Карта потеряна или украдена',
      en: 'Card lost or stolen',
    },
    texts: {
      'uz-Latn':
        'Birinchi navbatda kartani bloklang: mobil ilovada kartani tanlab «Bloklash» tugmasini bosing yoki hoziroq {{hotline}} raqamiga qo‘ng‘iroq qiling. So‘nggi amallarni tekshiring: siz qilmagan amal bo‘lsa, vaqti va summasini shu yerga yozing. Yangi kartani pasportingiz bilan filialda olasiz yoki ilovada buyurtma qilasiz.',
      'uz-Cyrl':
        'Биринчи навбатда картани блокланг: мобил иловада картани танлаб «Блоклаш» тугмасини босинг ёки ҳозироқ {{hotline}} рақамига қўнғироқ қилинг. Сўнгги амалларни текширинг: сиз қилмаган амал бўлса, вақти ва суммасини шу ерга ёзинг. Янги картани паспортингиз билан филиалда оласиз ёки иловада буюртма қиласиз.',
      ru: 'Прежде всего заблокируйте карту: выберите её в мобильном приложении и нажмите «Заблокировать» или сразу позвоните по номеру {{hotline}}. Проверьте последние операции: если среди них есть те, которых вы не совершали, напишите сюда время и сумму. Новую карту можно получить с паспортом в филиале или заказать в приложении.',
      en: 'First of all, block the card: choose it in the mobile app and tap “Block”, or call {{hotline}} at once. Check the latest transactions: if there are any you did not make, write the time and the amount here. You can get a new card at a branch with your passport or order it in the app.',
    },
  },
  {
    shortcut: 'firibgar',
    topic: 'fraud',
    visibility: 'private',
    botMayAnswer: true,
    variables: ['hotline'],
    title: {
      'uz-Latn': 'Firibgarlik: hozir nima qilish kerak',
      'uz-Cyrl': 'Фирибгарлик: ҳозир нима қилиш керак',
      ru: 'Мошенничество: что делать сейчас',
      en: 'Fraud: what to do now',
    },
    texts: {
      'uz-Latn':
        'Iltimos, hoziroq quyidagilarni bajaring:\n1. Mobil ilovada barcha kartalaringizni bloklang yoki {{hotline}} raqamiga qo‘ng‘iroq qiling.\n2. Ilova parolini almashtiring. Notanish havola yoki fayl orqali dastur o‘rnatgan bo‘lsangiz, uni o‘chiring va telefonni internetdan uzing.\n3. Firibgar bilan muloqotni to‘xtating, yozishmalarni o‘chirmang.\n4. Ichki ishlar organiga ariza bering.\nMurojaatingiz xavfsizlik bo‘limiga yuborildi, mutaxassis tez orada siz bilan bog‘lanadi.',
      'uz-Cyrl':
        'Илтимос, ҳозироқ қуйидагиларни бажаринг:\n1. Мобил иловада барча карталарингизни блокланг ёки {{hotline}} рақамига қўнғироқ қилинг.\n2. Илова паролини алмаштиринг. Нотаниш ҳавола ёки файл орқали дастур ўрнатган бўлсангиз, уни ўчиринг ва телефонни интернетдан узинг.\n3. Фирибгар билан мулоқотни тўхтатинг, ёзишмаларни ўчирманг.\n4. Ички ишлар органига ариза беринг.\nМурожаатингиз хавфсизлик бўлимига юборилди, мутахассис тез орада сиз билан боғланади.',
      ru: 'Пожалуйста, сделайте это прямо сейчас:\n1. Заблокируйте все карты в мобильном приложении или позвоните по номеру {{hotline}}.\n2. Смените пароль от приложения. Если вы установили программу по незнакомой ссылке или из файла, удалите её и отключите телефон от интернета.\n3. Прекратите общение с мошенником, но не удаляйте переписку.\n4. Подайте заявление в органы внутренних дел.\nВаше обращение передано в отдел безопасности, специалист скоро свяжется с вами.',
      en: 'Please do this right now:\n1. Block all your cards in the mobile app or call {{hotline}}.\n2. Change your app password. If you installed a program from an unfamiliar link or file, delete it and disconnect the phone from the internet.\n3. Stop talking to the fraudster, but do not delete the messages.\n4. Report it to the police.\nYour request has been passed to the security department; a specialist will contact you shortly.',
    },
  },
  {
    shortcut: 'kod-aytmang',
    topic: 'fraud',
    visibility: 'public',
    botMayAnswer: true,
    variables: [],
    title: {
      'uz-Latn': 'Ogohlantirish: kodni hech kimga aytmang',
      'uz-Cyrl': 'Огоҳлантириш: кодни ҳеч кимга айтманг',
      ru: 'Предупреждение: никому не говорите код',
      en: 'Warning: never share the code',
    },
    texts: {
      'uz-Latn':
        'Diqqat! SMS orqali kelgan tasdiqlash kodini, PIN-kodni, kartaning CVV-kodi va amal qilish muddatini hech kimga aytmang, hatto o‘zini bank xodimi deb tanishtirgan odamga ham. Bank xodimlari bunday ma’lumotlarni hech qachon so‘ramaydi. Notanish havolalarga kirmang va noma’lum fayllarni o‘rnatmang.',
      'uz-Cyrl':
        'Диққат! SMS орқали келган тасдиқлаш кодини, PIN-кодни, картанинг CVV-коди ва амал қилиш муддатини ҳеч кимга айтманг, ҳатто ўзини банк ходими деб таништирган одамга ҳам. Банк ходимлари бундай маълумотларни ҳеч қачон сўрамайди. Нотаниш ҳаволаларга кирманг ва номаълум файлларни ўрнатманг.',
      ru: 'Внимание! Никому не сообщайте код подтверждения из SMS, PIN-код, CVV-код и срок действия карты, даже если человек представляется сотрудником банка. Сотрудники банка никогда не спрашивают такие данные. Не переходите по незнакомым ссылкам и не устанавливайте неизвестные файлы.',
      en: 'Attention! Never tell anyone the confirmation code from an SMS, your PIN, or the CVV code and expiry date of your card, even if they say they work for the bank. Bank employees never ask for this information. Do not open unfamiliar links and do not install unknown files.',
    },
  },
  {
    shortcut: 'pul-tushmadi',
    topic: 'p2p',
    visibility: 'private',
    botMayAnswer: false,
    variables: ['request_number'],
    title: {
      'uz-Latn': 'O‘tkazma yetib bormadi',
      'uz-Cyrl': 'Ўтказма етиб бормади',
      ru: 'Перевод не поступил',
      en: 'Transfer not received',
    },
    texts: {
      'uz-Latn':
        'Noqulaylik uchun uzr so‘raymiz. O‘tkazmani tekshirishimiz uchun uning sanasi, vaqti, summasi va oluvchi kartasining oxirgi 4 raqamini yozing. Chek bo‘lsa, skrinshotini yuboring. Murojaat raqami: {{request_number}}. Protsessing bo‘limi tekshirgach, natijani shu yerda ma’lum qilamiz. Ungacha o‘tkazmani takrorlamay turing.',
      'uz-Cyrl':
        'Ноқулайлик учун узр сўраймиз. Ўтказмани текширишимиз учун унинг санаси, вақти, суммаси ва олувчи картасининг охирги 4 рақамини ёзинг. Чек бўлса, скриншотини юборинг. Мурожаат рақами: {{request_number}}. Процессинг бўлими текширгач, натижани шу ерда маълум қиламиз. Унгача ўтказмани такрорламай туринг.',
      ru: 'Приносим извинения за неудобства. Чтобы мы проверили перевод, напишите дату, время, сумму и последние 4 цифры карты получателя. Если есть чек, пришлите его снимок. Номер обращения: {{request_number}}. Когда отдел процессинга закончит проверку, мы сообщим результат здесь. До этого, пожалуйста, не повторяйте перевод.',
      en: 'We apologise for the inconvenience. To check the transfer we need its date, time, amount and the last 4 digits of the recipient’s card. If you have a receipt, please send a screenshot. Request number: {{request_number}}. Once the processing department has checked it, we will tell you the result here. Please do not repeat the transfer until then.',
    },
  },
  {
    shortcut: 'xato-otkazma',
    topic: 'p2p',
    visibility: 'private',
    botMayAnswer: true,
    variables: [],
    title: {
      'uz-Latn': 'Pul xato kartaga o‘tkazildi',
      'uz-Cyrl': 'Пул хато картага ўтказилди',
      ru: 'Перевод отправлен не на ту карту',
      en: 'Money sent to a wrong card',
    },
    texts: {
      'uz-Latn':
        'Xato o‘tkazilgan mablag‘ni bank oluvchining roziligisiz qaytarib ola olmaydi. Shunday qiling:\n1. O‘tkazma chekini saqlab qo‘ying.\n2. Pasportingiz va chek bilan filialga kelib, xato o‘tkazma haqida ariza yozing yoki shu yerda sana, summa va kartaning oxirgi 4 raqamini yuboring.\n3. Biz oluvchining bankiga so‘rov yuboramiz.\nOluvchi rozi bo‘lmasa, mablag‘ sud orqali undirib olinadi; kerakli hujjatlarni beramiz.',
      'uz-Cyrl':
        'Хато ўтказилган маблағни банк олувчининг розилигисиз қайтариб ола олмайди. Шундай қилинг:\n1. Ўтказма чекини сақлаб қўйинг.\n2. Паспортингиз ва чек билан филиалга келиб, хато ўтказма ҳақида ариза ёзинг ёки шу ерда сана, сумма ва картанинг охирги 4 рақамини юборинг.\n3. Биз олувчининг банкига сўров юборамиз.\nОлувчи рози бўлмаса, маблағ суд орқали ундириб олинади; керакли ҳужжатларни берамиз.',
      ru: 'Банк не может вернуть ошибочно переведённые деньги без согласия получателя. Сделайте следующее:\n1. Сохраните чек перевода.\n2. Придите с паспортом и чеком в филиал и напишите заявление об ошибочном переводе или пришлите сюда дату, сумму и последние 4 цифры карты.\n3. Мы направим запрос в банк получателя.\nЕсли получатель не согласится, деньги возвращаются через суд; необходимые документы мы предоставим.',
      en: 'The bank cannot take back money sent by mistake without the recipient’s consent. Please do the following:\n1. Keep the transfer receipt.\n2. Come to a branch with your passport and the receipt and file a statement about the mistaken transfer, or send the date, the amount and the last 4 digits of the card here.\n3. We will send an enquiry to the recipient’s bank.\nIf the recipient refuses, the money is recovered through a court; we will provide the documents you need.',
    },
  },
  {
    shortcut: 'bankomat-karta',
    topic: 'atm',
    visibility: 'private',
    botMayAnswer: false,
    variables: ['hotline'],
    title: {
      'uz-Latn': 'Bankomat kartani qaytarmadi',
      'uz-Cyrl': 'Банкомат картани қайтармади',
      ru: 'Банкомат не вернул карту',
      en: 'ATM kept the card',
    },
    texts: {
      'uz-Latn':
        'Bankomat kartani ushlab qolgan bo‘lsa, uni hoziroq mobil ilovada yoki {{hotline}} raqami orqali bloklang. Bankomat manzilini va taxminiy vaqtni yozing. Bizning bankomat bo‘lsa, kartani qachon va qaysi filialdan olishingiz mumkinligini aytamiz; boshqa bankniki bo‘lsa, kartani qayta chiqarish tezroq bo‘ladi.',
      'uz-Cyrl':
        'Банкомат картани ушлаб қолган бўлса, уни ҳозироқ мобил иловада ёки {{hotline}} рақами орқали блокланг. Банкомат манзилини ва тахминий вақтни ёзинг. Бизнинг банкомат бўлса, картани қачон ва қайси филиалдан олишингиз мумкинлигини айтамиз; бошқа банкники бўлса, картани қайта чиқариш тезроқ бўлади.',
      ru: 'Если банкомат задержал карту, сразу заблокируйте её в мобильном приложении или по номеру {{hotline}}. Напишите адрес банкомата и примерное время. Если банкомат наш, мы сообщим, когда и в каком филиале можно забрать карту; если он другого банка, быстрее будет перевыпустить карту.',
      en: 'If the ATM has kept your card, block it at once in the mobile app or by calling {{hotline}}. Tell us the address of the ATM and the approximate time. If it is our ATM, we will tell you when and at which branch you can collect the card; if it belongs to another bank, reissuing the card is quicker.',
    },
  },
  {
    shortcut: 'bankomat-pul',
    topic: 'atm',
    visibility: 'private',
    botMayAnswer: false,
    variables: ['request_number'],
    title: {
      'uz-Latn': 'Bankomat pul bermadi yoki kirim tushmadi',
      'uz-Cyrl': 'Банкомат пул бермади ёки кирим тушмади',
      ru: 'Банкомат не выдал деньги или не зачислил',
      en: 'ATM gave no cash or did not credit it',
    },
    texts: {
      'uz-Latn':
        'Noqulaylik uchun uzr so‘raymiz. Bankomat manzili, amal sanasi, vaqti, summasi va kartangizning oxirgi 4 raqamini yozing. Bunday amallarning ko‘pchiligi o‘z-o‘zidan bekor bo‘lib, pul kartaga qaytadi. Qaytmasa, {{request_number}} raqamli murojaatingiz bo‘yicha bankomatning hisobi tekshiriladi va natijasi shu yerda yoziladi.',
      'uz-Cyrl':
        'Ноқулайлик учун узр сўраймиз. Банкомат манзили, амал санаси, вақти, суммаси ва картангизнинг охирги 4 рақамини ёзинг. Бундай амалларнинг кўпчилиги ўз-ўзидан бекор бўлиб, пул картага қайтади. Қайтмаса, {{request_number}} рақамли мурожаатингиз бўйича банкоматнинг ҳисоби текширилади ва натижаси шу ерда ёзилади.',
      ru: 'Приносим извинения за неудобства. Напишите адрес банкомата, дату, время и сумму операции и последние 4 цифры карты. Большинство таких операций отменяется автоматически, и деньги возвращаются на карту. Если этого не произойдёт, по вашему обращению {{request_number}} мы проверим учёт банкомата и сообщим результат здесь.',
      en: 'We apologise for the inconvenience. Please write the address of the ATM, the date, time and amount of the transaction and the last 4 digits of your card. Most such transactions are reversed automatically and the money returns to the card. If it does not, the ATM’s records will be checked under your request {{request_number}} and we will write the result here.',
    },
  },
  {
    shortcut: 'ikki-marta',
    topic: 'dispute',
    visibility: 'private',
    botMayAnswer: false,
    variables: ['request_number'],
    title: {
      'uz-Latn': 'Pul ikki marta yechildi',
      'uz-Cyrl': 'Пул икки марта ечилди',
      ru: 'Деньги списаны дважды',
      en: 'Charged twice',
    },
    texts: {
      'uz-Latn':
        'Noqulaylik uchun uzr so‘raymiz. To‘lov sanasi, summasi, do‘kon yoki xizmat nomi va kartaning oxirgi 4 raqamini yozing, chek bo‘lsa, skrinshotini yuboring. {{request_number}} raqamli murojaatingiz bo‘yicha protsessing bo‘limi ikkala amalni tekshiradi. Ortiqcha yechilgan bo‘lsa, mablag‘ kartangizga qaytariladi.',
      'uz-Cyrl':
        'Ноқулайлик учун узр сўраймиз. Тўлов санаси, суммаси, дўкон ёки хизмат номи ва картанинг охирги 4 рақамини ёзинг, чек бўлса, скриншотини юборинг. {{request_number}} рақамли мурожаатингиз бўйича процессинг бўлими иккала амални текширади. Ортиқча ечилган бўлса, маблағ картангизга қайтарилади.',
      ru: 'Приносим извинения за неудобства. Напишите дату и сумму платежа, название магазина или сервиса и последние 4 цифры карты; если есть чек, пришлите его снимок. По вашему обращению {{request_number}} отдел процессинга проверит обе операции. Если деньги списаны лишний раз, они вернутся на вашу карту.',
      en: 'We apologise for the inconvenience. Please write the date and amount of the payment, the name of the shop or service and the last 4 digits of the card; if you have a receipt, send a screenshot. Under your request {{request_number}} the processing department will check both transactions. If you were charged twice, the money will be returned to your card.',
    },
  },
  {
    shortcut: 'avto-yechish',
    topic: 'auto_debit',
    visibility: 'private',
    botMayAnswer: false,
    variables: ['request_number'],
    title: {
      'uz-Latn': 'Ruxsatsiz avtomatik yechish',
      'uz-Cyrl': 'Рухсатсиз автоматик ечиш',
      ru: 'Автоматическое списание без согласия',
      en: 'Automatic debit without consent',
    },
    texts: {
      'uz-Latn':
        'Tushunamiz, bu yoqimsiz holat. Yechilgan sana, summa va SMS-xabarda ko‘rsatilgan tashkilot nomini yozing. Mobil ilovaning «Avtoto‘lovlar» va «Obunalar» bo‘limini ham tekshirib, keraksizini o‘chirib qo‘ying. {{request_number}} raqamli murojaatingiz bo‘yicha yechish asosini aniqlab, javob beramiz.',
      'uz-Cyrl':
        'Тушунамиз, бу ёқимсиз ҳолат. Ечилган сана, сумма ва SMS-хабарда кўрсатилган ташкилот номини ёзинг. Мобил илованинг «Автотўловлар» ва «Обуналар» бўлимини ҳам текшириб, кераксизини ўчириб қўйинг. {{request_number}} рақамли мурожаатингиз бўйича ечиш асосини аниқлаб, жавоб берамиз.',
      ru: 'Понимаем, это неприятная ситуация. Напишите дату и сумму списания и название организации из SMS. Проверьте также разделы «Автоплатежи» и «Подписки» в мобильном приложении и отключите ненужное. По вашему обращению {{request_number}} мы выясним основание списания и ответим.',
      en: 'We understand that this is unpleasant. Please write the date and amount of the debit and the name of the organisation shown in the SMS. Also check “Autopayments” and “Subscriptions” in the mobile app and switch off what you do not need. Under your request {{request_number}} we will find out the grounds for the debit and reply.',
    },
  },
]
