import type { Language } from '#contracts'
import type { Intake } from '#inbox'
import type { OperatorId } from '#kernel'
import type { Config, Ctx } from '#platform'
import type { ChannelAccount } from '../channel.ts'
import type { LiveHub } from './live-hub.ts'

/** What every part of the website's edge is handed. `account.externalId` is the site's code in the address. */
export type WebchatDeps = {
  account: ChannelAccount
  /** WIDGET_IDENTITY_SECRET, WIDGET_ALLOWED_ORIGINS and PUBLIC_URL are read. */
  config: Config
  intake: Intake
  hub: LiveHub
  makeCtx: (trace?: string) => Ctx
  /** The name an operator shows to clients; null hides it. Handed in by app, because staff is another room. */
  operatorName: (id: OperatorId) => Promise<string | null>
  /** What the bank calls itself; null where it has not said. */
  bankName: (ctx: Ctx) => Promise<string | null>
  /** What the bank says of an incident while it lasts; null where nothing is broken. Handed in by app, as the name is. */
  incidentBanner: (ctx: Ctx, language: Language) => Promise<string | null>
}

export const webchatTextUnits = 4000
export const webchatAttachmentBytes = 10 * 1024 * 1024
