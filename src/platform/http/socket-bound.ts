/** How many lines may be open, in all and of one caller: each costs memory and a share of every change that is told. */
export type SocketBound = {
  /** Whether one more of this caller would be too many; asked before the upgrade, where a refusal is cheap. */
  isFull(caller: string): boolean
  /** Counts one in. The way to count it out again, which may be called more than once; null where it is one too many. */
  enter(caller: string): (() => void) | null
}

export function createSocketBound(most: { readonly inAll: number; readonly ofOne: number }): SocketBound {
  const open = new Map<string, number>()
  let all = 0
  const isFull = (caller: string) => all >= most.inAll || (open.get(caller) ?? 0) >= most.ofOne
  const leave = (caller: string) => {
    const left = (open.get(caller) ?? 1) - 1
    if (left > 0) open.set(caller, left)
    else open.delete(caller)
    all--
  }
  return {
    isFull,
    enter(caller) {
      if (isFull(caller)) return null
      open.set(caller, (open.get(caller) ?? 0) + 1)
      all++
      let isIn = true
      return () => {
        if (isIn) leave(caller)
        isIn = false
      }
    },
  }
}
