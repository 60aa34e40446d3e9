/** Everything about a request's time beside its clocks, as the console shows it. */
import type { AppealView, ExtensionView, LegalState, RequestTime } from '#contracts'
import {
  type AppealRecord,
  appealOf,
  clocksOfRequest,
  escalationsOf,
  extensionOf,
  followUpOf,
  getRequest,
  innerWaitsOf,
  type ProvedExtension,
  repeatOf,
} from '#inbox'
import { AppError, dayMs, type RequestId } from '#kernel'
import type { Ctx } from '#platform'
import { legalClock, registrationOf } from './legal-term.ts'
import { loadPromises } from './promises.ts'

/** @throws request.not_found */
export async function readRequestTime(ctx: Ctx, requestId: RequestId): Promise<RequestTime> {
  const [legal, escalations, innerWaits, followUp] = await Promise.all([
    legalState(ctx, requestId),
    escalationsOf(ctx, requestId),
    innerWaitsOf(ctx, requestId),
    followUpOf(ctx, requestId),
  ])
  return { legal, escalations, innerWaits, followUpOf: followUp }
}

async function legalState(ctx: Ctx, requestId: RequestId): Promise<LegalState> {
  const [request, promises, clocks, appeal, extension, earlier] = await Promise.all([
    getRequest(ctx, requestId),
    loadPromises(ctx),
    clocksOfRequest(ctx, null, requestId),
    appealOf(ctx, requestId),
    extensionOf(ctx, requestId),
    repeatOf(ctx, requestId),
  ])
  if (request === null) throw new AppError('request.not_found', { requestId })
  const clock = legalClock(clocks)
  const { timeZone } = promises.statutoryCalendar(promises.policy, request.departmentId).time
  return {
    term:
      clock === undefined
        ? null
        : {
            clockId: clock.id,
            receivedAt: clock.startedAt.toISOString(),
            registeredAt: registrationOf(promises, request, clock.startedAt).toISOString(),
            days: Math.round((clock.targetMs ?? 0) / dayMs),
            dueAt: clock.dueAt?.toISOString() ?? null,
          },
    appeal: appeal && appealView(appeal, request.number, timeZone),
    extension: extension && extensionView(extension),
    repeatOf: earlier && { ...earlier, closedAt: earlier.closedAt?.toISOString() ?? null },
  }
}

function appealView(appeal: AppealRecord, requestNumber: string, timeZone: string): AppealView {
  const { withdrawnAt, withdrawnById, withdrawalReason } = appeal
  return {
    id: appeal.id,
    registrationNumber: appeal.number,
    receivedAt: appeal.receivedAt.toISOString(),
    registeredAt: appeal.registeredAt.toISOString(),
    registeredById: appeal.registeredById,
    fullName: appeal.fullName,
    address: appeal.address,
    phone: appeal.phone,
    essence: appeal.essence,
    withdrawal:
      withdrawnAt === null || withdrawnById === null
        ? null
        : { at: withdrawnAt.toISOString(), byId: withdrawnById, reason: withdrawalReason ?? '' },
    printable: printable(appeal, requestNumber, timeZone),
  }
}

/** The card that is filed, in the language of the record: the state language. */
function printable(appeal: AppealRecord, requestNumber: string, timeZone: string): string {
  const moment = new Intl.DateTimeFormat('ru-RU', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  return [
    `RASMIY MUROJAAT № ${appeal.number}`,
    `Tizimdagi raqami: ${requestNumber}`,
    `Qabul qilingan: ${moment.format(appeal.receivedAt)}`,
    `Ro‘yxatga olingan: ${moment.format(appeal.registeredAt)}`,
    `F.I.Sh.: ${appeal.fullName}`,
    `Manzil: ${appeal.address ?? '—'}`,
    `Telefon: ${appeal.phone ?? '—'}`,
    '',
    'Mazmuni:',
    appeal.essence,
  ].join('\n')
}

const proved: ReadonlySet<string> = new Set(['sent', 'delivered', 'read'])
const lost: ReadonlySet<string> = new Set(['failed', 'unconfirmed'])

function extensionView(extension: ProvedExtension): ExtensionView {
  const { state, sentAt, messageId, deliveryId, id, byId, reason, fromDays, toDays } = extension
  return {
    ...{ id, byId, reason, fromDays, toDays },
    at: extension.at.toISOString(),
    fromDueAt: extension.fromDueAt.toISOString(),
    toDueAt: extension.toDueAt.toISOString(),
    notice: {
      ...{ messageId, deliveryId, state },
      sentAt: sentAt?.toISOString() ?? null,
      proof: proved.has(state) ? 'proved' : lost.has(state) ? 'unproved' : 'under_way',
    },
  }
}
