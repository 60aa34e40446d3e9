/** The bank's website as a channel: the message is in the table the moment it is written, and delivery is a tap on the shoulder. */

import { WidgetClientFrame, WidgetServerFrame } from '#contracts'
import type { Intake } from '#inbox'
import { type Bus, type Config, type Ctx, createSocketBound, registerFrames } from '#platform'
import type { Channel, ChannelAccount } from '../channel.ts'
import { createLiveHub } from './live-hub.ts'
import type { LiveSocket, LiveTimings } from './live-socket.ts'
import { type WebchatDeps, webchatAttachmentBytes, webchatTextUnits } from './webchat-deps.ts'
import { addWidgetRoutes } from './widget-routes.ts'

export type WebchatChannelInput = {
  account: ChannelAccount
  config: Config
  intake: Intake
  bus: Bus
  makeCtx: (trace?: string) => Ctx
  operatorName?: WebchatDeps['operatorName']
  bankName?: WebchatDeps['bankName']
  incidentBanner?: WebchatDeps['incidentBanner']
  timings?: LiveTimings
}

const nothing = async () => null

/** Many clients of one mobile network share an address; each widget has one line. */
const socketBound = createSocketBound({ inAll: 6_000, ofOne: 500 })

/** `sent` means stored for pickup: the widget says itself what was delivered and read. */
export function createWebchatChannel(input: WebchatChannelInput): Channel {
  registerFrames({ name: 'widget', path: '/widget/:site/live', send: WidgetServerFrame, receive: WidgetClientFrame })
  const hub = createLiveHub(input.bus)
  const sockets = new Set<LiveSocket>()
  const deps: WebchatDeps = {
    ...input,
    hub,
    operatorName: input.operatorName ?? nothing,
    bankName: input.bankName ?? nothing,
    incidentBanner: input.incidentBanner ?? nothing,
  }
  return {
    account: input.account,
    limits: { textUnits: webchatTextUnits, attachmentBytes: webchatAttachmentBytes, replyWindowHours: null },
    deliver: async (_ctx, claimed) => {
      hub.announce(claimed.channelAccountId, claimed.conversationExternalId)
      // Whoever answers has read what they answer.
      if (claimed.authorKind === 'operator')
        hub.announceRead(claimed.channelAccountId, claimed.conversationExternalId, claimed.seq)
      return { state: 'sent', externalId: claimed.messageId }
    },
    showTyping: async (_ctx, thread) => hub.announceTyping(input.account.id, thread),
    // Files of the widget are staged before the message; nothing is ever left to fetch.
    fetchAttachment: async () => ({ state: 'failed' }),
    addRoutes: (server) =>
      addWidgetRoutes(server, {
        ...deps,
        sockets,
        socketBound,
        ...(input.timings === undefined ? {} : { timings: input.timings }),
      }),
    async stop() {
      for (const socket of sockets) socket.close('shuttingDown', 'server.overloaded')
      hub.close()
    },
    health: () => ({ state: 'ok', reason: null }),
  }
}
