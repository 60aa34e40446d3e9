import { notifications } from '@mantine/notifications'
import { useRef } from 'react'
import type { z } from 'zod'
import type { ClassifyInput, CloseInput, PauseReason, RequestSummary, TransferInput } from '#contracts'
import { sendJson } from '../api/http.ts'
import { factOf, isProblem } from '../api/problem.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useLiveClient } from '../live/use-live.tsx'

type Done = { request: RequestSummary }
export type Classify = z.infer<typeof ClassifyInput>
export type Close = z.infer<typeof CloseInput>
export type Transfer = z.infer<typeof TransferInput>

export type Performer = {
  /** Each resolves to whether it was done; a refusal is explained in a toast. */
  take(): Promise<boolean>
  release(): Promise<boolean>
  transfer(input: Transfer): Promise<boolean>
  pause(reason: PauseReason): Promise<boolean>
  resume(): Promise<boolean>
  close(input: Close): Promise<boolean>
  reopen(reason: string): Promise<boolean>
  classify(input: Classify): Promise<boolean>
}

/** Calls the hub for the open request and says what happened and what to do next. */
export function usePerformer(request: RequestSummary | null, openNext: () => void): Performer {
  const { t, explain } = useI18n()
  const live = useLiveClient()
  const busy = useRef(false)

  const refused = (error: unknown) => {
    const holder = factOf(error, 'holderName') ?? live.getState().requests.get(request?.id ?? '')?.value.holderName
    const isHeld = isProblem(error, 'request.held_by_other') || isProblem(error, 'request.changed_meanwhile')
    notifications.show({
      color: isHeld ? 'yellow' : 'red',
      title: isHeld ? t.toast.takeRefused : t.toast.failed,
      message: isHeld && holder ? t.toast.heldBy(holder) : explain(error),
    })
    // Somebody else was first: show who, without waiting for the frame.
    if (request) live.readDetail(request.id).catch(() => undefined)
    return false
  }
  const call = async (method: 'POST' | 'PATCH', path: string, body: unknown, done: (request: RequestSummary) => string) => {
    if (!request || busy.current) return false
    busy.current = true
    try {
      const answer = await sendJson<Partial<Done>>(method, `/api/requests/${request.id}/${path}`, body)
      if (answer.request) live.put(answer.request)
      notifications.show({ color: 'green', message: done(answer.request ?? request) })
      return true
    } catch (error) {
      return refused(error)
    } finally {
      busy.current = false
    }
  }
  const andNext = async (doing: Promise<boolean>) => {
    const isDone = await doing
    if (isDone) openNext()
    return isDone
  }
  return {
    take: () => call('POST', 'take', { expectedVersion: request?.holderVersion }, (taken) => t.toast.taken(taken.number)),
    release: () => call('POST', 'return', {}, () => t.toast.released),
    transfer: (input) => andNext(call('POST', 'transfer', input, () => t.toast.transferred)),
    pause: (reason) => call('POST', 'pause', { reason }, () => t.toast.paused),
    resume: () => call('POST', 'resume', undefined, () => t.toast.resumed),
    close: (input) => andNext(call('POST', 'close', input, () => t.toast.closed)),
    reopen: (reason) => call('POST', 'reopen', reason ? { reason } : {}, () => t.toast.reopened),
    classify: (input) => call('PATCH', 'classification', input, () => t.toast.classified),
  }
}
