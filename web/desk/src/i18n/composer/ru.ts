/** Writing to a client, in Russian. */
import { pluralOf } from '../plural.ts'
import type { uzLatnComposer } from './uz-latn.ts'

const plural = pluralOf('ru')

export const ruComposer = {
  composer: {
    label: 'Ответ',
    reply: 'Ответ',
    note: 'Заметка',
    replyTo: (name: string, channel: string) => `Ответ: ${name}, ${channel}`,
    placeholder: 'Напишите ответ. Шаблон — клавиша /',
    notePlaceholder: 'Заметка для коллег. Клиент её не увидит',
    send: 'Отправить',
    sendToMentor: 'Отправить наставнику',
    saveNote: 'Сохранить заметку',
    template: 'Шаблон',
    chars: (n: number, max: number) => `${n} / ${max}`,
    language: (name: string) => `Язык клиента: ${name}`,
    takeFirst: 'Чтобы ответить, сначала возьмите обращение.',
    takeAndReply: 'Взять и ответить',
    heldBy: (name: string) => `Обращение у сотрудника: ${name}. Можно смотреть и писать заметки.`,
    closed: 'Обращение закрыто.',
    reopen: 'Открыть снова',
    noPermission: 'У вас нет права отвечать.',
    clientWrote: 'Пока вы писали, клиент прислал сообщение',
    clientWroteHint: 'Прочтите, при необходимости поправьте ответ и отправьте снова.',
    iHaveRead: 'Прочитал(а)',
    templateFrom: (shortcut: string) => `Шаблон: /${shortcut}`,
    templateDrop: 'Отвязать шаблон',
    missing: (n: number) =>
      `${plural(n, { one: 'Не заполнено', few: 'Не заполнены', many: 'Не заполнено' })} ${n} ${plural(n, { one: 'поле', few: 'поля', many: 'полей' })}. Переход: Tab.`,
    attach: 'Прикрепить файл',
    detach: 'Убрать файл',
    uploading: 'Загружается',
    searchTemplates: 'Поиск шаблона',
    templatesLabel: 'Шаблоны',
    noTemplates: 'Шаблон не найден. Попробуйте другое слово или нажмите Esc.',
    pickHint: 'выбрать · вставить · закрыть',
    keepsNote: 'Режим заметки: этот текст клиенту не уйдёт',
    variables: {
      client_name: 'имя клиента',
      bank_name: 'название банка',
      request_number: 'номер обращения',
      operator_name: 'имя оператора',
      department: 'подразделение',
      answer_by: 'срок ответа',
      opens_at: 'время открытия',
      hotline: 'горячая линия',
      address: 'адрес отделения',
      amount: 'сумма',
      date: 'дата',
    },
  },
} satisfies typeof uzLatnComposer
