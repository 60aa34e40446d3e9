/** What can be done and by which keys: one table for the buttons, the keyboard, the palette and the list of keys. */
import type { Permission, RequestSummary } from '#contracts'
import type { Dictionary } from '../i18n/uz-latn.ts'

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
  'noReply',
  'ask',
  'appeal',
  'extend',
  'next',
  'previous',
  'goMine',
  'goQueue',
  'goAll',
  'goWaiting',
  'goClosed',
  'goBoard',
  'goStatistics',
  'goSatisfaction',
  'goQuality',
  'goTemplates',
  'goRouting',
  'goPolicy',
  'goCalendars',
  'goDeliveries',
  'goApprovals',
  'goChannels',
  'goGuard',
  'goHooks',
  'goHouse',
  'goRecords',
  'nextTab',
  'previousTab',
  'closeTab',
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
  noReply: ['KeyX'],
  ask: ['KeyD'],
  appeal: ['KeyA'],
  extend: ['KeyE'],
  goMine: ['KeyG', 'KeyM'],
  goQueue: ['KeyG', 'KeyQ'],
  goAll: ['KeyG', 'KeyA'],
  goWaiting: ['KeyG', 'KeyW'],
  goClosed: ['KeyG', 'KeyE'],
  goBoard: ['KeyG', 'KeyB'],
  goStatistics: ['KeyG', 'KeyS'],
  goSatisfaction: ['KeyG', 'KeyN'],
  goQuality: ['KeyG', 'KeyI'],
  goTemplates: ['KeyG', 'KeyT'],
  goRouting: ['KeyG', 'KeyR'],
  goPolicy: ['KeyG', 'KeyP'],
  goCalendars: ['KeyG', 'KeyC'],
  goDeliveries: ['KeyG', 'KeyD'],
  goApprovals: ['KeyG', 'KeyV'],
  goChannels: ['KeyG', 'KeyH'],
  goGuard: ['KeyG', 'KeyL'],
  goHooks: ['KeyG', 'KeyK'],
  goHouse: ['KeyG', 'KeyO'],
  goRecords: ['KeyG', 'KeyU'],
  nextTab: ['BracketRight'],
  previousTab: ['BracketLeft'],
  closeTab: ['KeyW'],
  search: ['KeyS'],
  palette: ['Ctrl', 'KeyK'],
  keys: ['Shift', 'Slash'],
}

const signs: Readonly<Record<string, string>> = { Slash: '/', BracketLeft: '[', BracketRight: ']' }

/** How a key is written on a button: "G M", "/", "?". */
export function keyLabel(id: ActionId): string {
  const keys = keyOf[id]
  if (keys[0] === 'Shift') return '?'
  return keys.map((key) => signs[key] ?? key.replace('Key', '')).join(' ')
}

/** Where one may go by key, in the order of the rail. */
export const pageMoves: readonly ActionId[] = [
  ...(['goMine', 'goQueue', 'goAll', 'goWaiting', 'goClosed', 'goBoard', 'goStatistics', 'goSatisfaction'] as const),
  ...(['goQuality', 'goTemplates', 'goRouting', 'goPolicy', 'goCalendars'] as const),
  ...(['goDeliveries', 'goApprovals', 'goChannels', 'goGuard', 'goHooks', 'goHouse', 'goRecords'] as const),
]
/** Going through the requests that are open at once. */
export const tabMoves: readonly ActionId[] = ['nextTab', 'previousTab', 'closeTab']
/** What is done to the open request, in the order in which it usually happens. */
export const requestSteps: readonly ActionId[] = [
  ...(['transfer', 'ask', 'release', 'pause', 'resume', 'appeal', 'extend', 'noReply', 'close', 'reopen'] as const),
]

/** The name of an action in the language of the screen. */
export function actionName(t: Dictionary, id: ActionId): string {
  const names: Readonly<Record<ActionId, string>> = { ...t.actions, ...t.nav, ...t.edgeNav, ...t.recordsNav, ...t.tabNav }
  return names[id]
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

const always: readonly ActionId[] = [
  ...(['next', 'previous', 'goMine', 'goQueue', 'goAll', 'goWaiting', 'goClosed', 'search', 'palette', 'keys'] as const),
  ...tabMoves,
]
/** The pages beside the requests, each with what one must be allowed to see it. */
const pageOfAction = {
  goBoard: 'board.read',
  goStatistics: 'statistics.read',
  goSatisfaction: 'statistics.read',
  goQuality: 'quality.read',
  goTemplates: 'templates.read',
  goRouting: 'board.read',
  goPolicy: 'board.read',
  goCalendars: 'board.read',
  goDeliveries: 'request.read',
  goApprovals: 'reply.approve',
  goChannels: 'channels.read',
  goGuard: 'settings.edit',
  goHooks: 'webhooks.edit',
  goRecords: 'audit.read',
} as const satisfies Partial<Record<ActionId, Permission>>
const pageActions = Object.keys(pageOfAction) as (keyof typeof pageOfAction)[]

/** What this person may do with this request now; buttons that are not here are not drawn. */
export function allowedActions(
  request: RequestSummary | null,
  myId: string,
  may: (permission: Permission) => boolean,
): ReadonlySet<ActionId> {
  const allowed = new Set<ActionId>([...always, ...pageActions.filter((id) => may(pageOfAction[id]))])
  if (request) for (const id of requestActions(request, myId, may)) allowed.add(id)
  return allowed
}

function requestActions(request: RequestSummary, myId: string, may: (permission: Permission) => boolean): ActionId[] {
  const note: ActionId[] = may('request.note') ? ['note'] : []
  if (request.status === 'closed') return may('request.close') ? [...note, 'reopen'] : note
  const isMine = request.holderOperatorId === myId
  const common = [...note, ...termActions(request, may)]
  if (isMine) return [...common, ...ownActions(request, may)]
  const isFree = request.holderKind !== 'operator' || may('request.assign_others')
  return isFree && may('request.take') ? [...common, 'take'] : common
}

const hasTerm = ({ clocks }: RequestSummary) =>
  clocks.some(({ kind, state }) => kind === 'statutory' && (state === 'running' || state === 'paused'))

/** What concerns the term of the law; the hub refuses what the state of the request does not allow. */
function termActions(request: RequestSummary, may: (permission: Permission) => boolean): ActionId[] {
  const appeal: ActionId[] = may('request.classify') ? ['appeal'] : []
  return may('request.extend_statutory') && hasTerm(request) ? [...appeal, 'extend'] : appeal
}

function ownActions(request: RequestSummary, may: (permission: Permission) => boolean): ActionId[] {
  const own: ActionId[] = []
  if (may('request.reply'))
    own.push('reply', 'template', 'noReply', 'ask', request.status === 'waiting_client' ? 'resume' : 'pause')
  if (may('request.transfer')) own.push('transfer', 'release')
  if (may('request.close')) own.push('close')
  return own
}
