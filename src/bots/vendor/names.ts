/**
 * Clients' names, which Messenger and Instagram do not send along with messages. Looked up after the message is in, so that
 * nothing waits for it.
 */
import type { InboundSender } from '#inbox'
import { minuteMs } from '#kernel'
import type { Ctx } from '#platform'

export type KnownName = { readonly displayName: string; readonly username?: string }
export type Names = {
  /** The sender under the name last known, so that a placeholder never replaces a name. */
  dress(ctx: Ctx, sender: InboundSender): Promise<InboundSender>
  /** Looks the name up in the background; a failure is tried again with a message ten minutes later. */
  learn(ctx: Ctx, externalId: string): void
}

const mostNames = 20_000
/** Asked of the vendor at once; a client beyond it is asked about with the next message. */
const mostAsking = 64
/** A client whose name the vendor did not tell is asked about again after so long. */
const askAgainMs = 10 * minuteMs

/** For channels whose payload carries the name. */
export const noNames: Names = { dress: async (_ctx, sender) => sender, learn: () => undefined }

/**
 * @param recall what the tables know, null for a new client.
 * @param lookUp what the vendor says, null where it does not.
 * @param tell told when a name was looked up.
 */
export function createNames(ways: {
  recall: (ctx: Ctx, externalId: string) => Promise<KnownName | null>
  lookUp: (externalId: string) => Promise<KnownName | null>
  tell: (ctx: Ctx, externalId: string, name: KnownName) => Promise<void>
}): Names {
  const known = createMemory<KnownName>()
  const recalled = createMemory<KnownName>()
  const askedAt = createMemory<number>()
  let asking = 0
  async function ask(ctx: Ctx, externalId: string): Promise<void> {
    const found = await ways.lookUp(externalId)
    if (found === null) return
    await ways.tell(ctx, externalId, found)
    known.set(externalId, found)
  }
  return {
    async dress(ctx, sender) {
      const { externalId } = sender
      const name = known.get(externalId) ?? recalled.get(externalId) ?? (await ways.recall(ctx, externalId))
      if (name === null) return sender
      recalled.set(externalId, name)
      return { ...sender, ...name }
    },
    learn(ctx, externalId) {
      const now = ctx.clock.now().getTime()
      if (known.get(externalId) !== undefined || now - (askedAt.get(externalId) ?? 0) < askAgainMs) return
      if (asking >= mostAsking) return ctx.metrics.count('names_not_asked')
      asking++
      askedAt.set(externalId, now)
      void ask(ctx, externalId)
        .catch((error: unknown) => ctx.log.warn({ error }, 'a client’s name could not be learned'))
        .finally(() => asking--)
    },
  }
}

/** Forgetting costs one question more, so the oldest go first. */
function createMemory<V>() {
  const values = new Map<string, V>()
  return {
    get: (key: string) => values.get(key),
    set(key: string, value: V) {
      values.delete(key)
      values.set(key, value)
      const [oldest] = values.keys()
      if (values.size > mostNames && oldest !== undefined) values.delete(oldest)
    },
  }
}
