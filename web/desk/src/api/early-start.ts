import type { Directory, Me, QueuePage, QueueView, Start } from '#contracts'
import { answerOf } from './http.ts'

declare global {
  /** What `early.js` asked for before this script was here. */
  var murojaatStart: { readonly view: QueueView; readonly answer: Promise<Response> } | undefined
}

export type FirstPage = { readonly view: QueueView; readonly page: QueuePage }
export type EarlyStart = { readonly me: Me; readonly directory: Directory | null; readonly first: FirstPage | null }

/**
 * The answer that was asked for before the scripts came, once; null where none was or it was taken before.
 * @throws ProblemError what the hub refused; TypeError where it cannot be reached.
 */
export async function takeEarlyStart(): Promise<EarlyStart | null> {
  const early = globalThis.murojaatStart
  globalThis.murojaatStart = undefined
  if (!early) return null
  const { me, directory, page } = await answerOf<Start>(() => early.answer)
  return { me, directory, first: page && { view: early.view, page } }
}
