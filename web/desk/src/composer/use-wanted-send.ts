import { useEffect, useState } from 'react'

type Given = {
  readonly isReady: boolean
  /** Nothing is missing but what is on its way: the place the reply goes to, a file being uploaded. */
  readonly isComing: boolean
  /** A change of them takes the wish back: what goes out is what stood there when "send" was pressed. */
  readonly text: string
  readonly send: () => void
}

/** "Send" pressed while something is still on its way: done once, as soon as all of it is there. */
export function useWantedSend({ isReady, isComing, text, send }: Given) {
  const [wanted, setWanted] = useState<string | null>(null)
  const isWanted = wanted === text && (isReady || isComing)
  useEffect(() => {
    if (wanted === null) return
    if (isWanted && !isReady) return
    setWanted(null)
    if (isWanted) send()
  })
  return {
    isWanted,
    want: () => {
      if (isReady) send()
      else if (isComing) setWanted(text)
    },
  }
}
