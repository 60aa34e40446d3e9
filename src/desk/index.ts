/** The staff's edge: everything an operator's screen can ask or see. */
import type { FastifyInstance } from 'fastify'
import { DeskClientFrame, DeskServerFrame } from '#contracts'
import { type Ctx, registerFrames } from '#platform'
import { BoardNews } from './board-news.ts'
import { LiveHub } from './live-hub.ts'
import { type LiveDeps, serveLive } from './live-socket.ts'
import { hearPassingNews } from './passing-news.ts'
import { readTruth } from './read-truth.ts'
import { type RoutesDeps, serveRoutes } from './serve-routes.ts'
import { hearWhispers } from './whisper.ts'

export type { ChannelAccounts } from './channel.routes.ts'
export type { DeskRoute } from './desk-route.ts'
export type { House } from './house.routes.ts'
export type { Insights } from './insights.routes.ts'
export { deskRoutes, type Edges } from './serve-routes.ts'
export type DeskDeps = RoutesDeps & LiveDeps & { readonly ctx: Ctx }
export type Desk = { start(): Promise<void>; stop(): Promise<void>; readonly connections: number }

/** Registers the console's routes and its websocket; `start` begins to tell the screens, `stop` closes them by name. */
export function createDesk(server: FastifyInstance, deps: DeskDeps): Desk {
  const hub = new LiveHub(deps.ctx, readTruth)
  registerFrames({ name: 'desk', path: '/desk/live', send: DeskServerFrame, receive: DeskClientFrame })
  serveRoutes(server, deps)
  const board = new BoardNews(deps.ctx, hub, { problems: deps.insights.problems, channels: deps.edges.channels.health })
  serveLive(server, hub, deps, () => board.soon())
  let stopNews: () => void = () => undefined
  return {
    async start() {
      await hub.start()
      board.start()
      const stops = [hearPassingNews(deps.ctx, hub), hearWhispers(deps.ctx, hub)]
      stopNews = () => {
        for (const stop of stops) stop()
      }
    },
    async stop() {
      stopNews()
      await board.stop()
      await hub.stop()
    },
    get connections() {
      return hub.size
    },
  }
}
