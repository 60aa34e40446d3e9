import { firstTerms } from '#contracts'
import type { Edges } from '#desk'
import { AppError } from '#kernel'

const nothing = () => Promise.reject(new AppError('webhook.not_found'))

/** For worlds in which there is nobody to watch and nobody to tell. */
export const noEdges: Edges = {
  channels: {
    health: async () => [],
    look: () => Promise.reject(new AppError('account.not_found')),
    hold: () => Promise.reject(new AppError('account.not_found')),
    moderate: () => Promise.reject(new AppError('message.not_found')),
  },
  retention: {
    terms: async () => firstTerms,
    lastRun: async () => null,
    change: async () => undefined,
    preview: async () => [],
    forget: async () => 0,
  },
  house: {
    health: async (ctx) => ({
      asOf: ctx.clock.now().toISOString(),
      startedAt: ctx.clock.now().toISOString(),
      mode: 'embedded',
      roles: [],
      nodeVersion: '',
      checks: [],
    }),
  },
  webhooks: { list: async () => [], make: nothing, change: nothing, remove: nothing, facts: nothing, replay: nothing },
}
