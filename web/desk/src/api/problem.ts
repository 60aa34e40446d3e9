import type { Problem } from '#contracts'

/** The hub refused: `code` is of the closed catalogue, `facts` are what the sentence may need. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly code: string
  readonly status: number
  readonly requestId: string
  readonly facts: Problem['facts']

  constructor(problem: Pick<Problem, 'code' | 'status' | 'requestId' | 'facts'>) {
    super(problem.code)
    this.code = problem.code
    this.status = problem.status
    this.requestId = problem.requestId
    this.facts = problem.facts
  }
}

export function isProblem(error: unknown, code: string): error is ProblemError {
  return error instanceof ProblemError && error.code === code
}

/** A fact of a refusal as text, or null where the hub did not say. */
export function factOf(error: unknown, name: string): string | null {
  const value = error instanceof ProblemError ? error.facts[name] : null
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null
}
