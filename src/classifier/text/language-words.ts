/**
 * Words that tell a language at a glance: function words, greetings and the commonest words of a bank's inbox.
 * Uzbek and Karakalpak words are folded (see fold.ts), so one list serves both scripts and every apostrophe.
 */
const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/).filter((word) => word !== ''))

export const uzbekWords = words(`
  va bilan bn bilan uchun ucun ucn lekin ammo yoki ham hamda agar chunki esa bu shu osha ushbu men man meni mani menga manga mening mani sen siz sizga sizni sizlar
  biz bizga bizni u uni unga ular ularni kim nima nma nimaga nega nimada nimani kachon kanday kanaka kaysi kayerda kerda kani kancha necha nechta nechi bor yok yoq bormi yokmi emas
  kerak krk kere mumkin mumkinmi boladi bolmaydi buladi bulmaydi boladimi buladimi bolsa bulsa bolgan bulgan boldi buldi bolyapti bolishi bulishi bolib bulib edi ekan ekanmi emish
  juda jud juda judayam judayam zor zur yahshi yhshi yomon ajoyib alo katta kota kichik yangi eski rahmat raht rhmat rhmt tashakur iltimos salom asalomu asalom alaykum aleykum vaalaykum slm
  kilish kilib kildim kildi kiladi kilyapti kilsa kilsam kilsangiz kilinglar kiling qilish olish oldim oldi olib olaman olsa beradi berdi bering berish beryapti bermayapti keldi keladi kelyapti kelmayapti kelmadi
  ishlaydi ishlamaydi ishlamayapti ishlayapti ishlash ishi ish odam odamlar inson hamma hamasi hamasini hech hechkim hechnarsa barcha bari doim doimo hozir hozirgi keyin oldin endi kecha bugun ertaga
  kun kuni oy yil vakt vakti marta martta marotaba bir ikki ikita uch tort besh ming sum som pul pulim puli pulni karta kartam kartani kartaga bank banki banka hisob hisobim foiz foizi
  dastur dasturi ilova ilovasi programma narsa gap yaratgan narh narhi arzon kimat sifat sifati sifatli tavsiya olinglar oling keraki foydali kulay oson tez tezda tezrok sekin muamo muamolar yordam javob savol
  tog togri tugri notogri hato halol rost yolgon kop kup oz ozi uzi ozim uzim ozbek uzbek ozbekcha uzbekcha ozbekiston uzbekiston tilida til tilini orkali buyicha boyicha haqida hakida tomonidan uchu
  deb dep degan deyapti dedi aytdi ayting aytish yozing yozdim yozdi koring kordim korish kurdim iloji imkon imkoni maza mazali mazza opa aka uka hojayin do'kon dokon dukon mahsulot mijoz mijozlar hodim hodimlar
  yoki yoksa hatto faqat fakat albatta balki chiroyli zoriku zoru yana yanada kay kaysidir shunaka shunday bunday undan bundan shundan unaka sababi sabab tufayli kadar gacha beri buyon
  dam aynan ayniksa hullas hulas mayli hop hap ha yoge yuk uje ku axir ahir nahotki bopti bopkoldi obuna telefon telefonim rakam rakami tolov tulov otkazma utkazma bosa bosam bumayapti bomayapti bomaydi bolmayapti bulmayapti
  yokdi yokadi yokti yokmadi menga ishonchli tavsiyalar olilar qoyil koyil gapi gapyok gapim omad omonbolinglar barakala barakalla manzur manzil togrisi keling kelish yetib etib etkazib
  ohshaydi birinchi eng engi zora boshka boshka boshqa asosiy oddiy bittasi anchadan ancha uncha bazi bazida hali haliham yolgonchi afsus afsuski aldov aldash firibgar insof hafsala
`)

export const englishWords = words(`
  the a an and or but is are was were be been being am i im ive id my me mine you your yours he she it its we us our they them their this that these those there here what when where why how who which whose
  do does did dont doesnt didnt done can cant cannot could couldnt will wont would wouldnt should shouldnt may might must shall have has had havent hasnt having not no yes to of in on at by for from with without about
  as if than then so too very just only also any some all every each other another more most much many few less least up out off over under again back after before between during while because since until into onto
  please thanks thank hello hi hey sorry help need want like love would get got getting give make made take use using used see know think let tell show try trying tried work working works pay paid payment payments money card cards account
  accounts bank transfer transfers balance app add allow feature ability able new support windows phone users user good great nice best bad worst wrong right now today yesterday tomorrow time day days week month year cash atm pin fee fees
  charge charged exchange rate currency top topup limit loan credit debit statement direct cancel change order ordered arrive received receive send sent lost stolen still yet already never always one two first last next long
  api store apps developer developers version update code page screen button option options set list default file files folder data device devices mode text name number email address check find open close way
  something someone anything everything nothing look looks feedly reading really actually possible currently instead whether through per via etc both same own such even ever hope wish cool awesome super well sure okay ok
`)

export const russianWords = words(`
 и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот от меня еще нет о из ему теперь когда даже ну вдруг ли если уже или ни быть был него до вас нибудь опять уж вам ведь
 там потом себя ничего ей может они тут где есть надо ней для мы тебя их чем была сам чтоб без будто чего раз тоже себе под будет ж тогда кто этот того потому этого какой совсем ним здесь этом один почти мой тем чтобы нее
 сейчас были куда зачем всех никогда можно при наконец два об другой хоть после над больше тот через эти нас про всего них какая много разве три эту моя впрочем хорошо свою этой перед иногда лучше чуть том нельзя такой им более
 всегда конечно всю между это очень спасибо здравствуйте добрый день пожалуйста почему сколько который которые которая банка банке деньги счет счёт ипотека ипотеку заявка заявку рублей сум
 отлично отличный отличная хороший хорошая хорошее плохо плохой советую рекомендую качество работает работают доставка цена нормально быстро удобно удобный вкусно вкусный красиво мой мои моей моего меня нам ваш ваша ваши
 пришел пришла пришло пришли прошу хочу могу нужно нужна нужен сделать делать приложение сотрудник сотрудники клиентов отделение месяц дней часов года лет продавец покупка заказала
`)

/** Russian as typed with Latin letters, folded. */
export const russianLatinWords = words(`
  chto chego kak pochemu potomu zachem gde kogda skolko mojno mozhno nelzya nado nujno hochu hochetsya moya moy moyu moi mne menya tebe vas vam nas nam esli tolko toje uje eshe eshyo ne net est budet bilo bila bili seychas
  dengi deneg kartu kartoy schet scheta spasibo zdravstvuyte zdrastvuyte privet pojaluysta dobriy den rabotaet rabotaete rabotayut prishli prishlo prishla perevel perevela otpravil snyali spisali verni vernite pomogite podskajite
  ochen horosho ploho normalno voobshe poka posle kotoriy kotoraya otdelenie zablokirovali zablokirovana oformit otkrit zakrit izmenit uznat poluchit prilojenie prilojeniye zhdu jdu dney chas chasov pochem etot eta eto etu tak vse
  nravitsya nravitsa krasivo bystro priyatno zvezd vidali vydal vydali zakril zakryl zakrili oformil spisivaete spisali zvonite pishete razreshil chujoy moey moego idut opozdaniem ponyal vse krasavchiki nichego osobennogo sdelali noviy noviye starie horoshaya horoshie plohoy plohaya uznat skazhite skajite podskazhite podskajite hotel hotela bi nelzya bank-to prishel prishlo otvetili otvechaet otvechayut nikto kogo komu chem tozhe uzhe eto eti takie kakoy kakaya kakie kakuyu ostatok protsent skolko stoit perevod prohodit prosit trebuyut rabotal slomalsya sovetuyu rekomenduyu obmanuli ukrali poteryal poteryala zablokiruyte srochno blagodaryu
  vash vasha vashi kto kuda iz dlya pri bez nikak nichego nikto takoy takaya opyat snova dolgo bistro
`)

/** Karakalpak, folded: words Uzbek does not share. */
export const karakalpakWords = words(`
  menin meniń qaldi kerek kerekpe qalay kaday kanday kashan kaerde kayerde neshe nege ushin menen haqqinda hakkinda jok jaksi jaqsi jane hám ham edi eken bolama boladi bolmay bolmadi ete aladi ala alaman aliw aliu beriw etiw qiliw kiliu
  kartam kartamni aksham akshani aksha aqsha puldi jiberdim jiberdi jiberiw keldi kelmedi kelip turdi turip atir atirman atirsiz otir juwap juuap jumis jumisi isleydi islemeydi islemey bugin keshe erten rahmet rakhmet salem assalawma
  sizin sizler bizin olardin osi bul ol sol barlik hamme bir eki ush tort bes alti jeti segiz togiz onda biraq birak yamasa uliwma soraw sorau arza shagim usinis
`)
