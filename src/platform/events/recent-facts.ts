/** The latest facts by their numbers: a dozen subscribers hear each of them, and every one would read it from the table. */
import type { Fact } from './fact.ts'

const mostKept = 8_000

type Range = { readonly from: number; readonly to: number }

export class RecentFacts {
  private readonly byNumber = new Map<number, Fact>()

  keep(facts: readonly Fact[]): void {
    for (const fact of facts) this.byNumber.set(fact.feedNo, fact)
    for (const oldest of this.byNumber.keys()) {
      if (this.byNumber.size <= mostKept) return
      this.byNumber.delete(oldest)
    }
  }

  /** All facts of these ranges in the order of the feed; null where one of them is not kept here. */
  of(ranges: readonly Range[]): Fact[] | null {
    const facts: Fact[] = []
    for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
      for (let number = from; number <= to; number++) {
        const fact = this.byNumber.get(number)
        if (fact === undefined) return null
        facts.push(fact)
      }
    }
    return facts
  }
}
