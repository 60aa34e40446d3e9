import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { MessageView, PlacesView, PlaceView, RequestSummary } from '#contracts'
import { getJson } from '../api/http.ts'
import type { Timeline } from '../live/live-state.ts'
import { useRequestNews } from '../live/use-request-news.ts'

export type Places = z.infer<typeof PlacesView>
export type PrivateRight = Places['privateRights'][number]

const none: readonly never[] = []

/** Where a request can be answered, as last read. */
export function usePlaces(requestId: string) {
  return useQuery({
    queryKey: ['places', requestId],
    queryFn: () => getJson<Places>(`/api/requests/${requestId}/places`),
  })
}

/** Reads the places again whenever a frame says that something of the request has changed. */
function useFollowedPlaces(request: RequestSummary) {
  const client = useQueryClient()
  useRequestNews(request.id, () => {
    client.invalidateQueries({ queryKey: ['places', request.id] }).catch(() => undefined)
  })
  return usePlaces(request.id)
}

/** Where the client wrote last, for whoever has chosen no place; else the place used last. */
export function usualPlace(places: readonly PlaceView[], messages: Iterable<MessageView>): PlaceView | null {
  let newest: MessageView | null = null
  for (const message of messages) {
    const isNewer = newest === null || Date.parse(message.sentAt) > Date.parse(newest.sentAt)
    if (message.authorKind === 'client' && isNewer) newest = message
  }
  return places.find((one) => one.conversationId === newest?.conversationId) ?? places[0] ?? null
}

/** The place the reply goes to: the one chosen, else where the client wrote last; it never moves under the hands of whoever writes. */
export function usePlace(request: RequestSummary, timeline: Timeline) {
  const read = useFollowedPlaces(request)
  const [chosenId, setChosenId] = useState<string | null>(null)
  const [begunId, setBegunId] = useState<string | null>(null)
  const places = read.data?.places ?? none
  const messages = [...timeline.messages.values()].map((known) => known.value)
  const wantedId = begunId ?? chosenId
  const place = places.find((one) => one.conversationId === wantedId) ?? usualPlace(places, messages)
  return {
    place,
    places,
    choose: (conversationId: string) => {
      setChosenId(conversationId)
      setBegunId(null)
    },
    /** Said while a reply stands in the composer of this place, and null once it is gone. */
    begin: setBegunId,
    rights: read.data?.privateRights ?? none,
    asked: read.data?.askedReplies ?? none,
    /** Until the places are known: what the request itself says. */
    isPublic: (place?.visibility ?? request.visibility) === 'public',
  }
}
