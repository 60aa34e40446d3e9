/** What an emulator remembers has a bound: the oldest goes. Tests and demonstrations stay far below it. */
export const emulatorKeeps = { people: 50_000, messagesOfOne: 2_000, comments: 20_000, calls: 100_000, files: 300 } as const

/** Adds to the end; the first go where there are more than so many, a tenth at a time. */
export function pushLatest<T>(list: T[], one: T, most: number): void {
  list.push(one)
  if (list.length > most) list.splice(0, Math.ceil(most / 10))
}

/** Puts it last; returns what went in its stead, where there were so many already. */
export function setLatest<K, V>(map: Map<K, V>, key: K, value: V, most: number): V | undefined {
  map.set(key, value)
  const [oldest] = map
  if (map.size <= most || oldest === undefined) return undefined
  map.delete(oldest[0])
  return oldest[1]
}

/** The same for a set. */
export function addLatest<T>(set: Set<T>, one: T, most: number): void {
  set.add(one)
  const [oldest] = set
  if (set.size > most && oldest !== undefined) set.delete(oldest)
}
