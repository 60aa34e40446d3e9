import { useMemo } from 'react'
import type { RequestSummary } from '#contracts'
import { bankTimeZone } from '../i18n/format.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'

const date = new Intl.DateTimeFormat('ru-RU', { timeZone: bankTimeZone, day: '2-digit', month: '2-digit', year: 'numeric' })
const time = new Intl.DateTimeFormat('ru-RU', { timeZone: bankTimeZone, hour: 'numeric', minute: '2-digit', hourCycle: 'h23' })
const longestName = 40

/** A public reply must not confirm that the author is a client, and what a channel shows is not always a name. */
function addressOf(request: RequestSummary): string {
  const name = request.contactName.trim()
  const isName = name.length > 1 && name.length <= longestName && /^[\p{L}\p{M}][\p{L}\p{M}ʻʼ‘’'` .-]*$/u.test(name)
  return request.visibility === 'private' && isName ? name : ''
}

/** What the hub fills into a template by itself, so that the operator reads what the client will. */
export function useKnownVariables(request: RequestSummary): Readonly<Record<string, string>> {
  const { me, directory, departmentName, workingTime } = useConsole()
  const { language } = useI18n()
  // biome-ignore lint/correctness/useExhaustiveDependencies: department names change with the language.
  return useMemo(() => {
    const statutory = request.clocks.find((clock) => clock.kind === 'statutory' && clock.state !== 'cancelled')
    const opens = workingTime(request.departmentId)?.nextOpeningAt(Date.now())
    return {
      client_name: addressOf(request),
      bank_name: directory.bankName ?? '',
      request_number: request.number,
      operator_name: me.displayName,
      department: departmentName(request.departmentId),
      // The last moment belongs to the day that ends with it.
      answer_by: statutory?.dueAt ? date.format(Date.parse(statutory.dueAt) - 1) : '',
      opens_at: opens === undefined ? '' : `${date.format(opens)}, ${time.format(opens)}`,
    }
  }, [request, me, directory, language, departmentName, workingTime])
}
