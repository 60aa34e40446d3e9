/** What a person reads when words cannot be sent or approved: a reply, a template. */
import type { Language } from './vocabulary.ts'

const uzLatn = {
  'reply.client_wrote_meanwhile': 'Siz yozayotganda mijoz yangi xabar yubordi. O‘qib chiqing va qayta yuboring.',
  'reply.window_closed': 'Bu kanalda javob berish muddati tugagan.',
  'reply.guarded': 'Javobda maxfiy ma’lumot bor yoki so‘ralgan. Belgilangan joyni tuzating.',
  'reply.template_required':
    'Bu yerda faqat tasdiqlangan shablon bilan javob beriladi. Shablonni tanlang va matnini o‘zgartirmay yuboring.',
  'template.not_found': 'Shablon topilmadi.',
  'template.not_published': 'Shablon tasdiqlanmagan yoki bekor qilingan.',
  'template.variable_missing': 'Shablonning majburiy maydoni bo‘sh.',
  'template.variable_mistyped':
    'Shablon maydoniga mos kelmaydigan qiymat kiritildi. Raqam, sana yoki ro‘yxatdagi qiymatni kiriting.',
  'template.language_missing': 'Shablonning bu tildagi matni yo‘q.',
  'template.approver_is_author': 'Shablonni uni yozgan kishi tasdiqlay olmaydi. Boshqa xodim tasdiqlashi kerak.',
  'template.text_stale': 'Shablonning ba’zi tildagi matnlari eskirgan. Ularni yangilang yoki to‘g‘riligini tasdiqlang.',
  'template.changed_meanwhile': 'Shablon bu orada boshqa holatga o‘tgan. Yangi holatini ko‘rib, qayta urinib ko‘ring.',
  'template.shortcut_taken': 'Bu qisqa nom band. Boshqasini tanlang.',
}
export type WordsErrorCode = keyof typeof uzLatn

const uzCyrl: Record<WordsErrorCode, string> = {
  'reply.client_wrote_meanwhile': 'Сиз ёзаётганда мижоз янги хабар юборди. Ўқиб чиқинг ва қайта юборинг.',
  'reply.window_closed': 'Бу каналда жавоб бериш муддати тугаган.',
  'reply.guarded': 'Жавобда махфий маълумот бор ёки сўралган. Белгиланган жойни тузатинг.',
  'reply.template_required':
    'Бу ерда фақат тасдиқланган шаблон билан жавоб берилади. Шаблонни танланг ва матнини ўзгартирмай юборинг.',
  'template.not_found': 'Шаблон топилмади.',
  'template.not_published': 'Шаблон тасдиқланмаган ёки бекор қилинган.',
  'template.variable_missing': 'Шаблоннинг мажбурий майдони бўш.',
  'template.variable_mistyped':
    'Шаблон майдонига мос келмайдиган қиймат киритилди. Рақам, сана ёки рўйхатдаги қийматни киритинг.',
  'template.language_missing': 'Шаблоннинг бу тилдаги матни йўқ.',
  'template.approver_is_author': 'Шаблонни уни ёзган киши тасдиқлай олмайди. Бошқа ходим тасдиқлаши керак.',
  'template.text_stale': 'Шаблоннинг баъзи тилдаги матнлари эскирган. Уларни янгиланг ёки тўғрилигини тасдиқланг.',
  'template.changed_meanwhile': 'Шаблон бу орада бошқа ҳолатга ўтган. Янги ҳолатини кўриб, қайта уриниб кўринг.',
  'template.shortcut_taken': 'Бу қисқа ном банд. Бошқасини танланг.',
}

const ru: Record<WordsErrorCode, string> = {
  'reply.client_wrote_meanwhile': 'Пока вы писали, клиент прислал новое сообщение. Прочтите его и отправьте снова.',
  'reply.window_closed': 'Срок ответа в этом канале истёк.',
  'reply.guarded': 'Ответ содержит или запрашивает секретные данные. Исправьте отмеченное место.',
  'reply.template_required': 'Здесь отвечают только утверждённым шаблоном. Выберите шаблон и отправьте его без изменений.',
  'template.not_found': 'Шаблон не найден.',
  'template.not_published': 'Шаблон не утверждён или отозван.',
  'template.variable_missing': 'Не заполнено обязательное поле шаблона.',
  'template.variable_mistyped': 'Значение не подходит к полю шаблона. Введите число, дату или значение из списка.',
  'template.language_missing': 'У шаблона нет текста на этом языке.',
  'template.approver_is_author': 'Автор шаблона не может утвердить его сам. Это должен сделать другой сотрудник.',
  'template.text_stale': 'Тексты шаблона на некоторых языках устарели. Обновите их или подтвердите, что они верны.',
  'template.changed_meanwhile': 'Шаблон за это время перешёл в другое состояние. Посмотрите, что изменилось, и повторите.',
  'template.shortcut_taken': 'Это короткое имя уже занято. Выберите другое.',
}

const en: Record<WordsErrorCode, string> = {
  'reply.client_wrote_meanwhile': 'The client wrote while you were typing. Read it and send again.',
  'reply.window_closed': "This channel's time for replying is over.",
  'reply.guarded': 'The reply contains or asks for secret data. Mend the marked place.',
  'reply.template_required': 'Only an approved template may be sent here. Choose a template and send it unchanged.',
  'template.not_found': 'The template was not found.',
  'template.not_published': 'The template is not approved or was withdrawn.',
  'template.variable_missing': 'A required field of the template is empty.',
  'template.variable_mistyped': "The value does not fit the template's field. Enter a number, a date or a value from the list.",
  'template.language_missing': 'The template has no text in this language.',
  'template.approver_is_author': 'Whoever wrote a template cannot approve it. Another person has to.',
  'template.text_stale': "Some of the template's texts are out of date. Update them or confirm that they are right.",
  'template.changed_meanwhile': 'The template has moved to another state meanwhile. See what changed and try again.',
  'template.shortcut_taken': 'This shortcut is taken. Choose another one.',
}

export const wordsErrorTexts: Record<Language, Record<WordsErrorCode, string>> = {
  'uz-Latn': uzLatn,
  'uz-Cyrl': uzCyrl,
  ru,
  en,
}
