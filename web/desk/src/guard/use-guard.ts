import { useEffect, useMemo, useState } from 'react'
import type { z } from 'zod'
import type { CheckedReply, GuardMark, Visibility } from '#contracts'
import { sendJson } from '../api/http.ts'

type Mark = z.infer<typeof GuardMark>
/** A stretch of the text as it is now, and why it would be held back. */
export type GuardFind = Mark & { readonly words: string }

export type Guarded = {
  readonly finds: readonly GuardFind[]
  /** This very text was read and nothing was found. */
  readonly isClean: boolean
}

const waitMs = 350

/**
 * What the hub would hold back of this text, asked when the writing pauses. While one types on, a find stays as long as
 * its words stand where they stood. The hub decides again when the reply is sent: without an answer nothing is marked.
 */
export function useGuard(text: string, visibility: Visibility, isOn: boolean): Guarded {
  const [known, setKnown] = useState<readonly GuardFind[]>([])
  const [readText, setReadText] = useState('')
  useEffect(() => {
    if (!isOn || text.trim() === '') {
      setKnown([])
      return
    }
    let isOver = false
    const timer = setTimeout(() => {
      sendJson<CheckedReply>('POST', '/api/guard/check', { text, visibility })
        .then(({ finds }) => {
          if (isOver) return
          setKnown(finds.map((find) => ({ ...find, words: text.slice(find.start, find.end) })))
          setReadText(text)
        })
        .catch(() => undefined)
    }, waitMs)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [text, visibility, isOn])
  const finds = useMemo(() => stillThere(known, text), [known, text])
  return { finds, isClean: readText === text && finds.length === 0 }
}

/** The finds whose words still stand in their place. */
export function stillThere(finds: readonly GuardFind[], text: string): readonly GuardFind[] {
  return finds.length === 0 ? finds : finds.filter(({ start, end, words }) => text.slice(start, end) === words)
}
