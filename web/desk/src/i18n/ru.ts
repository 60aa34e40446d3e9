/** The console in Russian. */

import { ruActions } from './actions/ru.ts'
import { ruComposer } from './composer/ru.ts'
import { ruFacts } from './facts/ru.ts'
import { ruHouse } from './house/ru.ts'
import { ruManager } from './manager/ru.ts'
import { pluralOf } from './plural.ts'
import { ruReports } from './reports/ru.ts'
import { ruScreens } from './screens/ru.ts'
import { ruSecurity } from './security/ru.ts'
import { ruTimeline } from './timeline/ru.ts'
import type { Dictionary } from './uz-latn.ts'
import { ruWords } from './words/ru.ts'

const plural = pluralOf('ru')

const requests = (n: number) => plural(n, { one: 'обращение', few: 'обращения', many: 'обращений' })

export const ru = {
  ...ruWords,
  ...ruSecurity,
  common: {
    cancel: 'Отмена',
    close: 'Закрыть',
    retry: 'Повторить',
    loading: 'Загрузка',
    unknownFault: 'Нет связи с сервером. Проверьте соединение и повторите.',
    problemId: (id: string) => `Номер ошибки: ${id}`,
    none: '—',
    kilobyte: 'КБ',
    megabyte: 'МБ',
    skip: 'К основной части',
    percent: (value: string) => `${value} %`,
  },
  signIn: {
    title: 'Центр обращений',
    lead: 'Вход для сотрудников',
    login: 'Логин',
    password: 'Пароль',
    submit: 'Войти',
    hint: 'Забыли логин? Обратитесь к администратору подразделения.',
    about: 'Письменные обращения клиентов: одна очередь, ясные сроки, честный счёт.',
    points: ['Telegram и сайт в одном окне', 'Самое срочное обращение всегда первое', 'Утверждённые шаблоны в двух клавишах'],
    languageLabel: 'Язык интерфейса',
  },
  password: {
    title: 'Смените пароль',
    lead: 'Этот пароль создан для вас системой. Прежде чем продолжить, задайте свой.',
    current: 'Текущий пароль',
    next: 'Новый пароль',
    again: 'Новый пароль ещё раз',
    rule: 'Не менее 12 знаков. Длинная фраза надёжнее короткого сложного пароля.',
    different: 'Пароли не совпадают.',
    submit: 'Сохранить пароль',
    done: 'Пароль изменён.',
  },
  shell: {
    board: 'Табло',
    statistics: 'Статистика',
    views: { mine: 'Мои', queue: 'Очередь', all_open: 'Все открытые', waiting_client: 'Ждём клиента', closed: 'Закрытые' },
    viewsLabel: 'Представления',
    sectionsLabel: 'Разделы',
    presence: 'Ваш статус',
    presenceOn: 'На месте: обращения назначаются',
    presenceOff: 'Перерыв: новые обращения не назначаются',
    theme: 'Тема',
    themeLight: 'Светлая',
    themeDark: 'Тёмная',
    themeAuto: 'Как в системе',
    language: 'Язык',
    sound: 'Звуковые предупреждения',
    signOut: 'Выйти',
    changePassword: 'Сменить пароль',
    keys: 'Список клавиш',
    userMenu: 'Меню пользователя',
    reconnecting: 'Восстанавливаем связь…',
    reconnectingHint: 'Написанное не пропадёт. Когда связь вернётся, пропущенное придёт само.',
  },
  list: {
    title: 'Список обращений',
    search: 'Имя, номер или текст',
    searchLabel: 'Поиск обращений',
    filters: 'Отбор',
    filterType: 'Тип',
    filterPriority: 'Приоритет',
    filterChannel: 'Канал',
    clear: 'Сбросить',
    noMessage: 'Сообщений нет',
    youHold: 'У вас',
    bot: 'Отвечает бот',
    queue: 'В очереди',
    from: { bot: 'Бот', operator: 'Оператор', system: 'Система', client: '' },
    found: (n: number) => (n === 0 ? 'Ничего не найдено' : `Найдено: ${n} ${requests(n)}`),
    empty: {
      mine: ['У вас нет открытых обращений', 'Возьмите из очереди или проверьте, что ваш статус «На месте».'],
      queue: ['Очередь пуста', 'Новые обращения появятся здесь.'],
      all_open: ['Открытых обращений нет', 'Всё закрыто. Отличная работа.'],
      waiting_client: ['Никого не ждём', 'Здесь стоят приостановленные обращения.'],
      closed: ['Закрытых обращений нет', 'Закрытые хранятся здесь.'],
      search: ['Ничего не найдено', 'Попробуйте другие слова или сбросьте отбор.'],
    },
    goToQueue: 'Открыть очередь',
    selectTitle: 'Выберите обращение',
    selectText: 'В списке слева первым стоит то, чей срок истекает раньше всех.',
    selectKeys: 'следующее · предыдущее · взять · ответить',
  },
  due: {
    left: (time: string) => `осталось ${time}`,
    over: (time: string) => `просрочено на ${time}`,
    paused: 'Приостановлен',
    closedHours: 'Нерабочее время',
    dueAt: (when: string) => `Срок: ${when}`,
    workingTime: 'в рабочем времени',
    calendarTime: 'в календарных днях',
    answered: 'Отвечено',
  },
  ...ruHouse,
  ...ruManager,
  ...ruReports,
  ...ruScreens,
  ...ruTimeline,
  ...ruComposer,
  ...ruActions,
  ...ruFacts,
} satisfies Dictionary
