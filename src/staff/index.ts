export { calendarMonth } from './calendar-month.ts'
export {
  changeCalendar,
  createCalendar,
  getCalendar,
  listCalendars,
  loadCalendars,
  soundRules,
  type WorkCalendar,
  type WorkCalendars,
} from './calendars.ts'
export { changeDepartmentCalendar, changeOverflow } from './change-department.ts'
export { changeOperator, createOperator, type NewOperator, resetPassword, setInterfaceLanguage } from './change-operator.ts'
export { calendarChanged, operatorChanged, presenceChanged, staffSignedIn } from './events.ts'
export { departmentsOf, findOperator, getOperator, listDepartments, listOperators } from './find-operator.ts'
export { importHolidays } from './import-holidays.ts'
export { type Department, type Operator, permissionsOf, requirePermission } from './operator.ts'
export type { PresentOperator } from './presence.store.ts'
export { dropPresence, leaseMs, listPresent, presenceSweep, renewEveryMs, renewPresence, setPresence } from './presence.ts'
export { forgetView, savedViewsOf, saveView } from './saved-views.ts'
export { type SeededStaff, seedStaff } from './seed-staff.ts'
export { countEndedSessions, deleteEndedSessions } from './session.store.ts'
export { changePassword, findSession, sessionIdleMs, sessionLongestMs, signIn, signOut } from './sign-in.ts'
export type { CalendarRecord } from './staff.store.ts'
