export { onAccessChanged } from './access-news.ts'
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
export { changeDepartment, changeDepartmentCalendar, changeOverflow, createDepartment } from './change-department.ts'
export {
  changeOperator,
  createOperator,
  type NewOperator,
  resetPassword,
  setEmail,
  setInterfaceLanguage,
} from './change-operator.ts'
export { calendarChanged, departmentChanged, operatorChanged, presenceChanged, staffSignedIn } from './events.ts'
export {
  accountStates,
  departmentsOf,
  findOperator,
  getOperator,
  listDepartments,
  listHouseDepartments,
  listOperators,
} from './find-operator.ts'
export { firstPassword } from './first-password.ts'
export { importHolidays } from './import-holidays.ts'
export { type Department, type Operator, type Probation, permissionsOf, requirePermission } from './operator.ts'
export { paceSweep } from './pace.ts'
export type { PresentOperator } from './presence.store.ts'
export { dropPresence, leaseMs, listPresent, presenceSweep, renewEveryMs, renewPresence, setPresence } from './presence.ts'
export { probationOf, setProbation } from './probation.ts'
export { forgetView, savedViewsOf, saveView } from './saved-views.ts'
export {
  changeSecondStepRoles,
  confirmEnrolment,
  readSecondStepRoles,
  removeOwnFactor,
  renewRecoveryCodes,
  resealFactors,
  resetFactor,
  secondFactorOf,
  startEnrolment,
} from './second-factor.ts'
export { isProofFresh, proofLastsMs, proveAgain, recordProof, takeSecondStep } from './second-step.ts'
export { type SeededStaff, seedStaff } from './seed-staff.ts'
export type { ListedSession } from './session.store.ts'
export { countEndedSessions, deleteEndedSessions } from './session.store.ts'
export {
  endOtherSessions,
  endSession,
  findSession,
  listAllSessions,
  listOwnSessions,
  sessionIdleMs,
  sessionLongestMs,
  signOut,
} from './sessions.ts'
export { bankName, nameBank, passSetUpStep, putSetUp, readSetUp } from './set-up.ts'
export { changePassword, signIn } from './sign-in.ts'
export { type OidcClaims, operatorOfClaims, signInByOidc } from './sign-in-by-oidc.ts'
export type { CalendarRecord } from './staff.store.ts'
