import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DeskServerFrame, QueueView, RequestDetail, RequestSummary } from '#contracts'
import { aMessage, aRequest } from './fixtures.ts'
import { emptyState, type LiveState } from './live-state.ts'
import { countView, listView } from './queue-order.ts'
import { withKeptParts } from './same-value.ts'
import { applyDetail, applyEarlier, applyFrames, applyQueuePage, applySummary, maxRequests, startAfresh } from './store.ts'

const me = 'operator-me'
const views: QueueView[] = ['mine', 'queue', 'all_open', 'waiting_client', 'closed']

const frameOf = (feedNo: number, request: RequestSummary): DeskServerFrame => ({
  kind: 'request',
  feedNo,
  request,
  cause: 'holder.changed',
})
const goneFrame = (feedNo: number, requestId: string): DeskServerFrame => ({ kind: 'request.gone', feedNo, requestId })

/** Reads every view whole, as a console does that has just been opened. */
function freshSnapshot(feedNo: number, truth: readonly RequestSummary[]): LiveState {
  let state = { ...emptyState(me), feedNo }
  for (const view of views) {
    const items = listView(
      applyFrames(
        emptyState(me),
        truth.map((request) => frameOf(feedNo, request)),
      ),
      view,
      me,
    )
    state = applyQueuePage(state, view, { feedNo, items, nextCursor: null }, true)
  }
  return state
}

const shown = (state: LiveState) => Object.fromEntries(views.map((view) => [view, listView(state, view, me)]))

const step = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  status: fc.constantFrom('open', 'waiting_client', 'closed'),
  holder: fc.constantFrom(me, 'operator-other', null),
  due: fc.integer({ min: 10, max: 59 }),
  isGone: fc.boolean(),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

function requestAfter({ id, status, holder, due }: Step, feedNo: number): RequestSummary {
  return aRequest({
    id,
    status: status as RequestSummary['status'],
    holderKind: holder === null ? 'queue' : 'operator',
    holderOperatorId: holder,
    nextDueAt: status === 'open' ? `2026-11-20T10:${due}:00.000Z` : null,
    closedAt: status === 'closed' ? `2026-11-20T11:${due}:00.000Z` : null,
    updatedAt: `2026-11-20T09:00:00.${String(feedNo).padStart(3, '0')}Z`,
  })
}

/** What the hub would say of each step, and the truth after it. */
function play(steps: readonly Step[]) {
  const truth = new Map<string, RequestSummary>()
  const frames: DeskServerFrame[] = []
  const truths: RequestSummary[][] = [[]]
  steps.forEach((one, index) => {
    const feedNo = index + 1
    if (one.isGone) truth.delete(one.id)
    else truth.set(one.id, requestAfter(one, feedNo))
    frames.push(one.isGone ? goneFrame(feedNo, one.id) : frameOf(feedNo, requestAfter(one, feedNo)))
    truths.push([...truth.values()])
  })
  return { frames, truths }
}

test('a snapshot with frames in any order, some of them twice, shows what a fresh snapshot shows', () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 25 }),
      fc.nat(),
      fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 20 }),
      (steps, cut, disorder) => {
        const { frames, truths } = play(steps)
        const from = cut % (steps.length + 1)
        const heard = frames.slice(from)
        for (const [take, put] of disorder) {
          const frame = heard[take % Math.max(1, heard.length)]
          if (frame) heard.splice(put % (heard.length + 1), 0, frame)
        }
        // Also frames from before the snapshot may still come.
        heard.push(...frames.slice(0, from))
        const live = applyFrames(freshSnapshot(from, truths[from] ?? []), heard)
        const fresh = freshSnapshot(steps.length, truths[steps.length] ?? [])
        expect(shown(live)).toEqual(shown(fresh))
      },
    ),
  )
})

test('frames that come while a page is being read are not undone by the older page', () => {
  const old = aRequest({ id: 'a', holderKind: 'queue', holderOperatorId: null })
  const taken = aRequest({ id: 'a', holderKind: 'operator', holderOperatorId: me })
  const early = applyFrames(emptyState(me), [frameOf(8, taken)])
  const state = applyQueuePage(early, 'queue', { feedNo: 5, items: [old], nextCursor: null }, true)
  expect(listView(state, 'queue', me)).toEqual([])
  expect(listView(state, 'mine', me)).toEqual([taken])
})

test('a message edited while its request was being opened keeps the edit', () => {
  const before = aMessage({ id: 'm1', text: 'kartam ishlamayapti' })
  const after = { ...before, text: 'kartam bloklandi', editedAt: '2026-11-20T10:00:00.000Z' }
  const early = applyFrames(emptyState(me), [{ kind: 'message', feedNo: 7, requestId: 'a', message: after }])
  const state = applyDetail(early, aDetail(6, [before]))
  expect([...(state.timelines.get('a')?.messages.values() ?? [])].map((one) => one.value.text)).toEqual(['kartam bloklandi'])
})

test('an earlier page does not take newer delivery marks away', () => {
  const sent = aMessage({ id: 'm1', text: 'javob' })
  const read = { ...sent, text: 'javob (o‘qilgan)' }
  const state = applyFrames(emptyState(me), [{ kind: 'message', feedNo: 9, requestId: 'a', message: read }])
  const deeper = applyEarlier(state, 'a', { messages: [sent, aMessage({ id: 'm0' })], hasEarlier: false })
  expect(deeper.timelines.get('a')?.messages.get('m1')?.value.text).toBe('javob (o‘qilgan)')
  expect(deeper.timelines.get('a')?.messages.has('m0')).toBe(true)
})

test('a view read in part shows no request beyond what was read, and counts it', () => {
  const near = aRequest({ id: 'a', nextDueAt: '2026-11-20T10:00:00.000Z' })
  const far = aRequest({ id: 'z', nextDueAt: '2026-11-22T10:00:00.000Z' })
  const state = applyQueuePage(emptyState(me), 'all_open', { feedNo: 1, items: [near], nextCursor: 'more' }, true)
  const heard = applyFrames(state, [frameOf(2, far)])
  expect(listView(heard, 'all_open', me).map((one) => one.id)).toEqual(['a'])
  expect(countView(heard, 'all_open', me)).toEqual({ count: 2, isAtLeast: true })
})

test('the screen resumes from the highest feed number it has heard', () => {
  const state = applyFrames({ ...emptyState(me), feedNo: 4 }, [goneFrame(9, 'x'), goneFrame(7, 'y')])
  expect(state.feedNo).toBe(9)
  expect(applyFrames(state, [{ kind: 'client.typing', requestId: 'x', isTyping: true }]).feedNo).toBe(9)
})

test('the answer to an own action shows at once and gives way to its frame', () => {
  const open = aRequest({ id: 'a', updatedAt: '2026-11-20T10:00:00.000Z' })
  const mine = aRequest({ id: 'a', holderOperatorId: me, updatedAt: '2026-11-20T10:00:05.000Z' })
  const stolen = aRequest({ id: 'a', holderOperatorId: 'operator-other', updatedAt: '2026-11-20T10:00:06.000Z' })
  const state = applySummary(applyFrames(emptyState(me), [frameOf(3, open)]), mine)
  expect(listView(state, 'mine', me)).toEqual([mine])
  expect(listView(applyFrames(state, [frameOf(4, stolen)]), 'mine', me)).toEqual([])
})

test('loading afresh forgets what the new pages no longer have', () => {
  const state = applyFrames(emptyState(me), [frameOf(3, aRequest({ id: 'left' })), frameOf(12, aRequest({ id: 'new' }))])
  const fresh = startAfresh(state, 10)
  expect(listView(fresh, 'all_open', me).map((one) => one.id)).toEqual(['new'])
  expect(fresh.feedNo).toBe(12)
})

test('news of more requests than a console can hold leaves the lists as they are and lets the others go', () => {
  const near = aRequest({ id: 'near', nextDueAt: '2026-11-20T10:00:00.000Z' })
  const held = aRequest({ id: 'held', holderKind: 'operator', holderOperatorId: me, nextDueAt: '2026-11-23T10:00:00.000Z' })
  const page = { feedNo: 1, items: [near], nextCursor: 'more' }
  const read = applyQueuePage(emptyState(me), 'all_open', page, true)
  const mine = applyQueuePage(read, 'mine', { feedNo: 1, items: [held], nextCursor: null }, true)
  const news = Array.from({ length: maxRequests + 500 }, (_, at) =>
    frameOf(at + 2, aRequest({ id: `far-${at}`, nextDueAt: '2026-11-22T10:00:00.000Z' })),
  )
  const heard = applyFrames(mine, news)
  expect(heard.requests.size).toBeLessThanOrEqual(maxRequests)
  expect(listView(heard, 'all_open', me)).toEqual([near])
  expect(listView(heard, 'mine', me)).toEqual([held])
  // Those of which was heard longest ago go first.
  expect([0, maxRequests + 499].map((at) => heard.requests.has(`far-${at}`))).toEqual([false, true])
  // A page read before what was forgotten would bring back what is no longer so: the console reads it again.
  const known = [...heard.requests].map(([, { feedNo }]) => feedNo).filter((feedNo) => feedNo > 1)
  expect(heard.forgottenUpTo).toBe(Math.min(...known) - 1)
  expect(heard.mustReload).toBe(false)
})

test('a list read whole that grows beyond all measure is read anew', () => {
  const whole = applyQueuePage(emptyState(me), 'all_open', { feedNo: 1, items: [], nextCursor: null }, true)
  const news = Array.from({ length: 2 * maxRequests + 1 }, (_, at) => frameOf(at + 2, aRequest({ id: `new-${at}` })))
  expect(applyFrames(whole, news).mustReload).toBe(true)
})

test('requests that went away are not remembered without end', () => {
  const heard = applyFrames(
    emptyState(me),
    Array.from({ length: maxRequests + 10 }, (_, at) => goneFrame(at + 1, `gone-${at}`)),
  )
  expect(heard.gone.size).toBeLessThanOrEqual(maxRequests)
  expect(heard.gone.has(`gone-${maxRequests + 9}`)).toBe(true)
})

test('what is read again and says the same is the same: nothing is drawn anew for it', () => {
  const messages = [aMessage({ id: 'm1' }), aMessage({ id: 'm2', text: 'rahmat' })]
  const again = structuredClone(messages)
  const first = applyDetail(emptyState(me), aDetail(3, messages))
  const later = applyDetail(first, {
    ...structuredClone(aDetail(9, [])),
    messages: [again[0], { ...again[1], text: 'raxmat' }] as never,
  })
  const [before, after] = [first, later].map((state) => state.timelines.get('a'))
  expect(after?.facts?.value).toBe(before?.facts?.value)
  expect(after?.messages.get('m1')?.value).toBe(before?.messages.get('m1')?.value)
  expect(after?.messages.get('m2')?.value.text).toBe('raxmat')
  expect(later.requests.get('a')?.value).toBe(first.requests.get('a')?.value)
  // It is true as of the later reading all the same: a frame from before does not take its place.
  const late = applyFrames(later, [
    { kind: 'message', feedNo: 7, requestId: 'a', message: aMessage({ id: 'm1', text: 'eski' }) },
  ])
  expect(late.timelines.get('a')?.messages.get('m1')?.value.text).toBe('kartam bloklandi')
})

test('of facts read again only what has changed is another', () => {
  const before = { contact: { id: 'c1', identities: [] }, history: [{ name: 'request.opened' }] }
  const now = { contact: { id: 'c1', identities: [] }, history: [{ name: 'request.opened' }, { name: 'request.closed' }] }
  const kept = withKeptParts(before, now)
  expect(kept).toEqual(now)
  expect(kept.contact).toBe(before.contact)
})

test('a reload asked for by the hub is remembered until it is done', () => {
  const told = applyFrames(emptyState(me), [{ kind: 'reload', feedNo: 50 }])
  expect(told.mustReload).toBe(true)
  expect(startAfresh(told, 50).mustReload).toBe(false)
})

test('a client who was typing and has written is typing no more', () => {
  const typing = applyFrames(emptyState(me), [{ kind: 'client.typing', requestId: 'a', isTyping: true }])
  expect(typing.typingClients.has('a')).toBe(true)
  const wrote = applyFrames(typing, [{ kind: 'message', feedNo: 2, requestId: 'a', message: aMessage({ id: 'm1' }) }])
  expect(wrote.typingClients.has('a')).toBe(false)
})

test('a colleague who starts typing is shown once, and not at all after leaving', () => {
  const colleague = { kind: 'colleague', requestId: 'a', operatorId: 'o1', name: 'Jasur' } as const
  const viewing = applyFrames(emptyState(me), [{ ...colleague, what: 'viewing' }])
  const typing = applyFrames(viewing, [{ ...colleague, what: 'typing' }])
  expect(typing.colleagues.get('a')).toEqual([{ operatorId: 'o1', name: 'Jasur', what: 'typing' }])
  expect(applyFrames(typing, [{ ...colleague, what: 'left' }]).colleagues.get('a') ?? []).toEqual([])
})

function aDetail(feedNo: number, messages: RequestDetail['messages']): RequestDetail {
  return {
    feedNo,
    request: aRequest({ id: 'a' }),
    contact: {
      id: 'c1',
      displayName: 'Aziza',
      language: null,
      isLanguageChosen: false,
      phone: null,
      identities: [],
      earlierRequests: [],
    },
    messages,
    hasEarlier: false,
    notes: [],
    classification: null,
    history: [],
    assignment: null,
  }
}
