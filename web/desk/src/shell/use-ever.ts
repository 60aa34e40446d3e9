import { useState } from 'react'

/** True from when it first was: what may never be wanted is not made before, and what was keeps its way of closing. */
export function useEver(is: boolean): boolean {
  const [wasEver, setEver] = useState(is)
  if (is && !wasEver) setEver(true)
  return is || wasEver
}
