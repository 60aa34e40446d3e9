/**
 * Hearing facts. A handler gets a batch in feed order and may get it again, whole or in part, after a crash or a failure;
 * a batch that failed is overtaken by later ones. So a handler asks the database what is true now instead of trusting the
 * order, or guards its effect with handleOnce.
 */
import { type EventId, invariant } from '#kernel'
import type { Ctx } from '../ctx.ts'
import type { Tx } from '../db/db.ts'
import { insertHandledEvent } from './events.store.ts'
import type { Fact } from './fact.ts'

export type Subscriber = {
  /** Says what it is for: `handoff.place-request`. Renaming it loses the facts that wait under the old name. */
  readonly name: string
  /** Names of the facts it hears. */
  readonly events: readonly string[]
  /**
   * Which of them concern it, where not all do: the others make no work at all. Looks at the fact alone; a field that facts of
   * before lack must let them through.
   */
  readonly wants?: (fact: Fact) => boolean
  /**
   * `prompt`: somebody outside waits for it as for an answer, so it does not rest while messages come in. `patient`: nobody sees
   * whether it hears now or in a second, so in a stream of facts it hears many at once.
   */
  readonly pace?: 'prompt' | 'patient'
  readonly handle: (ctx: Ctx, facts: Fact[]) => Promise<void>
  /** Batches handled at once in one process; 1 unless given, which keeps batches in feed order while nothing fails. */
  readonly concurrency?: number
}

const nameShape = /^[a-z]+\.[a-z]+(-[a-z]+)*$/

export function defineSubscriber(subscriber: Subscriber): Subscriber {
  invariant(nameShape.test(subscriber.name), 'a subscriber is named room.what-it-does')
  invariant(subscriber.events.length > 0, 'a subscriber hears at least one fact')
  return subscriber
}

/** True the first time this subscriber meets this fact, in the transaction that has the effect; false ever after. */
export async function handleOnce(tx: Tx, subscriber: string, eventId: EventId): Promise<boolean> {
  return insertHandledEvent(tx, subscriber, eventId)
}
