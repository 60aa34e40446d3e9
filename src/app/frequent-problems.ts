import { Worker } from 'node:worker_threads'
import type { FrequentProblems } from '#contracts'
import { publishedTemplates } from '#handoff'
import { hourMs, minuteMs } from '#kernel'
import type { Ctx } from '#platform'
import { type Matter, readQuestions, readSameStretch } from '#stats'
import type { ProblemsFound, ProblemsInput } from './frequent-problems.worker.ts'

const freshForMs = minuteMs
const longestMs = 30_000
const shownText = 200

/**
 * What many clients write about in the last hour against the same hour of the week before, and questions without an
 * approved answer. Made on demand, at most once a minute, in a thread of its own.
 */
export function frequentProblems(): (ctx: Ctx) => Promise<FrequentProblems> {
  let last: FrequentProblems | null = null
  let underWay: Promise<FrequentProblems> | null = null
  return (ctx) => {
    if (last && ctx.clock.now().getTime() - Date.parse(last.asOf) < freshForMs) return Promise.resolve(last)
    underWay ??= find(ctx)
      .then((found) => {
        last = found
        return found
      })
      .finally(() => {
        underWay = null
      })
    return underWay
  }
}

async function find(ctx: Ctx): Promise<FrequentProblems> {
  const now = ctx.clock.now()
  const [requests, questions, templates] = await Promise.all([
    readSameStretch(ctx),
    readQuestions(ctx),
    publishedTemplates(ctx),
  ])
  const known = templates.flatMap((template) => [...Object.values(template.title), ...Object.values(template.texts)])
  const found = await inThread({
    now: now.getTime(),
    windowMs: hourMs,
    requests: requests.map(clusterable),
    questions: questions.map(clusterable),
    known,
  })
  const byId = new Map<string, Matter>([...requests, ...questions].map((matter) => [matter.id, matter]))
  const example = (requestId: string) => {
    const matter = byId.get(requestId)
    return { requestId, number: matter?.number ?? '', text: matter?.text.slice(0, shownText) ?? '' }
  }
  return {
    asOf: now.toISOString(),
    windowMs: hourMs,
    problems: found.clusters.map(({ topic, exampleId, ids, count, usual, growth }) => ({
      topic,
      example: example(exampleId),
      requestIds: [...ids],
      count,
      usual,
      growth,
    })),
    faqCandidates: found.faq.map(({ topic, exampleId, count, known: nearest }) => ({
      topic,
      example: example(exampleId),
      count,
      known: nearest,
    })),
  }
}

const clusterable = ({ id, text, at, topic }: Matter) => ({ id, text, at: at.getTime(), topic })

function inThread(input: ProblemsInput): Promise<ProblemsFound> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./frequent-problems.worker.mjs', import.meta.url), { workerData: input })
    const timer = setTimeout(() => void worker.terminate(), longestMs)
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => {
      clearTimeout(timer)
      reject(new Error('the clustering thread ended without an answer'))
    })
  })
}
