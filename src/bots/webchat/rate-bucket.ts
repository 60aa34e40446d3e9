/** A token bucket: so many at once, so many a second after that. */
export type RateBucket = { take(): boolean }

export function createRateBucket(burst: number, perSecond: number, now: () => number = () => performance.now()): RateBucket {
  let tokens = burst
  let at = now()
  return {
    take() {
      const current = now()
      tokens = Math.min(burst, tokens + ((current - at) / 1000) * perSecond)
      at = current
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}

const mostKeys = 10_000

/** One bucket per key (an address, a visitor); the oldest keys are forgotten so that memory stays bounded. */
export function createRateLimiter(burst: number, perSecond: number): { allows(key: string): boolean } {
  const buckets = new Map<string, RateBucket>()
  return {
    allows(key) {
      const bucket = buckets.get(key) ?? createRateBucket(burst, perSecond)
      buckets.delete(key)
      buckets.set(key, bucket)
      const oldest = buckets.size > mostKeys ? buckets.keys().next().value : undefined
      if (oldest !== undefined) buckets.delete(oldest)
      return bucket.take()
    },
  }
}
