import { useSyncExternalStore } from 'react'
import type { ChannelKind, RequestSummary } from '#contracts'

/** A request somebody works on: what the strip shows until the request itself is known. */
export type OpenTab = {
  readonly id: string
  readonly name: string
  readonly channel: ChannelKind
  /** The newest client message that was on the screen in this tab. */
  readonly seenSeq: number
}

/** More are not told apart by eye; the one looked at longest ago gives way. */
const mostTabs = 12
const storageKey = (operatorId: string) => `murojaat.tabs.${operatorId}`

export const withTab = (tabs: readonly OpenTab[], request: RequestSummary): readonly OpenTab[] => {
  const tab: OpenTab = {
    id: request.id,
    name: request.contactName,
    channel: request.channel,
    seenSeq: request.lastClientSeq,
  }
  const at = tabs.findIndex((one) => one.id === tab.id)
  if (at < 0) return [...tabs, tab].slice(-mostTabs)
  const known = tabs[at]
  const isSame = known?.name === tab.name && known.seenSeq === tab.seenSeq
  return isSame ? tabs : tabs.map((one) => (one.id === tab.id ? tab : one))
}

export const withoutTab = (tabs: readonly OpenTab[], id: string): readonly OpenTab[] => tabs.filter((one) => one.id !== id)

/** The tab beside this one; around the end to the beginning. Null where there is no other. */
export function neighbour(tabs: readonly OpenTab[], id: string | null, by: 1 | -1): string | null {
  if (tabs.length === 0) return null
  const at = tabs.findIndex((one) => one.id === id)
  const next = at < 0 ? (by === 1 ? 0 : tabs.length - 1) : (at + by + tabs.length) % tabs.length
  const found = tabs[next]?.id ?? null
  return found === id ? null : found
}

let tabs: readonly OpenTab[] = []
let ownerId = ''
const listeners = new Set<() => void>()

function readTabs(operatorId: string): readonly OpenTab[] {
  try {
    return (JSON.parse(localStorage.getItem(storageKey(operatorId)) ?? '[]') as OpenTab[]).slice(-mostTabs)
  } catch {
    return []
  }
}

/** Whose tabs these are; a colleague at the same computer has others. */
export function ownTabs(operatorId: string): void {
  if (ownerId === operatorId) return
  ownerId = operatorId
  tabs = readTabs(operatorId)
}

export const openTabs = (): readonly OpenTab[] => tabs

export function changeTabs(change: (tabs: readonly OpenTab[]) => readonly OpenTab[]): void {
  const next = change(tabs)
  if (next === tabs) return
  tabs = next
  try {
    localStorage.setItem(storageKey(ownerId), JSON.stringify(tabs))
  } catch {
    // A full or forbidden store: the tabs live as long as the page.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useOpenTabs(): readonly OpenTab[] {
  return useSyncExternalStore(subscribe, openTabs)
}
