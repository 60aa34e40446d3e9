import { useRef, useState } from 'react'

type Steps = { readonly [name: string]: (...given: never[]) => unknown }

/**
 * The same functions at every drawing, each doing what the newest one of its name does: whatever is given them is not drawn
 * again for their sake. To be called when something happens, never while drawing.
 */
export function useSteady<T extends Steps>(newest: T): T {
  const current = useRef<Steps>(newest)
  current.current = newest
  const [steady] = useState(() => {
    const later =
      (name: string) =>
      (...given: never[]) =>
        current.current[name]?.(...given)
    return Object.fromEntries(Object.keys(newest).map((name) => [name, later(name)])) as T
  })
  return steady
}
