/** Looking for requests, tabs, drafts and signals, in Uzbek, Cyrillic script. */
import type { uzLatnInbox } from './uz-latn.ts'

export const uzCyrlInbox = {
  find: {
    here: 'Шу рўйхатда',
    everywhere: 'Ҳамма жойда',
    where: 'Қаердан қидирилсин',
    lookEverywhere: 'Ҳамма мурожаатлардан қидириш',
    foundIn: 'Топилган хабар',
    filterDepartment: 'Бўлинма',
    filterTopic: 'Мавзу',
    filterHolder: 'Масъул',
    filterLanguage: 'Мижоз тили',
    openedFrom: 'Келган кун: дан',
    openedTo: 'гача',
    views: 'Сақланган кўринишлар',
    saveAs: 'Кўриниш номи',
    save: 'Сақлаш',
    saveHint: 'Ҳозирги қидирув ва саралаш шу ном билан сақланади.',
    saved: (name) => `“${name}” сақланди`,
    forget: (name) => `“${name}” кўринишини ўчириш`,
  },
  tabs: {
    label: 'Очиқ мурожаатлар',
    close: (name) => `Ёпиш: ${name}`,
    unread: 'янги хабар бор',
    back: 'Рўйхатга қайтиш',
  },
  tabNav: {
    nextTab: 'Кейинги варақ',
    previousTab: 'Олдинги варақ',
    closeTab: 'Варақни ёпиш',
  },
  drafts: {
    saved: 'Қоралама сақланди',
    onlyHere: 'Қоралама фақат шу браузерда',
    left: (name) => `${name} юборилмаган жавоб қолдирган`,
    takeOver: 'Давом эттириш',
    leave: 'Керак эмас',
  },
  signals: {
    label: 'Хабарномалар',
    notice: 'Иш столи билдиришномаси',
    counter: 'Варақ сарлавҳасида ҳисоб',
    refused: 'Браузер билдиришномага рухсат бермади. Манзил сатридаги қулф белгисидан рухсат беринг.',
    wrote: (name) => `${name} ёзди`,
  },
  files: {
    preview: (name) => `Кўриш: ${name}`,
    drop: 'Файлни шу ерга ташланг',
    open: 'Юклаб олиш',
  },
} satisfies typeof uzLatnInbox
