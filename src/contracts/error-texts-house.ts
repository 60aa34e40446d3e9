/** What a person reads when something about the house's own people and departments is refused. */
import type { Language } from './vocabulary.ts'

const uzLatn = {
  'operator.login_taken': 'Bunday loginli xodim bor. Boshqa login tanlang.',
  'operator.last_administrator': 'Bu oxirgi administrator. Avval boshqa xodimga administrator roli bering.',
  'operator.yourself':
    'O‘z hisobingizni o‘chirib yoki o‘zingizdan administrator rolini olib bo‘lmaydi. Buni boshqa administrator qiladi.',
  'department.code_taken': 'Bunday kodli bo‘linma bor. Boshqa kod tanlang.',
  'department.in_use':
    'Bo‘linma hali kerak: unga mavzular, ochiq murojaatlar yoki boshqa bo‘linma ishlari yo‘naltirilgan. Avval ularni ko‘chiring.',
  'department.last': 'Bu oxirgi bo‘linma. Kamida bitta bo‘linma ishlashi kerak.',
}
export type HouseErrorCode = keyof typeof uzLatn

const uzCyrl: Record<HouseErrorCode, string> = {
  'operator.login_taken': 'Бундай логинли ходим бор. Бошқа логин танланг.',
  'operator.last_administrator': 'Бу охирги администратор. Аввал бошқа ходимга администратор ролини беринг.',
  'operator.yourself':
    'Ўз ҳисобингизни ўчириб ёки ўзингиздан администратор ролини олиб бўлмайди. Буни бошқа администратор қилади.',
  'department.code_taken': 'Бундай кодли бўлинма бор. Бошқа код танланг.',
  'department.in_use':
    'Бўлинма ҳали керак: унга мавзулар, очиқ мурожаатлар ёки бошқа бўлинма ишлари йўналтирилган. Аввал уларни кўчиринг.',
  'department.last': 'Бу охирги бўлинма. Камида битта бўлинма ишлаши керак.',
}

const ru: Record<HouseErrorCode, string> = {
  'operator.login_taken': 'Сотрудник с таким логином уже есть. Выберите другой логин.',
  'operator.last_administrator': 'Это последний администратор. Сначала дайте роль администратора другому сотруднику.',
  'operator.yourself': 'Нельзя отключить самого себя или снять с себя роль администратора. Это делает другой администратор.',
  'department.code_taken': 'Подразделение с таким кодом уже есть. Выберите другой код.',
  'department.in_use':
    'Подразделение ещё нужно: на него направлены темы, открытые обращения или работа другого подразделения. Сначала перенесите их.',
  'department.last': 'Это последнее подразделение. Хотя бы одно должно работать.',
}

const en: Record<HouseErrorCode, string> = {
  'operator.login_taken': 'There is a member of staff with this login. Choose another one.',
  'operator.last_administrator': 'This is the last administrator. Give the role to somebody else first.',
  'operator.yourself':
    'You cannot switch yourself off or take the administrator’s role from yourself. Another administrator does that.',
  'department.code_taken': 'There is a department with this code. Choose another one.',
  'department.in_use':
    'The department is still needed: topics, open requests or another department’s work lead there. Move them first.',
  'department.last': 'This is the last department. At least one must work.',
}

export const houseErrorTexts: Record<Language, Record<HouseErrorCode, string>> = {
  'uz-Latn': uzLatn,
  'uz-Cyrl': uzCyrl,
  ru,
  en,
}
