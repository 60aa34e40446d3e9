import { useCallback, useEffect, useState } from 'react'
import type { BoardView } from '#contracts'
import type { LiveEvent } from '../live/live-client.ts'
import { useLiveClient, useLiveEvents } from '../live/use-live.tsx'

/** The board as the hub pushes it while this page is open; null until the first one came. */
export function useBoard(): BoardView | null {
  const live = useLiveClient()
  const [board, setBoard] = useState<BoardView | null>(null)
  useEffect(() => {
    live.send({ kind: 'board', isOn: true })
    return () => live.send({ kind: 'board', isOn: false })
  }, [live])
  const hear = useCallback(
    (event: LiveEvent) => {
      if (event.kind === 'board') setBoard(event.board)
      // A new connection does not know what is on the screen.
      if (event.kind === 'resumed') live.send({ kind: 'board', isOn: true })
    },
    [live],
  )
  useLiveEvents(hear)
  return board
}
