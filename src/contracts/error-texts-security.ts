/** What a person reads when something about signing in, the second step or a session is refused. */
import type { Language } from './vocabulary.ts'

const uzLatn = {
  'session.not_found': 'Bunday ochiq seans yo‘q.',
  'session.second_step_required': 'Kirish uchun autentifikator kodini kiriting.',
  'session.enrolment_required': 'Davom etish uchun avval autentifikatorni ulang.',
  'session.proof_required': 'Bu amal uchun kimligingizni yana bir bor tasdiqlang.',
  'login.unknown_person': 'Bu tizimda sizning hisobingiz yo‘q yoki u o‘chirilgan. Administratorga murojaat qiling.',
  'operator.email_taken': 'Bu elektron manzil boshqa xodimga biriktirilgan.',
  'second_step.failed': 'Kod noto‘g‘ri yoki undan foydalanilgan. Yangi kodni kiriting.',
  'second_step.not_asked': 'Bu seansda kod so‘ralmagan. Qayta kiring.',
  'second_step.already_on': 'Autentifikator allaqachon ulangan.',
  'second_step.not_on': 'Autentifikator ulanmagan.',
  'second_step.required': 'Sizning rolingizda autentifikator majburiy, uni o‘chirib bo‘lmaydi.',
  'oidc.not_configured': 'Bankning yagona kirish tizimi ulanmagan.',
  'oidc.unavailable': 'Bankning yagona kirish tizimi javob bermayapti. Birozdan so‘ng qayta urinib ko‘ring.',
  'oidc.refused': 'Bankning yagona kirish tizimi orqali kirib bo‘lmadi. Qaytadan boshlang.',
}
export type SecurityErrorCode = keyof typeof uzLatn

const uzCyrl: Record<SecurityErrorCode, string> = {
  'session.not_found': 'Бундай очиқ сеанс йўқ.',
  'session.second_step_required': 'Кириш учун аутентификатор кодини киритинг.',
  'session.enrolment_required': 'Давом этиш учун аввал аутентификаторни уланг.',
  'session.proof_required': 'Бу амал учун кимлигингизни яна бир бор тасдиқланг.',
  'login.unknown_person': 'Бу тизимда сизнинг ҳисобингиз йўқ ёки у ўчирилган. Администраторга мурожаат қилинг.',
  'operator.email_taken': 'Бу электрон манзил бошқа ходимга бириктирилган.',
  'second_step.failed': 'Код нотўғри ёки ундан фойдаланилган. Янги кодни киритинг.',
  'second_step.not_asked': 'Бу сеансда код сўралмаган. Қайта киринг.',
  'second_step.already_on': 'Аутентификатор аллақачон уланган.',
  'second_step.not_on': 'Аутентификатор уланмаган.',
  'second_step.required': 'Сизнинг ролингизда аутентификатор мажбурий, уни ўчириб бўлмайди.',
  'oidc.not_configured': 'Банкнинг ягона кириш тизими уланмаган.',
  'oidc.unavailable': 'Банкнинг ягона кириш тизими жавоб бермаяпти. Бироздан сўнг қайта уриниб кўринг.',
  'oidc.refused': 'Банкнинг ягона кириш тизими орқали кириб бўлмади. Қайтадан бошланг.',
}

const ru: Record<SecurityErrorCode, string> = {
  'session.not_found': 'Такого открытого сеанса нет.',
  'session.second_step_required': 'Чтобы войти, введите код из приложения-аутентификатора.',
  'session.enrolment_required': 'Чтобы продолжить, сначала подключите аутентификатор.',
  'session.proof_required': 'Для этого действия подтвердите ещё раз, что это вы.',
  'login.unknown_person': 'В этой системе у вас нет учётной записи, или она отключена. Обратитесь к администратору.',
  'operator.email_taken': 'Этот адрес электронной почты уже у другого сотрудника.',
  'second_step.failed': 'Код неверен или уже использован. Введите новый код.',
  'second_step.not_asked': 'В этом сеансе код не запрашивался. Войдите заново.',
  'second_step.already_on': 'Аутентификатор уже подключён.',
  'second_step.not_on': 'Аутентификатор не подключён.',
  'second_step.required': 'Для вашей роли аутентификатор обязателен, отключить его нельзя.',
  'oidc.not_configured': 'Единый вход банка не подключён.',
  'oidc.unavailable': 'Единый вход банка не отвечает. Попробуйте чуть позже.',
  'oidc.refused': 'Не удалось войти через единый вход банка. Начните заново.',
}

const en: Record<SecurityErrorCode, string> = {
  'session.not_found': 'There is no such open session.',
  'session.second_step_required': 'Enter the code of your authenticator to sign in.',
  'session.enrolment_required': 'Set up your authenticator first.',
  'session.proof_required': 'Prove once more that it is you.',
  'login.unknown_person': 'You have no account here, or it is switched off. Ask an administrator.',
  'operator.email_taken': 'Another member of staff has this e-mail address.',
  'second_step.failed': 'The code is wrong or was used before. Enter a new one.',
  'second_step.not_asked': 'This session asks for no code. Sign in again.',
  'second_step.already_on': 'The authenticator is set up already.',
  'second_step.not_on': 'No authenticator is set up.',
  'second_step.required': 'Your role requires an authenticator; it cannot be switched off.',
  'oidc.not_configured': 'The bank’s single sign-on is not set up.',
  'oidc.unavailable': 'The bank’s single sign-on does not answer. Try again in a moment.',
  'oidc.refused': 'Signing in through the bank’s single sign-on did not work. Start again.',
}

export const securityErrorTexts: Record<Language, Record<SecurityErrorCode, string>> = {
  'uz-Latn': uzLatn,
  'uz-Cyrl': uzCyrl,
  ru,
  en,
}
