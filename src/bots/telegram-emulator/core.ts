import type { Faults } from './faults.ts'
import type { Person, PersonContext } from './person.ts'
import type { ApiCall, BotState, TgUser } from './state.ts'

/** The whole inside, shared by the routes. */
export type EmulatorCore = PersonContext & {
  bot: BotState
  faults: Faults
  calls: ApiCall[]
  person(user: Partial<TgUser> & { id: number }): Person
  /** Grows with every change of any chat: the page asks for what is newer. */
  version(): number
  touched(): void
  /** Writes what waits to be kept. */
  flush(): void
}
