import { type ComponentType, useEffect, useState } from 'react'
import { FaultScreen } from './fault-screen.tsx'

/** `ahead` asks for the code before it is drawn; it says nothing of code that cannot be had, whoever draws the part does. */
export type Later<P> = ComponentType<P> & { readonly ahead: () => Promise<void> }

/**
 * A part of the console whose code comes by itself: drawn as soon as it is here, at once where it already is. `React.lazy` would
 * hold it back behind its outline for 300 ms however soon it came. Code that cannot be had, as after a new version took its
 * place, says so and offers the console anew.
 * @param Outline stands for it until it is here; nothing unless given.
 */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Outline: ComponentType<P> | null = null,
): Later<P> {
  let known: ComponentType<P> | null = null
  const take = async () => {
    known ??= await load()
    return known
  }
  function Part(props: P) {
    const [Loaded, setLoaded] = useState(() => known)
    const [fault, setFault] = useState<unknown>(null)
    useEffect(() => {
      if (Loaded !== null) return
      let isWanted = true
      take().then(
        (one) => isWanted && setLoaded(() => one),
        (error: unknown) => isWanted && setFault(error),
      )
      return () => {
        isWanted = false
      }
    }, [Loaded])
    if (Loaded !== null) return <Loaded {...props} />
    if (fault !== null) return <FaultScreen error={fault} retry={() => location.reload()} />
    return Outline && <Outline {...props} />
  }
  return Object.assign(Part, { ahead: () => take().then(ignore, ignore) })
}

const ignore = () => undefined
