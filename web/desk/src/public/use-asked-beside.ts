import { useQuery } from '@tanstack/react-query'
import type { AskedBesideView, AskedReplyView } from '#contracts'
import { getJson } from '../api/http.ts'

/** A client may write on while the reply is read; no frame of it comes to whoever has not opened the request. */
const lookAgainMs = 15_000

/** The end of the conversation a waiting reply is for. */
export function useAskedBeside(asked: AskedReplyView, isOn: boolean) {
  return useQuery({
    queryKey: ['asked-beside', asked.id],
    enabled: isOn,
    refetchInterval: lookAgainMs,
    queryFn: () => getJson<AskedBesideView>(`/api/asked-replies/${asked.id}/words`),
  })
}
