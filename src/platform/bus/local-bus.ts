import type { Log } from '../log/log.ts'
import { type Bus, Hearers } from './bus.ts'

/** The bus of a program that runs in one process. */
export function createLocalBus(log: Log): Bus {
  const hearers = new Hearers((topic, err) => log.error({ topic, err }, 'a hearer of the bus failed'))
  let isOpen = true
  return {
    publish(topic, payload) {
      if (isOpen) hearers.tell(topic, payload)
    },
    subscribe: (topic, hear) => hearers.add(topic, hear),
    async close() {
      isOpen = false
      hearers.clear()
    },
  }
}
