/**
 * One answer for all who ask at about the same moment, where working it out is heavy; else each gets their own, true at the
 * moment they asked. Whether it is heavy is told by the last answer.
 */
export class SharedAnswer<T> {
  private readonly isHeavy: (answer: T) => boolean
  private readonly forMs: number
  private last: { readonly atMs: number; readonly answer: Promise<T> } | null = null

  /** @param forMs how old an answer may be that is given once more. */
  constructor(isHeavy: (answer: T) => boolean, forMs: number) {
    this.isHeavy = isHeavy
    this.forMs = forMs
  }

  /** @param read works the answer out; its failure is told to whoever waits for it and is not kept. */
  async get(nowMs: number, read: () => Promise<T>): Promise<T> {
    const { last } = this
    if (last !== null && Math.abs(nowMs - last.atMs) < this.forMs) return last.answer
    const answer = read()
    if (last === null) return this.keepIfHeavy(nowMs, answer)
    // It was heavy a moment ago and will be again: nobody else begins it meanwhile.
    this.last = { atMs: nowMs, answer }
    return this.keepIfHeavy(nowMs, answer)
  }

  private async keepIfHeavy(atMs: number, answer: Promise<T>): Promise<T> {
    try {
      const found = await answer
      this.last = this.isHeavy(found) ? { atMs, answer } : null
      return found
    } catch (error) {
      this.last = null
      throw error
    }
  }
}
