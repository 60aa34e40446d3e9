/**
 * Counts for the machines that watch: Prometheus text. A label's value is a word from a closed list (a channel, a state,
 * an error code), never a text, name, phone or id: what does not look like such a word is counted as `other`.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Labels = Readonly<Record<string, string>>

export type Metrics = {
  count(name: string, labels?: Labels): void
  observe(name: string, seconds: number, labels?: Labels): void
  gauge(name: string, value: number, labels?: Labels): void
  /** The whole registry in the Prometheus text format. */
  text(): Promise<string>
}

const prefix = 'murojaat_'
/** From a frame's millisecond to a stuck vendor's half minute. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
/** More values than this under one name are no closed list: a guard against an id that slipped into a label. */
const mostSeries = 300

const word = /^[a-z/*][a-zA-Z0-9_.:/{}*-]{0,79}$/
const status = /^[1-5](\d\d|xx)$/
/** An id, a phone or a card number in lower case is still no word. */
const number = /\d{5}|[0-9a-f]{8}-/
const safe = (value: string) => ((word.test(value) && !number.test(value)) || status.test(value) ? value : 'other')

function safeLabels(labels: Labels): Record<string, string> {
  const result: Record<string, string> = {}
  for (const key of Object.keys(labels)) result[key] = safe(labels[key] ?? '')
  return result
}

/** @param withProcess also the figures of the process itself (memory, event loop), for the one registry of a program. */
export function createMetrics(withProcess = false): Metrics {
  const registry = new Registry()
  if (withProcess) collectDefaultMetrics({ register: registry })
  const seen = new Map<string, Set<string>>()
  const counters = new Map<string, Counter>()
  const gauges = new Map<string, Gauge>()
  const histograms = new Map<string, Histogram>()

  const bounded = (name: string, labels: Record<string, string>) => {
    const key = Object.values(labels).join(' ')
    const series = seen.get(name) ?? new Set<string>()
    seen.set(name, series)
    if (series.has(key) || series.size < mostSeries) {
      series.add(key)
      return labels
    }
    return Object.fromEntries(Object.keys(labels).map((label) => [label, 'other']))
  }
  const definition = (name: string, labels: Record<string, string>) => ({
    name: prefix + name.replace(/[^a-zA-Z0-9_]/g, '_'),
    help: name,
    labelNames: Object.keys(labels),
    registers: [registry],
  })
  const of = <T>(
    made: Map<string, T>,
    name: string,
    labels: Record<string, string>,
    make: (d: ReturnType<typeof definition>) => T,
  ) => {
    const known = made.get(name)
    if (known) return known
    const fresh = make(definition(name, labels))
    made.set(name, fresh)
    return fresh
  }

  return {
    count(name, labels = {}) {
      const clean = bounded(name, safeLabels(labels))
      of(counters, name, clean, (d) => new Counter(d)).inc(clean)
    },
    observe(name, seconds, labels = {}) {
      const clean = bounded(name, safeLabels(labels))
      of(histograms, name, clean, (d) => new Histogram({ ...d, buckets })).observe(clean, seconds)
    },
    gauge(name, value, labels = {}) {
      const clean = bounded(name, safeLabels(labels))
      of(gauges, name, clean, (d) => new Gauge(d)).set(clean, value)
    },
    text: () => registry.metrics(),
  }
}
