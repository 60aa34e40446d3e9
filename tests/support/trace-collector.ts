import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type ToldSpan = {
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly attributes: Readonly<Record<string, string | number>>
}
export type TraceCollector = {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string
  readonly spans: readonly ToldSpan[]
  /** Everything that came, as it came. */
  readonly bodies: readonly string[]
  stop(): Promise<void>
}

type Value = { stringValue?: string; intValue?: number | string; boolValue?: boolean; doubleValue?: number }
type Sent = Omit<ToldSpan, 'attributes'> & { attributes?: { key: string; value: Value }[] }
type Body = { resourceSpans: { scopeSpans: { spans: Sent[] }[] }[] }

const plain = ({ stringValue, intValue, boolValue, doubleValue }: Value) =>
  stringValue ?? (boolValue === undefined ? Number(intValue ?? doubleValue) : String(boolValue))

/** A collector of OpenTelemetry's traces, as JSON over HTTP. */
export async function collectTraces(): Promise<TraceCollector> {
  const spans: ToldSpan[] = []
  const bodies: string[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const text = Buffer.concat(parts).toString()
      bodies.push(text)
      const sent = (JSON.parse(text) as Body).resourceSpans.flatMap(({ scopeSpans }) =>
        scopeSpans.flatMap((scope) => scope.spans),
      )
      for (const { attributes = [], ...span } of sent) {
        spans.push({ ...span, attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)])) })
      }
      response.writeHead(request.url === '/v1/traces' ? 200 : 404, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    bodies,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
