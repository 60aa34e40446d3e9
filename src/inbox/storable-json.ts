/** PostgreSQL's jsonb takes neither a NUL nor half a surrogate pair; both can be typed by a hostile client. */
const suspicious = /\\u0000|\\ud[89a-f]/i
const unstorable = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** JSON that jsonb accepts: what it could not hold is replaced by U+FFFD. */
export function toStorableJson(value: unknown): string {
  const json = JSON.stringify(value)
  if (!suspicious.test(json)) return json
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? part.replace(unstorable, '\ufffd') : part))
}
