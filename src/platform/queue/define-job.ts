import type { z } from 'zod'
import { invariant } from '#kernel'
import type { Ctx, JobDefinition } from '../ctx.ts'

const nameShape = /^[a-z]+\.[a-z]+(-[a-z]+)*$/

/**
 * Defines an order: `bots.deliver-reply`. The data holds ids only.
 * One at a time and five attempts unless given.
 */
export function defineJob<S extends z.ZodType>(job: {
  name: string
  data: S
  concurrency?: number
  attempts?: number
  isPrompt?: boolean
  run: (ctx: Ctx, data: z.infer<S>) => Promise<void>
}): JobDefinition<z.infer<S>> {
  invariant(nameShape.test(job.name), 'a job is named room.what-it-does')
  return {
    name: job.name,
    data: job.data as z.ZodType<z.infer<S>>,
    concurrency: job.concurrency ?? 1,
    attempts: job.attempts ?? 5,
    isPrompt: job.isPrompt ?? false,
    run: job.run,
  }
}
