/** What the program itself can fill into a template: from the request, the client, the operator and the calendar. */
import type { Language, Visibility } from '#contracts'
import { Language as LanguageSchema } from '#contracts'
import { type ConversationView, clocksOfRequest, type RequestView } from '#inbox'
import type { Ctx } from '#platform'
import { bankName, type Operator } from '#staff'
import type { Promises } from '../clocks/promises.ts'

/** The language to answer in: asked for, else the one of the matter, else the client's own, else Uzbek in Latin script. */
export function answerLanguage(asked: Language | undefined, request: string, client: string | null): Language {
  if (asked !== undefined) return asked
  for (const each of [request, client]) {
    const parsed = LanguageSchema.safeParse(each)
    if (parsed.success) return parsed.data
  }
  return 'uz-Latn'
}

/**
 * Names with the values known now; a name that is not in the result has no value. The client's name is left out in public,
 * where a reply must not even confirm that the author is a client, and where what the channel shows is hardly a name.
 */
export async function standardVariables(
  ctx: Ctx,
  given: { request: RequestView; conversation: ConversationView; operator: Operator; promises: Promises; language: Language },
): Promise<Record<string, string>> {
  const { request, conversation, operator, promises, language } = given
  const calendar = promises.calendarOf(request.departmentId).time
  const [clocks, bank] = await Promise.all([clocksOfRequest(ctx, null, request.id), bankName(ctx)])
  const statutory = clocks.find(({ kind, state }) => kind === 'statutory' && state !== 'cancelled')
  const variables: Record<string, string | undefined> = {
    client_name: addressOf(conversation.contactName, conversation.visibility),
    bank_name: bank ?? undefined,
    request_number: request.number,
    operator_name: operator.displayName,
    department: promises.departments.get(request.departmentId)?.names[language],
    // The last moment belongs to the day that ends with it.
    answer_by: statutory?.dueAt ? localDate(new Date(statutory.dueAt.getTime() - 1), calendar.timeZone) : undefined,
    opens_at: localMoment(new Date(calendar.nextOpeningAt(ctx.clock.now().getTime())), calendar.timeZone),
  }
  return Object.fromEntries(Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

const longestName = 40

/** A name one can be addressed by: letters and what stands between them; emoji, numbers and slogans are not. */
function addressOf(displayName: string, visibility: Visibility): string | undefined {
  const name = displayName.trim()
  const isName = name.length > 1 && name.length <= longestName && /^[\p{L}\p{M}][\p{L}\p{M}ʻʼ‘’'` .-]*$/u.test(name)
  return visibility === 'private' && isName ? name : undefined
}

/** 23.11.2026, as all four languages write it here. */
function localDate(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('ru-RU', { timeZone, day: '2-digit', month: '2-digit', year: 'numeric' }).format(at)
}

function localMoment(at: Date, timeZone: string): string {
  const time = new Intl.DateTimeFormat('ru-RU', { timeZone, hour: 'numeric', minute: '2-digit', hourCycle: 'h23' }).format(at)
  return `${localDate(at, timeZone)}, ${time}`
}
