import { afterEach, describe, expect, it } from 'vitest'
import { type Bus, createLocalBus, createRedisBus, type Fact, onFacts } from '#platform'
import { collectLog, hasRedis, redisForTests, until } from '../../support/index.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const { log, saying } = collectLog()
const kept = (bus: Bus): Bus => {
  closing.push(() => bus.close())
  return bus
}

/** Two ends of one bus: the same object in one process, two connections in two. */
const kinds = [
  {
    kind: 'in one process',
    isAbsent: false,
    open: async (): Promise<[Bus, Bus]> => {
      const bus = kept(createLocalBus(log))
      return [bus, bus]
    },
  },
  {
    kind: 'over Redis',
    isAbsent: !hasRedis(),
    open: async (): Promise<[Bus, Bus]> => {
      const redis = await redisForTests()
      closing.push(() => redis.stop())
      return [kept(await createRedisBus(redis.url, log)), kept(await createRedisBus(redis.url, log))]
    },
  },
]

for (const { kind, isAbsent, open } of kinds) {
  describe.skipIf(isAbsent)(`the bus ${kind}`, () => {
    it('carries a shout to every hearer of its topic, once each, and to no other', async () => {
      const [near, far] = await open()
      const heard: string[] = []
      near.subscribe('bell', (payload) => heard.push(`near ${JSON.stringify(payload)}`))
      far.subscribe('bell', (payload) => heard.push(`far ${JSON.stringify(payload)}`))
      far.subscribe('drum', () => heard.push('drum'))
      near.publish('bell', { times: 3 })
      near.publish('end', null)
      far.subscribe('end', () => undefined)
      await until(() => heard.length >= 2)
      near.publish('bell', 'last')
      await until(() => heard.filter((line) => line.endsWith('"last"')).length === 2)
      expect(heard.sort()).toEqual(['far "last"', 'far {"times":3}', 'near "last"', 'near {"times":3}'])
    })

    it('does not tell a hearer that has left, and lets the others hear although one fails', async () => {
      const [near, far] = await open()
      const heard: unknown[] = []
      const leave = far.subscribe('bell', () => heard.push('left'))
      far.subscribe('bell', () => {
        throw new Error('deaf')
      })
      far.subscribe('bell', (payload) => heard.push(payload))
      leave()
      near.publish('bell', 1)
      await until(() => heard.length > 0)
      expect(heard).toEqual([1])
      expect(saying('a hearer of the bus failed').length).toBeGreaterThan(0)
    })

    it('carries facts with their moments as moments', async () => {
      const [near, far] = await open()
      const facts: Fact[] = []
      onFacts(far, (heard) => facts.push(...heard))
      const occurredAt = new Date('2026-03-04T12:00:00.123+05:00')
      const fact = {
        id: 'e',
        feedNo: 7,
        name: 'drum.beat',
        version: 1,
        occurredAt,
        subjectId: 's',
        actor: 'bot',
        trace: null,
        data: { beat: 1 },
      }
      near.publish('feed', [fact])
      await until(() => facts.length === 1)
      expect(facts).toEqual([fact])
    })

    it('is silent after it is closed, and a late shout is no error', async () => {
      const [near] = await open()
      let heard = 0
      near.subscribe('bell', () => heard++)
      await near.close()
      near.publish('bell', 1)
      await new Promise((resolve) => setImmediate(resolve))
      expect(heard).toBe(0)
    })
  })
}

describe.skipIf(!hasRedis())('the bus when Redis goes away and comes back', () => {
  it('still carries shouts within the process, and to the others as soon as Redis is back', async () => {
    const redis = await redisForTests()
    const near = kept(await createRedisBus(redis.url, log))
    const far = kept(await createRedisBus(redis.url, log))
    const heard = { near: 0, far: 0 }
    near.subscribe('bell', () => heard.near++)
    far.subscribe('bell', () => heard.far++)
    await redis.stop()
    near.publish('bell', 1)
    await until(() => heard.near === 1)
    expect(heard.far).toBe(0)
    const again = await redisForTests(redis.port)
    closing.unshift(() => again.stop())
    await until(() => {
      near.publish('bell', 2)
      return heard.far > 0
    })
  })

  it('opens although Redis is not there yet', async () => {
    const redis = await redisForTests()
    await redis.stop()
    const bus = kept(await createRedisBus(redis.url, log))
    let heard = 0
    bus.subscribe('bell', () => heard++)
    bus.publish('bell', 1)
    await until(() => heard === 1)
  })
})
