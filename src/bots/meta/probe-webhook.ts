import { type ChannelAccountId, secondMs } from '#kernel'
import type { Ctx } from '#platform'
import { nameByContent } from '../vendor/vendor-values.ts'
import { probeKind, sendProbe } from '../watch/send-probe.ts'
import type { MetaObject, Section } from './meta-event.ts'
import { signatureOf } from './signature.ts'

export type ProbedAccount = {
  readonly id: ChannelAccountId
  readonly object: MetaObject
  /** One the account listens to: of two accounts of one page the other must not get it. */
  readonly section: Section
  readonly externalId: string
  readonly appSecret: string
  readonly webhookUrl: string
}

/** A change of a field nobody knows, signed as the app signs: it is kept like any other and removed again. */
export function probeWebhook(ctx: Ctx, probed: ProbedAccount): Promise<boolean> {
  const { object, externalId } = probed
  const now = ctx.clock.now()
  const mark = { [probeKind]: now.toISOString() }
  const value = object === 'whatsapp_business_account' ? { metadata: { phone_number_id: externalId }, ...mark } : mark
  const piece = probed.section === 'messaging' ? { messaging: [value] } : { changes: [{ field: probeKind, value }] }
  const body = JSON.stringify({
    object,
    entry: [{ id: externalId, time: Math.floor(now.getTime() / secondMs), ...piece }],
  })
  return sendProbe(ctx, probed.id, {
    url: probed.webhookUrl,
    headers: { 'x-hub-signature-256': signatureOf(probed.appSecret, Buffer.from(body)) },
    body,
    externalId: nameByContent(value),
  })
}
