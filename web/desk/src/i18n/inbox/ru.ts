/** Looking for requests, tabs, drafts and signals, in Russian. */
import type { uzLatnInbox } from './uz-latn.ts'

export const ruInbox = {
  find: {
    here: 'В этом списке',
    everywhere: 'Везде',
    where: 'Где искать',
    lookEverywhere: 'Искать во всех обращениях',
    foundIn: 'Найденное сообщение',
    filterDepartment: 'Подразделение',
    filterTopic: 'Тема',
    filterHolder: 'Ответственный',
    filterLanguage: 'Язык клиента',
    openedFrom: 'Поступило: с',
    openedTo: 'по',
    views: 'Сохранённые представления',
    saveAs: 'Название представления',
    save: 'Сохранить',
    saveHint: 'Текущий поиск и фильтры сохранятся под этим названием.',
    saved: (name) => `«${name}» сохранено`,
    forget: (name) => `Удалить представление «${name}»`,
  },
  tabs: {
    label: 'Открытые обращения',
    close: (name) => `Закрыть: ${name}`,
    unread: 'есть новое сообщение',
    back: 'Назад к списку',
  },
  tabNav: {
    nextTab: 'Следующая вкладка',
    previousTab: 'Предыдущая вкладка',
    closeTab: 'Закрыть вкладку',
  },
  drafts: {
    saved: 'Черновик сохранён',
    onlyHere: 'Черновик только в этом браузере',
    left: (name) => `Неотправленный ответ оставил сотрудник ${name}`,
    takeOver: 'Продолжить',
    leave: 'Не нужно',
  },
  signals: {
    label: 'Уведомления',
    notice: 'Уведомления на рабочем столе',
    counter: 'Счётчик в заголовке вкладки',
    refused: 'Браузер не разрешил уведомления. Разрешите их через значок замка в адресной строке.',
    wrote: (name) => `Новое сообщение: ${name}`,
  },
  files: {
    preview: (name) => `Просмотр: ${name}`,
    drop: 'Отпустите файл здесь',
    open: 'Скачать',
  },
} satisfies typeof uzLatnInbox
