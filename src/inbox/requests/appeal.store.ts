/** Official appeals, and the extensions of legal terms with the deliveries that told the client. */
import type { DeliveryState } from '#contracts'
import type { ClockId, DeliveryId, Id, MessageId, OperatorId, RequestId } from '#kernel'
import type { Db, Tx } from '#platform'

export type AppealId = Id<'appeal'>
export type ExtensionId = Id<'term_extension'>

export type AppealRecord = {
  readonly id: AppealId
  readonly requestId: RequestId
  readonly number: string
  readonly receivedAt: Date
  readonly registeredAt: Date
  readonly registeredById: OperatorId
  readonly fullName: string
  readonly address: string | null
  readonly phone: string | null
  readonly essence: string
  readonly withdrawnAt: Date | null
  readonly withdrawnById: OperatorId | null
  readonly withdrawalReason: string | null
}

const columns = `id, request_id AS "requestId", number, received_at AS "receivedAt", registered_at AS "registeredAt",
  registered_by_id AS "registeredById", full_name AS "fullName", address, phone, essence, withdrawn_at AS "withdrawnAt",
  withdrawn_by_id AS "withdrawnById", withdrawal_reason AS "withdrawalReason"`

/** The latest one, withdrawn or not. */
export async function selectAppeal(db: Db, requestId: RequestId): Promise<AppealRecord | null> {
  const rows = await db.query<AppealRecord>({
    name: 'appeal-of',
    text: `SELECT ${columns} FROM appeal WHERE request_id = $1 ORDER BY id DESC LIMIT 1`,
    values: [requestId],
  })
  return rows[0] ?? null
}

export async function selectLiveAppealId(tx: Tx, requestId: RequestId): Promise<AppealId | null> {
  const row = await tx.appeal.findFirst({ where: { requestId, withdrawnAt: null }, select: { id: true } })
  return (row?.id as AppealId | undefined) ?? null
}

/** The next number of the year in which it is registered, R-YYYY-NNNNNN. */
export async function nextAppealNumber(tx: Tx, registeredAt: Date, timeZone: string): Promise<string> {
  const rows = await tx.$queryRaw<{ number: string }[]>`
    SELECT 'R-' || to_char(${registeredAt}::timestamptz AT TIME ZONE ${timeZone}, 'YYYY') || '-'
      || lpad(n::text, greatest(6, length(n::text)), '0') AS number
    FROM nextval('appeal_number_seq') n`
  return rows[0]?.number ?? ''
}

export async function insertAppeal(
  tx: Tx,
  appeal: Omit<AppealRecord, 'withdrawnAt' | 'withdrawnById' | 'withdrawalReason'>,
): Promise<void> {
  await tx.appeal.create({ data: appeal })
}

export async function updateWithdrawn(
  tx: Tx,
  id: AppealId,
  withdrawal: { withdrawnAt: Date; withdrawnById: OperatorId; withdrawalReason: string },
): Promise<void> {
  await tx.appeal.update({ where: { id }, data: withdrawal })
}

export type ExtensionRecord = {
  readonly id: ExtensionId
  readonly clockId: ClockId
  readonly requestId: RequestId
  readonly at: Date
  readonly byId: OperatorId
  readonly reason: string
  readonly fromDays: number
  readonly toDays: number
  readonly fromDueAt: Date
  readonly toDueAt: Date
  readonly messageId: MessageId
  readonly deliveryId: DeliveryId
}
export type ProvedExtension = ExtensionRecord & { readonly state: DeliveryState; readonly sentAt: Date | null }

/** False where the term was extended before. */
export async function insertExtension(tx: Tx, extension: ExtensionRecord): Promise<boolean> {
  const { count } = await tx.termExtension.createMany({ data: [extension], skipDuplicates: true })
  return count === 1
}

/** The latest one, with what became of its notice. */
export async function selectExtension(db: Db, requestId: RequestId): Promise<ProvedExtension | null> {
  const rows = await db.query<ProvedExtension>({
    name: 'extension-of',
    text: `SELECT x.id, x.clock_id AS "clockId", x.request_id AS "requestId", x.at, x.by_id AS "byId", x.reason,
        x.from_days AS "fromDays", x.to_days AS "toDays", x.from_due_at AS "fromDueAt", x.to_due_at AS "toDueAt",
        x.message_id AS "messageId", x.delivery_id AS "deliveryId", d.state, d.sent_at AS "sentAt"
      FROM term_extension x JOIN delivery d ON d.id = x.delivery_id WHERE x.request_id = $1 ORDER BY x.id DESC LIMIT 1`,
    values: [requestId],
  })
  return rows[0] ?? null
}
