/** Runs beside the main thread: clustering a few thousand texts takes about a second of one core, and no message waits for it. */
import { parentPort, workerData } from 'node:worker_threads'
import { type ClusterableRequest, clusterRequests, findFaqCandidates } from '#classifier'

export type ProblemsInput = {
  readonly now: number
  readonly windowMs: number
  readonly requests: readonly ClusterableRequest[]
  readonly questions: readonly ClusterableRequest[]
  readonly known: readonly string[]
}
export type ProblemsFound = {
  readonly clusters: ReturnType<typeof clusterRequests>
  readonly faq: ReturnType<typeof findFaqCandidates>
}

const input = workerData as ProblemsInput
parentPort?.postMessage({
  clusters: clusterRequests(input.requests, { now: input.now, windowMs: input.windowMs }),
  faq: findFaqCandidates(input.questions, input.known),
} satisfies ProblemsFound)
