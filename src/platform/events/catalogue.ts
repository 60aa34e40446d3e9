/**
 * The facts this program can state. A room defines its own; the catalogue is what a test snapshots, so that a changed
 * fact shows in review. Fields may be added freely; a changed meaning is a new version.
 */

import type { z } from 'zod'
import { invariant } from '#kernel'

export type EventDefinition<N extends string, D> = {
  /** A past fact: `message.received`. */
  readonly name: N
  readonly version: number
  /** Ids and small facts only, never text a person wrote. */
  readonly data: z.ZodType<D>
}

const definitions = new Map<string, EventDefinition<string, unknown>>()
const nameShape = /^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$/

/** Registers a fact under its name; a second definition of the same name and version is a bug. */
export function defineEvent<N extends string, S extends z.ZodType>(
  name: N,
  version: number,
  data: S,
): EventDefinition<N, z.infer<S>> {
  invariant(nameShape.test(name), 'an event is named noun.past_verb')
  const key = `${name}@${version}`
  invariant(!definitions.has(key), `the event ${key} is defined twice`)
  const definition = { name, version, data: data as z.ZodType<z.infer<S>> }
  definitions.set(key, definition)
  return definition
}

/** Every fact defined so far, by name and version. */
export function catalogue(): readonly EventDefinition<string, unknown>[] {
  return [...definitions.values()].sort((a, b) => a.name.localeCompare(b.name) || a.version - b.version)
}
