/**
 * The guard's lists as shipped: stems, so that Uzbek and Russian endings need no lines of their own. One line of words per
 * spelling family; the fold of words.ts makes Cyrillic and Latin Uzbek one.
 */
import type { GuardLists } from '#contracts'

const lines = (text: string): string[] =>
  text
    .split('\n')
    .flatMap((line) => line.split(','))
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '')

export const shippedLists: GuardLists = {
  /** Names of a secret: three to eight digits near one are a code. */
  codeWords: lines(`kod*, код*, code*, parol*, парол*, password*, passcode*, pasvord, pass, maxfiy raqam*, махфий рақам*
    cvv, cvvni, cvvsi, cvvim, cvvingiz*, cvv kod*, cvvkod*, cvc*, свв, цвв, цвц*, orqasidagi uch raqam*, orqasidagi … raqam*, три цифры, цифры на обороте, digits on the back
    pin, pinim*, pinni*, pining*, pin kod*, pinkod*, pincode*, pin code*, пин, пина, пином, пину, пин код*, пинкод*
    otp, otpni, tasdiqlash raqam*, тасдиқлаш рақам*, секретн* цифр*, код* подтверждени*`),
  /** What brings codes, and much else: only four to eight digits that nothing explains are a code. */
  messageWords: lines('sms*, смс*, esemes*, эсэмэс*, push*, пуш*'),
  /** Codes that are nobody's secret, and words that only begin like one. */
  harmlessCodes:
    lines(`xato* kod*, xatolik* kod*, хато* код*, хатолик* код*, код* ошибк*, ошибк* код*, ошибк*, error*, error* code*, kod* err*, код* err*, code* err*, error* kod*, код* ответ*, response code*
    mfo*, mfo* kod*, мфо* код*, код* мфо, bank* kod*, банк* код*, код* банк*, swift*, свифт*, bik, бик, шакл код*
    hudud* kod*, shahar* kod*, ҳудуд* код*, шаҳар* код*, viloyat* kod*, код* город*, код* регион*, код* страны, area code*, country code*, zip code, postal code
    pochta* kod*, pochta indeks*, почта* код*, почтов* код*, индекс*, indeks*, valyuta* kod*, валюта* код*, код* валют*, currency code
    promo kod*, promokod*, промо код*, промокод*, promo code*, qr, qr kod*, qr code*, kyuar*, kyuar kod*, shtrix*, штрих*, штрихкод*, barcode*, bar code*, товар* код*, mahsulot* kod*, код* товар*
    oked*, оквэд*, код* операц*, operatsiya* kod*, операция* код*, mcc, mcc kod*, mcc code*, код* услуг*, xizmat* kod*, хизмат* код*, ussd, ussd kod*, bo'lim* kod*, бўлим* код*, filial* kod*, филиал* код*, код* филиал*, код* отделени*
    pinfl*, пинфл*, pingvin*, pinterest*, kodeks*, кодекс*, kodlash*, кодиров*, kodirov*, codex*, codec*, decod*, sms informirovan*, смс информирован*, sms xabarnoma*, смс хабарнома*, sms xizmat*, смс хизмат*, sms banking*, смс банкинг*, passport*, pasport*, passiv*, passaj*, passajir*, push notification*`),
  /** Between a message and a number they say the number is a price. */
  priceWords: lines(
    `xizmat*, хизмат*, tarif*, тариф*, narx*, нарх*, to'lov*, тўлов*, pul, puli, pulim, пул*, komissiya*, комисси*, oylik*, ойлик*, abonent*, абонент*, плат*, стоимост*, стоит, списал*, снял*, yechil*, yechib*, ечил*, ечди*, yechdi*, price*, fee, fees, cost*, charge*, balans*, баланс*, summa*, сумма*, limit*, лимит*, raqamidan, raqamiga, рақамидан, рақамига, номер*, nomer*, raqam*, рақам*`,
  ),
  /** What a number is counted in. */
  unitWords:
    lines(`so'm*, som, somga, somlik, somni, sum, sumga, сум*, сўм*, сом, сома, uzs, usd, eur, rub, rubl*, руб*, dollar*, долл*, yevro*, евро, tenge*, тенге, euro*, bucks
    mln*, млн*, million*, миллион*, ming, mingta, mingga, минг*, тыс, тысяч*, thousand*, mlrd*, млрд*, milliard*, миллиард*
    kun*, кун*, дн, дня, дней, день, day*, oy, oyga, oyda, oylik, oydan, ой*, мес, месяц*, month*, yil*, йил*, год*, года, лет, year*, soat*, соат*, час*, hour*, minut*, мин, минут*, daqiqa*, дақиқа*, min, minute*, sekund*, сек, секунд*, second*, marta*, марта, раз, times
    dona*, дона*, ta, tadan, та, штук*, шт, kishi*, киши*, человек*, people, foiz*, фоиз*, процент*, protsent*, percent, belgi*, белги*, символ*, symbol*, xonali*, хонали*, значн*, digit*, цифр*, kg, км, km, mb, gb, мб, гб, metr*, метр*
    yanvar*, fevral*, mart, aprel*, may, iyun*, iyul*, avgust*, sentabr*, oktabr*, noyabr*, dekabr*, январ*, феврал*, апрел*, мая, июн*, июл*, август*, сентябр*, октябр*, ноябр*, декабр*, january, february, march, april, june, july, august, september, october, november, december`),
  cardWords: lines(
    `karta*, kartochka*, kart*, karda*, kardi*, карт*, карточк*, card*, plastik*, пластик*, plastig*, plastic*, uzcard*, uzkard*, узкард*, humo*, хумо*, xumo*, ҳумо*, visa*, виза, mastercard*, мастеркард*, unionpay*`,
  ),
  pinflWords: lines(
    'jshshir*, жшшир*, pinfl*, пинфл*, pinfil*, shaxsiy raqam*, шахсий рақам*, жисмоний шахс* … рақам*, jismoniy shaxs* … raqam*, персональн* идентификацион*, personal id*',
  ),
  passportWords: lines(
    'pasport*, паспорт*, passport*, pasporim*, id karta*, id card*, айди карт*, ид карт*, удостоверени*, guvohnoma*, гувоҳнома*, seriya*, серия, seria',
  ),
  accountWords:
    lines(`hisob raqam*, xisob raqam*, ҳисоб рақам*, hisobraqam*, хисобрақам*, h r, x r, ҳ р, х р, hisobim*, ҳисобим*, hisob, ҳисоб
    счет*, счёт*, schet*, schyot*, scheti, лицев*, р с, расчетн*, расчётн*, account*, acc, iban, rekvizit*, реквизит*`),
  phoneWords: lines(
    `tel, tel*, telefon*, телефон*, tlf*, тел, phone*, mobile, mobil*, мобил*, nomer*, номер*, raqam*, рақам*, raqm*, qo'ng'iroq*, қўнғироқ*, звон*, позвон*, перезвон*, whatsapp*, ватсап*, telegram*, телеграм*, aloqa*, алоқа*, call, call me, calling`,
  ),
  expiryWords: lines(
    `amal qilish*, амал қилиш*, amal qilad*, yaroqlilik*, яроқлилик*, срок* действ*, годн* до, действ* до, действительн* до, expir*, exp, exp date, valid*, valid thru, karta* muddat*, карта* муддат*, срок* карт*, muddati karta*`,
  ),
  /** A number with one of these names before it is a number of something, not of somebody. */
  referenceWords:
    lines(`murojaat*, мурожаат*, ariza*, ариза*, obrashenie*, обращени*, заявк*, заявлени*, zayavka*, request*, ticket*, tiket*, тикет*, order*, buyurtma*, буюртма*, заказ*, zakaz*
    imei*, имей*, имеи*, chek*, чек*, kvitansiya*, квитанци*, receipt*, invoice*, инвойс*, tranzaksiya*, транзакци*, transaction*, rrn, ррн, operatsiya* raqam*, операци*, terminal*, терминал*
    shartnoma*, шартнома*, договор*, dogovor*, kontrakt*, контракт*, contract*, stir*, стир*, inn, инн, innsi, innim, innimiz, mfo*, мфо*, swift*, seriya raqam*, серийн*, serial*, lot, artikul*, артикул*, versiya*, версия*, version*, litsenziya*, лицензи*, protokol*, протокол*, qaror*, қарор*, приказ*, буйруқ*, buyruq*, id raqam*`),

  /** What no reply may ask for. */
  secretsAsked:
    lines(`cvv, cvvni, cvvsi, cvvim, cvvingiz*, cvv kod*, cvvkod*, cvc*, свв, цвв, цвц*, orqasidagi … raqam*, орқасидаги … рақам*, три цифры … оборот*, цифры … обратн*, three digits … back, security code*
    pin, pinni*, pinim*, pining*, pin kod*, pinkod*, pin code*, pincode*, пин, пина, пину, пин код*, пинкод*
    smsni, smsdagi, sms kod*, sms … kod*, sms kelgan raqam*, sms orqali kelgan raqam*, telefon* kelgan raqam*, телефон* келган рақам*, смсни, смсдаги, смс код*, смс … код*, смс орқали келган рақам*, смску, цифр* … смс, цифр* … sms, sms parol*, смс парол*, sms code*, kod*, код, кода, коды, коду, кодни*, коднинг, кодингиз*, кодини*, код*, code, codes, otp, otpni, bir martalik*, бир марталик*, одноразов*, one time*
    parol*, парол*, password*, passcode*, pasvord*, login va parol*, maxfiy so'z*, махфий сўз*, кодов* слов*, секретн* слов*, secret word*, kodli so'z*`),
  cardNumberAsked:
    lines(`raqam* … kartadagi, kartadagi … raqam*, рақам* … картадаги, картадаги … рақам*, karta* raqam*, karta* nomer*, kartangiz raqam*, karta* to'liq*, to'liq karta*, to'liq raqam*, plastik* raqam*, plastik* nomer*, plastikni* raqam*, карта* рақам*, тўлиқ карта*, тўлиқ рақам*, пластик* рақам*, карта* номер*
    номер* … карт*, полн* номер*, весь номер*, все цифры, nomer* kart*, card* number*, full card*, full number, card* details, number of … card*, digits of … card*, karta* barcha raqam*, карта* барча рақам*, karta* ma'lumot*, данны* … карт*, реквизит* … карт*
    amal qilish muddat*, амал қилиш муддат*, срок действия … карт*, expiry date, expiration date`),
  /** Beside them a card's number is asked for in part only. */
  lastFourWords: lines(
    `oxirgi, oxirgi to'rt*, ohirgi*, oxiri, охирги*, последни*, last four, last, tugash*, тугаш*, birinchi olti*, posledn*`,
  ),
  /** Telling words: asked of the client together with a secret, they hold the reply back. */
  tellWords:
    lines(`aytasizmi, yuborasizmi, berasizmi, yozasizmi, jo'natasizmi, tashlaysizmi, qoldirasizmi, ko'rsatasizmi, qoldiring*, qoldirib bering, оставьте*, оставить, what code did, which code did, what pin,
    ayting*, aytib*, aytin*, aytsangiz*, aytvoring*, aytolasiz*, ayta olasiz*, aytvor*, ayt, айтинг*, айтиб*, айтсангиз*, айтвор*, айта оласиз*, айт
    yuboring*, yuborib*, yuborin, yuborsangiz*, yubora olasiz*, yuborolasiz*, yuvoring*, yuvorin*, yubor, юборинг*, юбориб*, юборсангиз*, юбора оласиз*, юборин, юбор
    jo'nating*, jo'natib*, jo'natsangiz*, junating*, jo'nat, жўнатинг*, жўнатиб*, жунатинг*, жўнатсангиз*, жўнат
    tashlang*, tashlab*, tawlang*, tashla, ташланг*, ташлаб*, ташла, yozing*, yozib*, yozin, yozsangiz*, yozvoring*, yoza olasiz*, ёзинг*, ёзиб*, езинг*, ёзсангиз*
    bering*, berib*, berin, bersangiz*, bervoring*, bera olasiz*, беринг*, бериб*, берсангиз*, ko'rsating*, кўрсатинг*, taqdim eting*, тақдим этинг*, ma'lum qiling*, маълум қилинг*, bildiring*, билдиринг*, ulashing*, улашинг*, diktovka*, skrin* … tashlang
    bizga … kerak, menga … kerak, бизга … керак, менга … керак, nechchi*, nechi, неччи*, qanaqa, qanday edi
    пришлите*, пришли, присылайте, прислать, вышлите*, вышли, скиньте, скинь, скидывайте, кинуть, киньте, отправьте*, отправляйте, отправить, отправь, назовите*, назови, назвать, называйте, сообщите*, сообщи, сообщить, сообщайте, напишите*, напиши, написать, пишите, скажите*, скажи, сказать, говорите, укажите*, указать, укажи, продиктуйте*, продиктуй, продиктовать, предоставьте*, предоставить, передайте*, передать, поделитесь*, подскажите*, дайте, дай, дать, покажите*, пересылайте, перешлите*, введите … сюда, введите … чат*, какой … у вас, какой ваш*, какой у вас, нам нужен, нам нужны, мне нужен, нам … понадобится
    send*, tell, share*, provide*, write, give*, type … here, enter … here, message us, text us, text me, text, dictate*, say, show*, forward*, reply with, what is your, whats your, what … your, we need, i need, let … know, confirm … by sending`),
  /** The same words refused in one word; the others are refused by a negation before them. */
  refuseWords:
    lines(`aytmang*, aytmanglar, aytmay*, aytmas*, aytish mumkin emas, bermang*, bermay*, bermas*, yubormang*, yubormay*, yubormas*, jo'natmang*, junatmang*, tashlamang*, yozmang*, ko'rsatmang*, ulashmang*, oshkor qilmang*, oshkor etmang*, so'ramaymiz*, so'ramaydi*, so'ralmaydi*, so'ramas*, talab qilmaydi*, talab qilinmaydi*, kerak emas*, shart emas*, sir saqlang*, maxfiy saqlang*
    айтманг*, айтмай*, берманг*, бермай*, юборманг*, юбормай*, жўнатманг*, ташламанг*, ёзманг*, кўрсатманг*, ошкор қилманг*, сўрамаймиз*, сўрамайди*, сўралмайди*, керак эмас*, шарт эмас*, сир сақланг*
    не просит*, не просим*, не запрашива*, не спрашива*, не требует*, не нужно*, нельзя*, не нужен*, никто не, храните в секрете*, держите в секрете*, do not ask, never ask*, not required, dont need, do not need, keep … secret, keep … private`),
  negations: lines(
    'не, нельзя, никогда, never, not, dont, cannot, without, nobody, hech kimga, ҳеч кимга, никому, мошенник*, fraudster*, scammer*, we, we ll, will, they',
  ),
  /** Words that may stand between a negation and what it negates. */
  negationFillers:
    lines(`никому, никогда, нигде, никаким, третьим, лицам, посторонним, другим, и, или, в, коем, случае, пожалуйста, следует, нужно, надо, стоит, можем, может, могут, просит, просим, просят, требует, требуют, спрашива*, вас, у, клиент*, вслух, его, их, ее
    ever, please, to, or, and, anyone, anybody, should, any, the, your, with, it, them, you, ask, asks, asked, ask for, request, clients, customers, also, be able, can, always`),
  /** "The code does not come": then the code is what is wrong and not what is asked for. */
  troubleWords: lines(
    `kelma*, келма*, kemay*, kelmay*, unut*, унут*, esdan chiq*, эсдан чиқ*, esingizdan*, yo'qot*, йўқот*, ishlamay*, ишламай*, ishlamas*, bloklan*, блоклан*, qabul qilma*, қабул қилма*, не приш*, не приход*, не пришл*, не работа*, не подход*, забыл*, утер*, потеря*, заблокир*, not received, not arrive*, not come, not work*, did not, didnt, does not, doesnt, has not, hasnt, forgot*, lost, blocked, ли`,
  ),
  /** "To change the PIN, send …": the secret is what it is about and something else is asked for. */
  purposeWords: lines(
    `uchun, учун, haqida, ҳақида, to'g'risida, тўғрисида, bo'yicha, бўйича, tikla*, тикла*, o'zgartir*, ўзгартир*, almashtir*, алмаштир*, o'rnat*, ўрнат*, для, чтобы, о, об, про, по, если, как, где, что, смен*, восстанов*, сброс*, измен*, установ*, about, for, if, whether, how, where, reset*, restor*, recover*, chang*, set`,
  ),
  /** "If your card is blocked…" confirms nothing. */
  conditionWords: lines(
    "agar*, агар*, mabodo*, мабодо*, bo'lsa*, бўлса*, если, при утере, в случае*, if, in case, when, whenever, har qanday, ҳар қандай, любую, любой, every",
  ),
  /** What tells the reader that somebody is the bank's client. */
  clientPhrases:
    lines(`hisobingiz*, ҳисобингиз*, xisobingiz*, hisob raqamingiz*, ҳисоб рақамингиз*, kartangiz*, картангиз*, kartelaringiz*, kartalaringiz*, plastigingiz*, пластигингиз*, kreditingiz*, кредитингиз*, mikroqarzingiz*, qarzingiz*, қарзингиз*, qarzdorligingiz*, қарздорлигингиз*, omonatingiz*, омонатингиз*, depozitingiz*, депозитингиз*, ipotekangiz*, balansingiz*, балансингиз*, to'lovingiz*, тўловингиз*, o'tkazmangiz*, ўтказмангиз*, shartnomangiz*, шартномангиз*, arizangiz*, аризангиз*, sizning hisob*, sizning karta*, sizning kredit*, sizning omonat*, sizning depozit*, сизнинг ҳисоб*, сизнинг карта*, сизнинг кредит*, сизнинг омонат*
    mijozimiz*, мижозимиз*, bankimiz mijoz*, банкимиз мижоз*, bizning mijoz*, бизнинг мижоз*, bizda hisob*, bizdagi hisob*, bizda … kredit*, bizdan olgan*
    ваш* счет*, ваш* счёт*, ваш* карт*, ваш* кредит*, ваш* вклад*, ваш* депозит*, ваш* ипотек*, ваш* рассрочк*, ваш* микрозайм*, ваш* займ*, ваш* задолженност*, ваш* долг*, ваш* баланс*, ваш* платеж*, ваш* платёж*, ваш* перевод*, ваш* договор*, ваш* заявк*, ваш* пластик*, у вас … кредит*, у вас … задолженност*, у вас … вклад*, вы … наш* клиент*, вы … клиент* … банк*, наш* клиент*, как клиент* … банк*
    your account, your card, your loan, your credit, your deposit, your mortgage, your balance, your debt, your payment*, your transfer*, your contract, your application, our client*, our customer*, valued client, valued customer, you … client … ours, account with us, card with us, loan with us, deposit with us`),
  /** Beside a person's name in public they give a client away. */
  ownershipWords: lines(
    'hisob*, ҳисоб*, xisob*, karta*, карта*, kredit*, кредит*, omonat*, омонат*, depozit*, депозит*, qarz*, қарз*, счет*, счёт*, карт*, вклад*, задолженност*, account*, card*, loan*, deposit*, mijoz*, мижоз*, клиент*, client*, customer*',
  ),
  forbiddenWords:
    lines(`ahmoq*, аҳмоқ*, tentak*, тентак*, jinni*, жинни*, ovsar*, galvars*, haromi*, iflos*, ифлос*, дурак*, дура, дурочк*, идиот*, тупой, тупая, тупые, тупица*, кретин*, дебил*, придурок*, заткни*, отстань*, stupid*, idiot*, moron*, dumb, shut up
    o'zingiz aybdor*, ўзингиз айбдор*, bizning muammo emas, бизнинг муаммо эмас, bizning ishimiz emas, сами виноваты, сам виноват*, сама виноват*, не наша проблема, не наши проблемы, это ваши проблемы, ваши проблемы, your own fault, not our problem`),

  cardPrefixes:
    lines(`8600, 5614, 9860, 544081, 400847, 407342, 418783, 429434, 555536, 626418, 626425, 626247, 626248, 626249, 626253, 626255, 626256, 626257
    626263, 626272, 626273, 626282, 626283, 626291, 626292, 626296`),
  publicNumbers: lines('1180, 101, 102, 103, 104, 112, 1050, 1003, 1000, 1009, 1055, 1080, 1173, 3700, 7575, 712000000'),
}
