import type { OperatorId } from '#kernel'
import type { Ctx } from '#platform'
import { findOperator, onAccessChanged } from '#staff'
import type { LiveHub } from './live-hub.ts'
import { type ColleagueNews, clientTypingTopic, colleagueTopic } from './live-socket.ts'

/** What is true for a moment only (typing, viewing) crosses the processes by the bus and is never stored. */
export function hearPassingNews(ctx: Ctx, hub: LiveHub): () => void {
  const stops = [
    ctx.bus.subscribe(colleagueTopic, (payload) => {
      const news = payload as ColleagueNews
      void findOperator(ctx, news.operatorId as OperatorId).then((operator) => {
        const frame = {
          kind: 'colleague',
          requestId: news.requestId,
          operatorId: news.operatorId,
          name: operator?.displayName ?? '',
          what: news.what,
        } as const
        hub.tell(
          frame,
          (one) =>
            one.id !== news.from && one.screen.operatorId !== news.operatorId && one.screen.openRequestId === news.requestId,
        )
      })
    }),
    ctx.bus.subscribe(clientTypingTopic, (payload) => {
      const news = payload as { requestId: string; isTyping: boolean }
      hub.tell(
        { kind: 'client.typing', requestId: news.requestId, isTyping: news.isTyping },
        (one) => one.screen.openRequestId === news.requestId,
      )
    }),
    onAccessChanged(ctx, (operatorId) => {
      for (const one of hub.list()) if (one.screen.operatorId === operatorId) one.lookAgain()
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
