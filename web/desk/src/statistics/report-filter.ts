import { type ReportCut, reportCuts } from '#contracts'
import type { Query } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import type { Period } from './period.ts'

/** What a report is narrowed to: at most one word of each dimension. */
export type ReportFilter = { readonly period: Period; readonly only: Readonly<Partial<Record<ReportCut, string>>> }

const parameterOf: Readonly<Partial<Record<ReportCut, string>>> = { department: 'departmentId', operator: 'operatorId' }

export const narrowBy = (cut: ReportCut, value: string): Query => ({ [parameterOf[cut] ?? cut]: value })

/** As the routes of statistics read it. */
export function queryOf({ period, only }: ReportFilter): Query {
  const narrowed = reportCuts.flatMap((cut) => (only[cut] === undefined ? [] : [narrowBy(cut, only[cut])]))
  return Object.assign({ ...period }, ...narrowed) as Query
}

/** What a word of a dimension is called on the screen. */
export function useCutNames(): (cut: ReportCut, value: string) => string {
  const { t } = useI18n()
  const { topicName, departmentName, operatorName } = useConsole()
  const words: Readonly<Record<ReportCut, (value: string) => string | undefined>> = {
    channel: (value) => (t.words.channels as Record<string, string>)[value],
    type: (value) => (t.words.types as Record<string, string>)[value],
    priority: (value) => (t.words.priorities as Record<string, string>)[value],
    language: (value) => (t.words.detected as Record<string, string>)[value],
    by: (value) => (t.manager.cuts.byWho as Record<string, string>)[value],
    topic: topicName,
    department: departmentName,
    operator: operatorName,
  }
  return (cut, value) => (value === '' ? t.manager.cuts.nobody : (words[cut](value) ?? value))
}
