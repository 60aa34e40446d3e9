/** What a person reads when something about statistics and reports is refused. */
import type { Language } from './vocabulary.ts'

const uzLatn = {
  'request.not_held': 'Murojaatni hozir hech bir xodim yuritmayapti. Ichki eslatma qoldiring.',
  'report.measure_unknown': 'Bunday ko‘rsatkich yo‘q. Sahifani yangilang.',
  'report.schedule_not_found': 'Bunday rejalashtirilgan hisobot yo‘q.',
  'report.alert_not_found': 'Bunday ogohlantirish yo‘q. Sahifani yangilang.',
  'report.mail_not_configured': 'Elektron pochta sozlanmagan. Administrator SMTP_URL va MAIL_FROM ni belgilasin.',
  'report.chat_not_reachable': 'Bot bu chatga yoza olmadi. Botni chatga qo‘shing va chat raqamini tekshiring.',
}
export type ReportErrorCode = keyof typeof uzLatn

const uzCyrl: Record<ReportErrorCode, string> = {
  'request.not_held': 'Мурожаатни ҳозир ҳеч бир ходим юритмаяпти. Ички эслатма қолдиринг.',
  'report.measure_unknown': 'Бундай кўрсаткич йўқ. Саҳифани янгиланг.',
  'report.schedule_not_found': 'Бундай режалаштирилган ҳисобот йўқ.',
  'report.alert_not_found': 'Бундай огоҳлантириш йўқ. Саҳифани янгиланг.',
  'report.mail_not_configured': 'Электрон почта созланмаган. Администратор SMTP_URL ва MAIL_FROM ни белгиласин.',
  'report.chat_not_reachable': 'Бот бу чатга ёза олмади. Ботни чатга қўшинг ва чат рақамини текширинг.',
}

const ru: Record<ReportErrorCode, string> = {
  'request.not_held': 'Обращение сейчас не ведёт ни один сотрудник. Оставьте внутреннюю заметку.',
  'report.measure_unknown': 'Такого показателя нет. Обновите страницу.',
  'report.schedule_not_found': 'Такого отчёта по расписанию нет.',
  'report.alert_not_found': 'Такого предупреждения нет. Обновите страницу.',
  'report.mail_not_configured': 'Электронная почта не настроена. Администратор задаёт SMTP_URL и MAIL_FROM.',
  'report.chat_not_reachable': 'Бот не может написать в этот чат. Добавьте бота в чат и проверьте его номер.',
}

const en: Record<ReportErrorCode, string> = {
  'request.not_held': 'Nobody holds this request now. Leave an internal note.',
  'report.measure_unknown': 'There is no such figure. Reload the page.',
  'report.schedule_not_found': 'There is no such scheduled report.',
  'report.alert_not_found': 'There is no such alert. Reload the page.',
  'report.mail_not_configured': 'E-mail is not set up. An administrator sets SMTP_URL and MAIL_FROM.',
  'report.chat_not_reachable': 'The bot cannot write to this chat. Add the bot to it and check its number.',
}

export const reportErrorTexts: Record<Language, Record<ReportErrorCode, string>> = {
  'uz-Latn': uzLatn,
  'uz-Cyrl': uzCyrl,
  ru,
  en,
}
