import type { ChannelAccountId, ContactId } from '#kernel'
import { audit, type Ctx, inTransaction, publish, type Tx } from '#platform'
import { contactReachable, contactUnreachable } from '../events.ts'
import { updateLanguage, updateReachable } from './contact.store.ts'

/** The client blocked or unblocked the bank's account. What is known already, and an unknown identity, change nothing. */
export async function setReachable(
  ctx: Ctx,
  input: { channelAccountId: ChannelAccountId; identityExternalId: string; isReachable: boolean },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const identity = await updateReachable(tx, input)
    if (!identity) return
    const event = input.isReachable ? contactReachable : contactUnreachable
    await publish(tx, ctx, event, identity.contactId, { contactId: identity.contactId, identityId: identity.id })
    await audit(tx, ctx, { action: event.name, subjectKind: 'identity', subjectId: identity.id })
  })
}

/** A language the client chose stays until they choose another; one that was only recognised never replaces it. */
export async function setLanguage(
  ctx: Ctx,
  tx: Tx,
  input: { contactId: ContactId; language: string; chosen: boolean },
): Promise<void> {
  const changed = await updateLanguage(tx, input.contactId, input.language, input.chosen)
  if (!changed) return
  await audit(tx, ctx, {
    action: 'contact.language_set',
    subjectKind: 'contact',
    subjectId: input.contactId,
    facts: { language: input.language, chosen: input.chosen },
  })
}
