/**
 * Clients' names, which Messenger and Instagram do not send along with messages. Looked up after the message is in, so that
 * nothing waits for it.
 */
import type { InboundSender } from '#inbox'
import type { Ctx } from '#platform'

export type KnownName = { readonly displayName: string; readonly username?: string }
export type Names = {
  /** The sender under the name last known, so that a placeholder never replaces a name. */
  dress(ctx: Ctx, sender: InboundSender): Promise<InboundSender>
  /** Looks the name up in the background; a failure is tried again with a later message. */
  learn(ctx: Ctx, externalId: string): void
}

const mostNames = 20_000

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
  const known = new Map<string, KnownName>()
  const asked = new Set<string>()
  function remember(externalId: string, name: KnownName): void {
    known.set(externalId, name)
    const [oldest] = known.keys()
    if (known.size > mostNames && oldest !== undefined) known.delete(oldest)
  }
  async function ask(ctx: Ctx, externalId: string): Promise<void> {
    const found = await ways.lookUp(externalId)
    if (found === null) return
    await ways.tell(ctx, externalId, found)
    remember(externalId, found)
  }
  return {
    async dress(ctx, sender) {
      const name = known.get(sender.externalId) ?? (await ways.recall(ctx, sender.externalId))
      return name === null ? sender : { ...sender, ...name }
    },
    learn(ctx, externalId) {
      if (known.has(externalId) || asked.has(externalId)) return
      asked.add(externalId)
      void ask(ctx, externalId)
        .catch((error: unknown) => ctx.log.warn({ error }, 'a client’s name could not be learned'))
        .finally(() => asked.delete(externalId))
    },
  }
}
