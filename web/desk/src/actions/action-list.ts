/** What can be done and by which keys: one table for the buttons, the keyboard, the palette and the list of keys. */
import type { Permission, RequestSummary } from '#contracts'

export const actionIds = [
  'take',
  'reply',
  'template',
  'note',
  'transfer',
  'release',
  'pause',
  'resume',
  'close',
  'reopen',
  'next',
  'previous',
  'goMine',
  'goQueue',
  'goAll',
  'goBoard',
  'goStatistics',
  'search',
  'palette',
  'keys',
] as const
export type ActionId = (typeof actionIds)[number]

/** Physical keys (`KeyboardEvent.code`), so that they are the same on a Latin and on a Russian layout. */
const keyOf: Record<ActionId, readonly string[]> = {
  next: ['KeyJ'],
  previous: ['KeyK'],
  take: ['KeyT'],
  reply: ['KeyR'],
  template: ['Slash'],
  note: ['KeyN'],
  transfer: ['KeyF'],
  release: ['KeyB'],
  pause: ['KeyP'],
  resume: ['KeyP'],
  close: ['KeyC'],
  reopen: ['KeyO'],
  goMine: ['KeyG', 'KeyM'],
  goQueue: ['KeyG', 'KeyQ'],
  goAll: ['KeyG', 'KeyA'],
  goBoard: ['KeyG', 'KeyB'],
  goStatistics: ['KeyG', 'KeyS'],
  search: ['KeyS'],
  palette: ['Ctrl', 'KeyK'],
  keys: ['Shift', 'Slash'],
}

/** How a key is written on a button: "G M", "/", "?". */
export function keyLabel(id: ActionId): string {
  const keys = keyOf[id]
  if (keys[0] === 'Shift') return '?'
  return keys.map((key) => (key === 'Slash' ? '/' : key.replace('Key', ''))).join(' ')
}

type Press = Pick<KeyboardEvent, 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>

/** @param before the code pressed just before, for two-key sequences; null where there was none. */
export function actionOfKey(press: Press, before: string | null, allowed: ReadonlySet<ActionId>): ActionId | null {
  if (press.altKey || press.metaKey || press.ctrlKey) return null
  const matches = actionIds.filter((id) => isPressed(keyOf[id], press, before))
  return matches.find((id) => allowed.has(id)) ?? null
}

function isPressed(keys: readonly string[], press: Press, before: string | null): boolean {
  const [first, second] = keys
  if (first === 'Ctrl') return false
  if (first === 'Shift') return press.shiftKey && press.code === second
  if (press.shiftKey) return false
  return second === undefined ? before !== 'KeyG' && press.code === first : before === first && press.code === second
}

/** What this person may do with this request now; buttons that are not here are not drawn. */
export function allowedActions(
  request: RequestSummary | null,
  myId: string,
  may: (permission: Permission) => boolean,
): ReadonlySet<ActionId> {
  const allowed = new Set<ActionId>(['next', 'previous', 'goMine', 'goQueue', 'goAll', 'search', 'palette', 'keys'])
  if (may('board.read')) allowed.add('goBoard')
  if (may('statistics.read')) allowed.add('goStatistics')
  if (request) for (const id of requestActions(request, myId, may)) allowed.add(id)
  return allowed
}

function requestActions(request: RequestSummary, myId: string, may: (permission: Permission) => boolean): ActionId[] {
  const note: ActionId[] = may('request.note') ? ['note'] : []
  if (request.status === 'closed') return may('request.close') ? [...note, 'reopen'] : note
  const isMine = request.holderOperatorId === myId
  if (isMine) return [...note, ...ownActions(request, may)]
  const isFree = request.holderKind !== 'operator' || may('request.assign_others')
  return isFree && may('request.take') ? [...note, 'take'] : note
}

function ownActions(request: RequestSummary, may: (permission: Permission) => boolean): ActionId[] {
  const own: ActionId[] = []
  if (may('request.reply')) own.push('reply', 'template', request.status === 'waiting_client' ? 'resume' : 'pause')
  if (may('request.transfer')) own.push('transfer', 'release')
  if (may('request.close')) own.push('close')
  return own
}
