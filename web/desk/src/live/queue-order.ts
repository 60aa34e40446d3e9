/** Which view a request is in and where: the same rule as the hub's keyset pages, so that frames and pages agree. */
import type { QueueView, RequestSummary } from '#contracts'
import type { AsOf, LiveState } from './live-state.ts'

/** @param myId the operator whose console it is. */
export function isInView(request: RequestSummary, view: QueueView, myId: string): boolean {
  switch (view) {
    case 'mine':
      return request.status !== 'closed' && request.holderOperatorId === myId
    case 'queue':
      return request.status === 'open' && request.holderKind === 'queue'
    case 'waiting_client':
      return request.status === 'waiting_client'
    case 'closed':
      return request.status === 'closed'
    default:
      return request.status === 'open'
  }
}

function byText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** What breaches next comes first; nothing due comes last; then the oldest. Closed: the latest first. */
function compareInView(view: QueueView): (a: RequestSummary, b: RequestSummary) => number {
  if (view === 'closed') return (a, b) => byText(b.closedAt ?? '', a.closedAt ?? '') || byText(b.id, a.id)
  return (a, b) => byText(a.nextDueAt ?? '9', b.nextDueAt ?? '9') || byText(a.openedAt, b.openedAt) || byText(a.id, b.id)
}

/** Whether a view shows this request: it is in the view and no farther down than the view has been read. */
export function isShown(state: Pick<LiveState, 'views' | 'myId'>, view: QueueView, request: RequestSummary): boolean {
  const { isLoaded, upTo } = state.views[view]
  return isLoaded && isInView(request, view, state.myId) && (upTo === null || compareInView(view)(request, upTo) <= 0)
}

type Part = ReadonlyMap<string, AsOf<RequestSummary>>
type Members = Readonly<Record<QueueView, readonly RequestSummary[]>>

/** Which requests of a part of the store are in which view, for one operator: a frame changes one part of many. */
let known: { readonly myId: string; readonly members: WeakMap<Part, Members> } = { myId: '', members: new WeakMap() }

function membersOf(state: Pick<LiveState, 'requests'>, myId: string): Members[] {
  if (known.myId !== myId) known = { myId, members: new WeakMap() }
  return state.requests.parts(known.members, (part) => {
    const requests = [...part.values()].map((one) => one.value)
    const within = (view: QueueView) => requests.filter((request) => isInView(request, view, myId))
    return {
      mine: within('mine'),
      queue: within('queue'),
      all_open: within('all_open'),
      waiting_client: within('waiting_client'),
      closed: within('closed'),
    }
  })
}

/** The requests of a view in their order, as far as the view has been read. */
export function listView(state: LiveState, view: QueueView, myId: string): RequestSummary[] {
  const compare = compareInView(view)
  const { upTo } = state.views[view]
  // Beyond what was read there are gaps: a request there shows when its page comes.
  const isRead = (request: RequestSummary) => upTo === null || compare(request, upTo) <= 0
  return membersOf(state, myId)
    .flatMap((members) => members[view].filter(isRead))
    .sort(compare)
}

export type ViewCount = { readonly count: number; readonly isAtLeast: boolean }

/** How many requests a view has; at least so many where not all of it was read. */
export function countView(state: LiveState, view: QueueView, myId: string): ViewCount {
  const { isLoaded, nextCursor } = state.views[view]
  let count = 0
  for (const members of membersOf(state, myId)) count += members[view].length
  return { count, isAtLeast: !isLoaded || nextCursor !== null }
}
