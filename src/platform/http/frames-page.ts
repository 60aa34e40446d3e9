/** The frames for people: one page without scripts, written from the same schemas as the AsyncAPI document. */
import { type FrameMessage, messagesOf, registeredChannels } from './frames.ts'

type Schema = Readonly<Record<string, unknown>>

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign)

export const framesStyle = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
code { font: 0.95em ui-monospace, monospace }
table { border-collapse: collapse; width: 100%; margin: 0.3rem 0 1.2rem }
th, td { text-align: left; vertical-align: top; padding: 0.2rem 0.6rem; border-bottom: 1px solid #8884 }
th:first-child, td:first-child { width: 14rem }
`

export function framesPage(): string {
  const sections = registeredChannels().map(
    ({ name, path, send, receive }) => `
<section><h2>${escaped(name)} <code>${escaped(path)}</code></h2>
<h3>The server sends</h3>${messagesOf(send, 'output').map(asTable).join('')}
<h3>The server receives</h3>${messagesOf(receive, 'input').map(asTable).join('')}</section>`,
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>murojaat: live frames</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/docs/live.css"></head><body><h1>Live frames</h1>
<p>JSON text frames over websocket, one object each. The same as <a href="/docs/asyncapi.json">AsyncAPI 3.0</a>;
the HTTP interface is in <a href="/docs">OpenAPI 3.1</a>.</p>${sections.join('')}</body></html>`
}

function asTable({ name, schema }: FrameMessage): string {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>)
  const required = new Set((schema['required'] ?? []) as string[])
  const rows = properties.map(([field, its]) => {
    const words = [describe(its), typeof its['description'] === 'string' ? its['description'] : '']
    const mark = required.has(field) ? '' : ' (optional)'
    return `<tr><td><code>${escaped(field)}</code>${mark}</td><td>${words.filter(Boolean).map(escaped).join('. ')}</td></tr>`
  })
  return `<h4><code>${escaped(name)}</code></h4><table><tr><th>field</th><th>is</th></tr>${rows.join('')}</table>`
}

const deepest = 3

function describe(schema: Schema, depth = 0): string {
  if ('const' in schema) return JSON.stringify(schema['const'])
  if (Array.isArray(schema['enum'])) return `one of ${schema['enum'].map((value) => JSON.stringify(value)).join(', ')}`
  const choices = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined
  if (choices) return choices.map((choice) => describe(choice, depth + 1)).join(' or ')
  if (schema['type'] === 'array') return `list of ${describe((schema['items'] ?? {}) as Schema, depth + 1)}`
  if (schema['type'] !== 'object') return bounded(schema)
  const fields = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>)
  if (depth >= deepest || fields.length === 0) return 'object'
  return `{ ${fields.map(([name, its]) => `${name}: ${describe(its, depth + 1)}`).join(', ')} }`
}

function bounded(schema: Schema): string {
  const kind = String(schema['format'] ?? schema['type'] ?? 'anything')
  const limits = [
    ['minLength', 'at least', 'characters'],
    ['maxLength', 'at most', 'characters'],
    ['minimum', 'from', ''],
    ['maximum', 'to', ''],
  ] as const
  const said = limits
    .filter(([key]) => isTelling(schema[key]))
    .map(([key, before, after]) => `${before} ${String(schema[key])} ${after}`.trim())
  return [kind, ...said].join(' ')
}

/** A bound of 2^53 says nothing. */
const isTelling = (value: unknown) => typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER
