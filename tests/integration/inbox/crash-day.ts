/** A small working day of one client and one operator, told to the outside world line by line. */
import { changeHolder, claimDeliveries, type Intake, queueReply, recordDelivery } from '#inbox'
import type { ChannelAccountId, OperatorId, RequestId } from '#kernel'
import { type Ctx, inTransaction, withActor } from '#platform'

export type Day = { ctx: Ctx; intake: Intake; account: ChannelAccountId; client: string; operatorId: OperatorId }

/**
 * `say` hears `ack <id>` (the vendor may forget the message), `replied`, `sent <delivery>` (the vendor has accepted it) and
 * `done`. Living the same day again is what a vendor and an operator do after a crash: everything is sent once more.
 */
export async function liveDay({ ctx, intake, account, client, operatorId }: Day, say: (line: string) => void): Promise<void> {
  const receive = async (id: number) => {
    const received = await intake.receive({
      channelAccountId: account,
      channel: 'telegram',
      visibility: 'private',
      conversationExternalId: client,
      messageExternalId: `${client}-${id}`,
      sender: { externalId: client, displayName: 'Mijoz' },
      kind: 'text',
      text: id === 1 ? 'kartam bloklandi 8600005260181595' : `yana ${id}?`,
      sentAt: new Date(),
    })
    say(`ack ${id}`)
    return received
  }
  const { requestId, conversationId } = await receive(1)
  await receive(2)
  const author = { kind: 'operator', id: operatorId } as const
  const asOperator = withActor(ctx, { ...author, roles: ['operator'] })
  await inTransaction(asOperator, async (tx) => {
    const id = requestId as RequestId
    await changeHolder(asOperator, tx, { requestId: id, to: { kind: 'operator', operatorId }, reason: 'taken' })
    await queueReply(asOperator, tx, { requestId: id, author, text: 'Javob', replyKey: `${client}-reply` })
  })
  say('replied')
  await receive(3)
  const [claimed] = await claimDeliveries(ctx, { channelAccountId: account, conversationId, limit: 1 })
  if (claimed) {
    say(`sent ${claimed.deliveryId}`)
    await recordDelivery(ctx, { deliveryId: claimed.deliveryId, result: { state: 'sent', externalId: `v-${client}` } })
  }
  say('done')
}
