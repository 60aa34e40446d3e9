import { type Sent, useSend } from '../actions/use-send.ts'
import { useLiveClient } from '../live/use-live.tsx'

/** Sends a change to one request and reads its facts anew; says how it went. Resolves to whether it was done. */
export function useRequestSend(requestId: string): (sent: Omit<Sent, 'path' | 'stale'> & { path: string }) => Promise<boolean> {
  const send = useSend()
  const live = useLiveClient()
  return async ({ path, ...sent }) => {
    const isDone = await send({ ...sent, path: `/api/requests/${requestId}/${path}`, stale: ['clock', 'satisfaction'] })
    // Also after a refusal: what refused it may be what the screen does not show yet.
    live.readDetail(requestId).catch(() => undefined)
    return isDone
  }
}
