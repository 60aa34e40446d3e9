/** What a command of `murojaat` is. */
import { environment, loadConfig, type Tools, withTools } from '../../src/platform/index.ts'

export type Command = {
  /** What stands behind the command's name, as in `<login> [name]`. */
  readonly usage: string
  /** One line of the list. */
  readonly about: string
  /**
   * Does it and resolves to the exit code: 0 done, 1 not, 2 wrongly called. What a person can mend may be thrown as one of the
   * errors `sayWhyNot` knows.
   */
  run(args: readonly string[]): Promise<number>
}

export const say = (line: string): void => {
  console.log(line)
}
export const complain = (line: string): void => {
  console.error(line)
}

/** Runs something with the database of the environment's configuration, which may be in use by the running program. */
export const withDatabase = <T>(run: (tools: Tools) => Promise<T>): Promise<T> => withTools(loadConfig(environment()), say, run)
