/** The console in English. */

import { enActions } from './actions/en.ts'
import { enComposer } from './composer/en.ts'
import { enFacts } from './facts/en.ts'
import { enHouse } from './house/en.ts'
import { enManager } from './manager/en.ts'
import { pluralOf } from './plural.ts'
import { enReports } from './reports/en.ts'
import { enScreens } from './screens/en.ts'
import { enSecurity } from './security/en.ts'
import { enTimeline } from './timeline/en.ts'
import type { Dictionary } from './uz-latn.ts'
import { enWords } from './words/en.ts'

const plural = pluralOf('en')

const requests = (n: number) => `${n} ${plural(n, { one: 'request', many: 'requests' })}`

export const en = {
  ...enWords,
  ...enSecurity,
  common: {
    cancel: 'Cancel',
    close: 'Close',
    retry: 'Try again',
    loading: 'Loading',
    unknownFault: 'The server cannot be reached. Check the connection and try again.',
    problemId: (id: string) => `Error number: ${id}`,
    none: '—',
    kilobyte: 'KB',
    megabyte: 'MB',
    skip: 'Skip to the main part',
    percent: (value: string) => `${value}%`,
  },
  signIn: {
    title: 'Request centre',
    lead: 'Sign in for staff',
    login: 'Login',
    password: 'Password',
    submit: 'Sign in',
    hint: 'Forgotten your login? Ask your department’s administrator.',
    about: 'Clients’ written requests: one queue, clear terms, an honest count.',
    points: ['Telegram and the website in one window', 'What is due next is always first', 'Approved templates two keys away'],
    languageLabel: 'Interface language',
  },
  password: {
    title: 'Change your password',
    lead: 'This password was made for you. Set your own before going on.',
    current: 'Current password',
    next: 'New password',
    again: 'New password once more',
    rule: 'At least 12 characters. A long phrase is safer than a short tricky word.',
    different: 'The two passwords differ.',
    submit: 'Save the password',
    done: 'The password is changed.',
  },
  shell: {
    board: 'Board',
    statistics: 'Statistics',
    views: { mine: 'Mine', queue: 'Queue', all_open: 'All open', waiting_client: 'Waiting for client', closed: 'Closed' },
    viewsLabel: 'Views',
    sectionsLabel: 'Sections',
    presence: 'Your presence',
    presenceOn: 'Online: requests are assigned to you',
    presenceOff: 'Away: no new requests are assigned',
    theme: 'Theme',
    themeLight: 'Light',
    themeDark: 'Dark',
    themeAuto: 'As the system',
    language: 'Language',
    sound: 'Sound alerts',
    signOut: 'Sign out',
    changePassword: 'Change password',
    keys: 'List of keys',
    userMenu: 'User menu',
    reconnecting: 'Reconnecting…',
    reconnectingHint: 'What you write is kept. What you missed will come by itself.',
  },
  list: {
    title: 'List of requests',
    search: 'Name, number or text',
    searchLabel: 'Search requests',
    filters: 'Filter',
    filterType: 'Type',
    filterPriority: 'Priority',
    filterChannel: 'Channel',
    clear: 'Clear',
    noMessage: 'No messages',
    youHold: 'Yours',
    bot: 'The bot is answering',
    queue: 'In the queue',
    from: { bot: 'Bot', operator: 'Operator', system: 'System', client: '' },
    found: (n: number) => (n === 0 ? 'Nothing found' : `${requests(n)} found`),
    empty: {
      mine: ['You hold no open requests', 'Take one from the queue, or check that you are online.'],
      queue: ['The queue is empty', 'New requests will appear here.'],
      all_open: ['No open requests', 'Everything is closed. Well done.'],
      waiting_client: ['Nobody is awaited', 'Paused requests stand here.'],
      closed: ['No closed requests', 'Closed ones are kept here.'],
      search: ['Nothing found', 'Try other words or clear the filter.'],
    },
    goToQueue: 'Open the queue',
    selectTitle: 'Choose a request',
    selectText: 'In the list on the left, what is due next stands first.',
    selectKeys: 'next · previous · take · reply',
  },
  due: {
    left: (time: string) => `${time} left`,
    over: (time: string) => `${time} late`,
    paused: 'Paused',
    closedHours: 'Outside hours',
    dueAt: (when: string) => `Due: ${when}`,
    workingTime: 'in working time',
    calendarTime: 'in calendar days',
    answered: 'Answered',
  },
  ...enHouse,
  ...enManager,
  ...enReports,
  ...enScreens,
  ...enTimeline,
  ...enComposer,
  ...enActions,
  ...enFacts,
} satisfies Dictionary
