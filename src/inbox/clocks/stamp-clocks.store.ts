/** Many clocks at once; whoever calls holds their requests' locks. */
import type { ClockKind } from '#contracts'
import type { ClockId, RequestId } from '#kernel'
import type { Tx } from '#platform'

/** `at`: the moment the stamp is for. */
export type Stamp = { readonly id: ClockId; readonly requestId: RequestId; readonly kind: ClockKind; readonly at: Date }

export function updateWarnedOf(tx: Tx, ids: readonly ClockId[], now: Date): Promise<Stamp[]> {
  return tx.$queryRaw<Stamp[]>`
    UPDATE sla_clock SET warned_at = warn_at, next_wake_at = due_at
    WHERE id = ANY (${[...ids]}::uuid[]) AND state = 'running' AND warned_at IS NULL AND warn_at <= ${now}
    RETURNING id, request_id AS "requestId", kind, warn_at AS at`
}

export function updateBreachedOf(tx: Tx, ids: readonly ClockId[], now: Date): Promise<Stamp[]> {
  return tx.$queryRaw<Stamp[]>`
    UPDATE sla_clock SET state = 'breached', breached_at = due_at, next_wake_at = NULL
    WHERE id = ANY (${[...ids]}::uuid[]) AND state = 'running' AND due_at <= ${now}
    RETURNING id, request_id AS "requestId", kind, due_at AS at`
}

/** The requests' places in the queue follow from their clocks. */
export async function refreshNextDueOf(tx: Tx, ids: readonly RequestId[]): Promise<void> {
  await tx.$executeRaw`UPDATE request SET next_due_at = inbox_next_due(id) WHERE id = ANY (${[...ids]}::uuid[])`
}
