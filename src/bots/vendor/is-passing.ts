import { isAppError } from '#kernel'

/** Refusals that pass by themselves: the vendor is asked to come again. */
export const isPassing = (error: unknown): boolean =>
  isAppError(error, 'database.unavailable') || isAppError(error, 'server.overloaded') || isAppError(error, 'disk.full')
