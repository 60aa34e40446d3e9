/** What a stranger may send to an address anybody can reach: headers, bodies and forms with files. */
import fc from 'fast-check'
import { WidgetSendInput, WidgetSessionInput } from '#contracts'
import { arbitraryOf } from './arbitrary-of.ts'

/** Headers a stranger may send; none of them is right. */
export const badHeaders = fc.record(
  {
    authorization: fc.oneof(
      fc.constantFrom('', 'Bearer', 'Bearer ', 'Basic YTpi', `Bearer ${'x'.repeat(43)}`, `Bearer ${'x'.repeat(5_000)}`),
      fc.base64String({ maxLength: 60 }).map((token) => `Bearer ${token}`),
    ),
    origin: fc.constantFrom('null', '', 'http://evil.example', 'http://[', 'http://127.0.0.1:9', 'x'.repeat(3_000)),
    'content-type': fc.constantFrom(
      ...['application/json', 'text/plain', 'application/x-www-form-urlencoded', '', 'a', 'application/json; charset=utf-7'],
      ...['multipart/form-data', 'multipart/form-data; boundary=x', 'multipart/form-data; boundary=', '{}', 'application/jso'],
    ),
    'content-encoding': fc.constantFrom('gzip', 'br', 'x'),
    'accept-encoding': fc.constantFrom('gzip', '*;q=0', 'x'),
    'x-hub-signature-256': fc.constantFrom('', 'sha256=', 'sha256=zz', `sha256=${'0'.repeat(64)}`, `sha1=${'0'.repeat(40)}`),
    'x-telegram-bot-api-secret-token': fc.constantFrom('', 'x', 'ў'.repeat(20), 'x'.repeat(3_000)),
    'x-retry-counter': fc.constantFrom('-1', 'NaN', '1e9'),
    'x-forwarded-for': fc.constantFrom('::1', 'x', "'--", '1.2.3.4, 5.6.7.8'),
    range: fc.constantFrom('bytes=0-', 'bytes=9-1', 'bytes=-', 'x'),
    'if-none-match': fc.constantFrom('*', '"', 'W/'),
  },
  { requiredKeys: [] },
)
/** Bodies of every shape, some of them of the widget's own. */
export const badBodies = fc.oneof(
  fc.constantFrom('', '{', 'null', '[]', '{"__proto__":{"a":1}}', '"\\ud800"', '{"text":"\\u0000"}', 'a=b&a=c', '\ufeff{}'),
  fc.json({ maxDepth: 3 }),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.oneof(arbitraryOf(WidgetSendInput), arbitraryOf(WidgetSessionInput)).map((one) => JSON.stringify(one)),
)

/** One dot: a file that is what it says. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
export const soundPart = ['Content-Disposition: form-data; name="file"; filename="rasm.png"', 'Content-Type: image/png'].join(
  '\r\n',
)
const head = fc.oneof(
  { weight: 3, arbitrary: fc.constant(soundPart) },
  fc.constantFrom(
    ...[
      '',
      'Content-Disposition: form-data',
      'Content-Disposition: form-data; name="file"',
      'x',
      ': ',
      'Content-Type: image/png',
    ],
    ...[
      '../../etc/passwd',
      'a\u0000b.png',
      '\u202egnp.exe',
      'x'.repeat(3_000),
      'CON',
      'a.svg',
      '"; filename="b.png',
      '%00.png',
    ].map((name) => `Content-Disposition: form-data; name="file"; filename="${name}"`),
    `Content-Disposition: form-data; name="__proto__"; filename="a.png"`,
    `${soundPart}\r\nContent-Transfer-Encoding: base64`,
    `${soundPart}\r\n${'X-A: b\r\n'.repeat(3_000)}`.trim(),
  ),
)
const bytes = fc.oneof(
  { weight: 3, arbitrary: fc.constant(png) },
  fc.uint8Array({ maxLength: 300 }).map((one) => Buffer.from(one)),
  fc.nat({ max: png.length }).map((most) => png.subarray(0, most)),
  fc
    .constantFrom('<svg onload="x"/>', '<html><script>', 'MZ\u0090', 'PK\u0003\u0004', '%PDF-', '')
    .map((one) => Buffer.from(one, 'latin1')),
)
const endings = fc.constantFrom('\r\n--b--\r\n', '\r\n--b', '\r\n--b--', '', '\r\n--c--\r\n', '\r\n--b\r\n\r\n')

type Part = readonly [head: string, bytes: Buffer]
/** As it is sent, with the boundary `b`. */
export const formOf = (parts: readonly Part[], ending: string): Buffer =>
  Buffer.concat([
    ...parts.flatMap(([lines, body], index) => [Buffer.from(`${index === 0 ? '' : '\r\n'}--b\r\n${lines}\r\n\r\n`), body]),
    Buffer.from(ending),
  ])
/** Forms with a file in one part or another, sound and spoilt. */
export const forms = fc
  .tuple(fc.array(fc.tuple(head, bytes), { minLength: 1, maxLength: 3 }), endings)
  .map(([parts, ending]) => ({ parts, payload: formOf(parts, ending) }))
