import { useEffect, useRef } from 'react'
import { useLive } from './use-live.tsx'

/** Frames come in bursts; what they tell of is heard once for each. */
const burstMs = 250

/** Calls `hear` when frames have told something new of this request, once for each burst of them. */
export function useRequestNews(requestId: string, hear: () => void): void {
  const feedNo = useLive((state) => state.requests.get(requestId)?.feedNo ?? 0)
  const newest = useRef(hear)
  newest.current = hear
  const heard = useRef({ requestId, feedNo })
  useEffect(() => {
    const isAnother = heard.current.requestId !== requestId
    if (isAnother) heard.current = { requestId, feedNo }
    if (heard.current.feedNo === feedNo) return
    const timer = setTimeout(() => {
      heard.current = { requestId, feedNo }
      newest.current()
    }, burstMs)
    return () => clearTimeout(timer)
  }, [requestId, feedNo])
}
