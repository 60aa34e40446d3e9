import { createContext, type ReactNode, useContext, useMemo } from 'react'
import {
  compileCalendar,
  type Directory,
  type FourTexts,
  type Me,
  type OperatorView,
  type Permission,
  type WorkingTime,
} from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { useLive } from '../live/use-live.tsx'

export type Console = {
  readonly me: Me
  readonly directory: Directory
  may(permission: Permission): boolean
  /** Names by id or code in the language of the screen; the id itself where it is not known. */
  departmentName(id: string): string
  topicName(code: string): string
  operatorName(id: string): string
  /** Working time of the department's calendar; null where it is not known. */
  workingTime(departmentId: string): WorkingTime | null
}

const ConsoleContext = createContext<Console | null>(null)

function compileAll(directory: Directory): Map<string, WorkingTime> {
  const byCalendar = new Map(directory.calendars.map((one) => [one.id, compileCalendar(one.rules)]))
  const byDepartment = new Map<string, WorkingTime>()
  for (const { id, calendarId } of directory.departments) {
    const compiled = byCalendar.get(calendarId)
    if (compiled) byDepartment.set(id, compiled)
  }
  return byDepartment
}

/** What every pane names things by: who is signed in, the directory, and working time. */
export function ConsoleProvider({ me, directory, children }: { me: Me; directory: Directory; children: ReactNode }) {
  const { language } = useI18n()
  const value = useMemo<Console>(() => {
    const named = (names: FourTexts | undefined, fallback: string) => names?.[language] || fallback
    const departments = new Map([...directory.formerDepartments, ...directory.departments].map((one) => [one.id, one.names]))
    const topics = new Map(directory.topics.map((one) => [one.code, one.names]))
    const operators = new Map(directory.operators.map((one) => [one.id, one.displayName]))
    const working = compileAll(directory)
    const permissions = new Set<Permission>(me.permissions)
    return {
      me,
      directory,
      may: (permission) => permissions.has(permission),
      departmentName: (id) => named(departments.get(id), id),
      topicName: (code) => named(topics.get(code), code),
      operatorName: (id) => operators.get(id) ?? id,
      workingTime: (departmentId) => working.get(departmentId) ?? null,
    }
  }, [me, directory, language])
  return <ConsoleContext value={value}>{children}</ConsoleContext>
}

export function useConsole(): Console {
  const value = useContext(ConsoleContext)
  if (!value) throw new Error('useConsole is used outside ConsoleProvider')
  return value
}

/** Staff with their presence and load as last heard: the directory at sign-in, frames since. */
export function useOperators(): OperatorView[] {
  const { directory } = useConsole()
  const live = useLive((state) => state.operators)
  return useMemo(() => {
    const merged = new Map(directory.operators.map((operator) => [operator.id, operator]))
    for (const [id, known] of live) merged.set(id, known.value)
    return [...merged.values()]
  }, [directory, live])
}
