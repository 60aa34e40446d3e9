/**
 * Does for many at once what is asked for one at a time: while some are being done the next gather, so that one alone waits for
 * nothing and many cost little more than one.
 */
export type Gatherer<In, Out> = (input: In) => Promise<Out>

/**
 * @param work answers in the order of what it is given; where it throws, everybody in it is told.
 * @param options.most done at once at most. @param options.lanes works under way at once at most, 1 unless given.
 */
export function createGatherer<In, Out>(
  work: (inputs: readonly In[]) => Promise<readonly PromiseSettledResult<Out>[]>,
  options: { readonly most: number; readonly lanes?: number },
): Gatherer<In, Out> {
  type Waiting = { readonly input: In; resolve(value: Out): void; reject(error: unknown): void }
  const waiting: Waiting[] = []
  let running = 0
  let isDue = false

  async function doSome(some: readonly Waiting[]): Promise<void> {
    try {
      const settled = await work(some.map(({ input }) => input))
      for (const [index, one] of some.entries()) {
        const its = settled[index]
        if (its?.status === 'fulfilled') one.resolve(its.value)
        else one.reject(its?.reason ?? new Error('nothing was answered'))
      }
    } catch (error) {
      for (const one of some) one.reject(error)
    }
  }

  function begin(): void {
    isDue = false
    while (running < (options.lanes ?? 1) && waiting.length > 0) {
      running++
      void doSome(waiting.splice(0, options.most)).finally(() => {
        running--
        begin()
      })
    }
  }

  return (input) =>
    new Promise((resolve, reject) => {
      waiting.push({ input, resolve, reject })
      if (isDue) return
      isDue = true
      // What is asked for in the same turn of the loop is done together.
      setImmediate(begin)
    })
}
