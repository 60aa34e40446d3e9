/**
 * Spans for OpenTelemetry, from a vendor's call to the frame on a screen. The id of the cause that Ctx and every fact carry
 * anyway is the trace's id, so nothing has to be handed on between processes and each may tell its part by itself.
 *
 * Off unless a collector is named: then every function here returns at once. The switch is the process's, as in the
 * OpenTelemetry API, because a span belongs to no use case.
 * An attribute is a word of a closed list, a number or an id: a span carries no text, name or number of a client.
 */
import { context, type Span, SpanKind, SpanStatusCode, TraceFlags, type Tracer, trace as traceApi } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type IdGenerator,
  RandomIdGenerator,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base'
import type { Config } from '../config/schema.ts'

export type Attributes = Readonly<Record<string, string | number | boolean>>

/** A span's beginning and end, in milliseconds since 1970. */
type Stretch = { readonly startedAtMs: number; readonly endedAtMs?: number }

const secondsToStop = 5
const mostWaitingSpans = 4_096
const mostTracesOfBatch = 100

/** The root of a trace has ids of our own; every other span has a random one. */
class OwnIds implements IdGenerator {
  private readonly random = new RandomIdGenerator()
  root: { traceId: string; spanId: string } | null = null
  generateTraceId = () => this.root?.traceId ?? this.random.generateTraceId()
  generateSpanId = () => this.root?.spanId ?? this.random.generateSpanId()
}

type Running = { readonly tracer: Tracer; readonly ids: OwnIds; stop(): Promise<void> }
let running: Running | undefined

/** Begins to tell spans where the configuration names a collector. Returns what stops it, with what waits sent first. */
export function startTracing(config: Config, version: string): () => Promise<void> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers, OTEL_TRACES_SAMPLER_ARG: ratio } = config
  if (endpoint === undefined) return async () => undefined
  const ids = new OwnIds()
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, headers: headersOf(headers?.reveal()) })
  const provider = new BasicTracerProvider({
    idGenerator: ids,
    // By the trace's id, so that every process keeps the same ones.
    sampler: new TraceIdRatioBasedSampler(ratio),
    resource: resourceFromAttributes({
      'service.name': 'murojaat',
      'service.version': version,
      'murojaat.roles': config.ROLES.join(','),
    }),
    // What a slow collector does not take is dropped rather than kept: a trace is a help and no record.
    spanProcessors: [new BatchSpanProcessor(exporter, { maxQueueSize: mostWaitingSpans, scheduledDelayMillis: 1_000 })],
  })
  const own: Running = {
    tracer: provider.getTracer('murojaat'),
    ids,
    async stop() {
      if (running === own) running = undefined
      const bound = new Promise<void>((resolve) => setTimeout(resolve, secondsToStop * 1_000).unref())
      await Promise.race([provider.shutdown().catch(() => undefined), bound]) // a collector that is away holds up no stop
    },
  }
  running = own
  return () => own.stop()
}

/** "a=b,c=d", as OpenTelemetry writes headers in a variable. */
const headersOf = (given = ''): Record<string, string> =>
  Object.fromEntries(
    given
      .split(',')
      .filter((pair) => pair.includes('='))
      .map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), decodeURIComponent(pair.slice(pair.indexOf('=') + 1).trim())]),
  )

const shape = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/
/** A trace of ours as OpenTelemetry names it, and the root's span; null for what is no id. */
function idsOf(trace: string): { traceId: string; spanId: string } | null {
  if (!shape.test(trace)) return null
  const traceId = trace.replaceAll('-', '')
  return { traceId, spanId: traceId.slice(16) }
}

const under = (ids: { traceId: string; spanId: string }) =>
  traceApi.setSpanContext(context.active(), { ...ids, traceFlags: TraceFlags.SAMPLED, isRemote: true })

/** The whole of a call in or out, told when it is over: the span everything else of the trace hangs under. */
export function tellRoot(
  name: string,
  trace: string,
  { startedAtMs, endedAtMs = Date.now() }: Stretch,
  told: { readonly kind?: 'server' | 'client'; readonly attributes: Attributes; readonly isFailed: boolean },
): void {
  const ids = running && idsOf(trace)
  if (!running || !ids) return
  running.ids.root = ids
  const kind = told.kind === 'client' ? SpanKind.CLIENT : SpanKind.SERVER
  const options = { kind, startTime: startedAtMs, attributes: { ...told.attributes }, root: true }
  const span = running.tracer.startSpan(name, options)
  running.ids.root = null
  if (told.isFailed) span.setStatus({ code: SpanStatusCode.ERROR })
  span.end(endedAtMs)
}

function begin(own: Running, name: string, trace: string, attributes: Attributes, startTime: number): Span | null {
  const ids = idsOf(trace)
  return ids && own.tracer.startSpan(name, { startTime, attributes: { ...attributes } }, under(ids))
}

/** Runs something as a span of its cause's trace; an error passes through and marks it. */
export async function traced<T>(name: string, trace: string, attributes: Attributes, run: () => Promise<T>): Promise<T> {
  const span = running ? begin(running, name, trace, attributes, Date.now()) : null
  if (span === null) return run()
  try {
    return await run()
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR })
    throw error
  } finally {
    span.end()
  }
}

/** What was done for many causes at once: one span in the trace of each, all of the same stretch. */
export function tellTogether(
  name: string,
  traces: Iterable<string | null>,
  { startedAtMs, endedAtMs = Date.now() }: Stretch,
  attributes: Attributes,
): void {
  if (!running) return
  const distinct = [...new Set(traces)].slice(0, mostTracesOfBatch)
  for (const trace of distinct) {
    if (trace !== null) begin(running, name, trace, { ...attributes, causes: distinct.length }, startedAtMs)?.end(endedAtMs)
  }
}
