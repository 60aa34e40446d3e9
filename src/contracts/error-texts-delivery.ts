/** What a person reads when something about delivery, the public or the bank's other systems is refused. */
import type { Language } from './vocabulary.ts'

const uzLatn = {
  'reply.needs_second_person': 'Ommaviy javob uchun tasdiqlangan shablon yoki ikkinchi xodimning roziligi kerak.',
  'asked_reply.not_found': 'Tasdiq kutayotgan bunday javob yo‘q.',
  'asked_reply.already_decided': 'Bu javob bo‘yicha qaror qabul qilingan.',
  'asked_reply.same_person': 'Javobni uni yozmagan boshqa xodim tasdiqlaydi.',
  'asked_reply.not_your_turn': 'Bu javobni hozircha murabbiy yoki supervayzer ko‘rib chiqadi.',
  'private_reply.already_sent': 'Bu izohga shaxsiy javob yuborilgan. Kanal faqat bittasiga ruxsat beradi.',
  'private_reply.not_possible': 'Bu xabarga shaxsiy javob yuborib bo‘lmaydi.',
  'delivery.not_found': 'Bunday yetkazish topilmadi.',
  'delivery.already_handled': 'Bu yetkazilmagan xabar bilan shug‘ullanib bo‘lingan.',
  'comment.action_refused': 'Kanal bu amalni bajarmadi.',
  'account.not_found': 'Bunday kanal hisobi yo‘q.',
  'channel.credentials_refused': 'Kanal bu kirish ma’lumotlarini qabul qilmadi. Tokenni va ilova sirini tekshiring.',
  'webhook.not_found': 'Bunday vebxuk yo‘q.',
  'webhook.url_refused': 'Bu manzilga ma’lumot yuborib bo‘lmaydi. https manzilini kiriting.',
  'attachment.infected': 'Faylda zararli dastur topildi. U qabul qilinmadi.',
  'attachment.channel_refuses': 'Bu kanal bunday faylni qabul qilmaydi. Uni olib tashlang yoki boshqa kanalda yuboring.',
}
export type DeliveryErrorCode = keyof typeof uzLatn

const uzCyrl: Record<DeliveryErrorCode, string> = {
  'reply.needs_second_person': 'Оммавий жавоб учун тасдиқланган шаблон ёки иккинчи ходимнинг розилиги керак.',
  'asked_reply.not_found': 'Тасдиқ кутаётган бундай жавоб йўқ.',
  'asked_reply.already_decided': 'Бу жавоб бўйича қарор қабул қилинган.',
  'asked_reply.same_person': 'Жавобни уни ёзмаган бошқа ходим тасдиқлайди.',
  'asked_reply.not_your_turn': 'Бу жавобни ҳозирча мураббий ёки супервайзер кўриб чиқади.',
  'private_reply.already_sent': 'Бу изоҳга шахсий жавоб юборилган. Канал фақат биттасига рухсат беради.',
  'private_reply.not_possible': 'Бу хабарга шахсий жавоб юбориб бўлмайди.',
  'delivery.not_found': 'Бундай етказиш топилмади.',
  'delivery.already_handled': 'Бу етказилмаган хабар билан шуғулланиб бўлинган.',
  'comment.action_refused': 'Канал бу амални бажармади.',
  'account.not_found': 'Бундай канал ҳисоби йўқ.',
  'channel.credentials_refused': 'Канал бу кириш маълумотларини қабул қилмади. Токенни ва илова сирини текширинг.',
  'webhook.not_found': 'Бундай вебхук йўқ.',
  'webhook.url_refused': 'Бу манзилга маълумот юбориб бўлмайди. https манзилини киритинг.',
  'attachment.infected': 'Файлда зарарли дастур топилди. У қабул қилинмади.',
  'attachment.channel_refuses': 'Бу канал бундай файлни қабул қилмайди. Уни олиб ташланг ёки бошқа каналда юборинг.',
}

const ru: Record<DeliveryErrorCode, string> = {
  'reply.needs_second_person': 'Для ответа на виду у всех нужен одобренный шаблон или согласие второго сотрудника.',
  'asked_reply.not_found': 'Нет такого ответа, ожидающего согласия.',
  'asked_reply.already_decided': 'По этому ответу решение уже принято.',
  'asked_reply.same_person': 'Ответ должен одобрить другой сотрудник, не его автор.',
  'asked_reply.not_your_turn': 'Этот ответ пока рассматривает наставник или супервайзер.',
  'private_reply.already_sent': 'На этот комментарий личный ответ уже отправлен. Канал разрешает только один.',
  'private_reply.not_possible': 'На это сообщение нельзя ответить лично.',
  'delivery.not_found': 'Такая доставка не найдена.',
  'delivery.already_handled': 'Этим недоставленным сообщением уже занялись.',
  'comment.action_refused': 'Канал не выполнил это действие.',
  'account.not_found': 'Такой учётной записи канала нет.',
  'channel.credentials_refused': 'Канал не принял эти данные доступа. Проверьте токен и секрет приложения.',
  'webhook.not_found': 'Такого вебхука нет.',
  'webhook.url_refused': 'На этот адрес отправлять нельзя. Укажите адрес https.',
  'attachment.infected': 'В файле найдена вредоносная программа. Он не принят.',
  'attachment.channel_refuses': 'Этот канал не принимает такой файл. Уберите его или отправьте в другом канале.',
}

const en: Record<DeliveryErrorCode, string> = {
  'reply.needs_second_person': 'A reply everybody can read needs an approved template or the consent of a second person.',
  'asked_reply.not_found': 'There is no such reply waiting for consent.',
  'asked_reply.already_decided': 'This reply has already been decided on.',
  'asked_reply.same_person': 'Somebody other than its writer must approve the reply.',
  'asked_reply.not_your_turn': 'For now this reply is for the mentor or a supervisor to read.',
  'private_reply.already_sent': 'This comment has had its private reply. The channel allows only one.',
  'private_reply.not_possible': 'A private reply to this message is not possible.',
  'delivery.not_found': 'The delivery was not found.',
  'delivery.already_handled': 'This undelivered message has been dealt with already.',
  'comment.action_refused': 'The channel did not carry out this action.',
  'account.not_found': 'There is no such channel account.',
  'channel.credentials_refused': 'The channel did not accept these credentials. Check the token and the app secret.',
  'webhook.not_found': 'There is no such webhook.',
  'webhook.url_refused': 'Nothing may be sent to this address. Give an https address.',
  'attachment.infected': 'The file carries malware and was not accepted.',
  'attachment.channel_refuses': 'This channel does not take such a file. Remove it, or send it on another channel.',
}

export const deliveryErrorTexts: Record<Language, Record<DeliveryErrorCode, string>> = {
  'uz-Latn': uzLatn,
  'uz-Cyrl': uzCyrl,
  ru,
  en,
}
