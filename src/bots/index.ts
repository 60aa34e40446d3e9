/** The door of the clients' edge. */
import type { JobDefinition, Subscriber, Sweep } from '#platform'
import { type ChannelRegistry, createChannelRegistry } from './channel.ts'
import { hearingMoves } from './continuation/hear-moves.ts'
import { createDelivering } from './deliver/deliver-replies.ts'
import { createFetching } from './deliver/fetch-attachments.ts'
import { askingSatisfaction } from './dialogue/ask-satisfaction.ts'
import { createDialogue, type DialogueOptions } from './dialogue/dialogue.ts'
import { createHidingSecrets, type FindNotice } from './dialogue/hide-secrets.ts'
import type { DialogueKnowledge, TurnDeps } from './dialogue/take-turn.ts'
import { createWatching } from './watch/watch-channels.ts'

export { buttonData, shareContactData } from './buttons.ts'
export type {
  Channel,
  ChannelAccount,
  ChannelHealth,
  ChannelLimits,
  ChannelRegistry,
  CommentActions,
  CommentResult,
  FailureReason,
  FetchedAttachment,
  PrivateReplyResult,
  VendorSight,
} from './channel.ts'
export { createChannelRegistry, failureReasons } from './channel.ts'
export { addChannelRoutes } from './channel-routes.ts'
export type { ApprovedAnswer } from './dialogue/decide-turn.ts'
export type { DialogueOptions } from './dialogue/dialogue.ts'
export type { FindNotice } from './dialogue/hide-secrets.ts'
export type { DialogueKnowledge } from './dialogue/take-turn.ts'
export type { Estimate, HandoverReason } from './dialogue-texts.ts'
export { createInstagramChannel, InstagramCredentials } from './instagram/instagram-channel.ts'
export { createFacebookChannel, createMessengerChannel, PageCredentials } from './messenger/messenger-channel.ts'
export type { MetaChannelInput } from './meta/meta-channel.ts'
export { createMetaHub, metaWebhookPath } from './meta/meta-hub.ts'
export { escapedJson, GraphRefusal, graphRefusals, type MetaEmulator, startMetaEmulator } from './meta-emulator/index.ts'
export { createOutgoing, type Outgoing } from './outgoing/outgoing.ts'
export { createTelegramChannel, type TelegramChannelInput } from './telegram/telegram-channel.ts'
export { type EmulatorOptions, startTelegramEmulator, type TelegramEmulator } from './telegram-emulator/index.ts'
export { countOldUnknownUpdates, countUnknownUpdates, removeUnknownUpdates } from './unknown-update.store.ts'
export type { AccountKind, CheckedCredentials, Vendor, VendorAccounts, VendorEmulator } from './vendor.ts'
export { vendors } from './vendors.ts'
export { type ChannelDesk, createChannelDesk } from './watch/channel-desk.ts'
export { signIdentity } from './webchat/signed-identity.ts'
export { deleteVisitors as forgetVisitors } from './webchat/visitor.store.ts'
export { createWebchatChannel, type WebchatChannelInput } from './webchat/webchat-channel.ts'
export { createWhatsAppChannel, WhatsAppCredentials } from './whatsapp/whatsapp-channel.ts'

export type Bots = {
  channels: ChannelRegistry
  subscribers: readonly Subscriber[]
  jobs: readonly JobDefinition<unknown>[]
  sweeps: readonly Sweep[]
}

/** The work of this room for app to run: delivery, fetching of attachments and the dialogue. */
export function createBots(input: {
  knowledge: DialogueKnowledge
  dialogue?: DialogueOptions
  /** The bank's words for what the house itself has to say; without it nothing of that kind is said. */
  findNotice?: FindNotice
}): Bots {
  const channels = createChannelRegistry()
  const hidingSecrets = createHidingSecrets(channels, input.findNotice ?? (async () => null))
  const asides = [askingSatisfaction, hearingMoves, hidingSecrets]
  const showTyping: TurnDeps['showTyping'] = (ctx, { channelAccountId, externalId }) =>
    void channels.of(channelAccountId)?.showTyping?.(ctx, externalId)
  const dialogue = createDialogue(input.knowledge, input.dialogue, showTyping)
  const parts = [createDelivering(channels), createFetching(channels), dialogue, createWatching(channels)]
  return {
    channels,
    subscribers: [...parts.map((part) => part.subscriber), ...asides],
    jobs: parts.flatMap((part) => part.jobs),
    sweeps: parts.flatMap((part) => part.sweeps),
  }
}
