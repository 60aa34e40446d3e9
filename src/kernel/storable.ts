/** What PostgreSQL can hold of a text: neither a NUL nor half of a surrogate pair; both can be sent by a hostile caller. */

const unstorable = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
const escaped = /\\u0000|\\ud[89a-f]/i

/** The text with U+FFFD in place of what cannot be held. */
export const storableText = (text: string): string => text.replace(unstorable, '\ufffd')

/** Whether JSON of this spelling may hold any of it: a quick look before the long one. */
export const mayBeUnstorable = (json: string): boolean => escaped.test(json)

/** Parsed JSON with every text and key in it made storable. */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(storable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), storable(inner)]))
}
