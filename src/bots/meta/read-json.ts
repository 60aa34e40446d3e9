/**
 * JSON without losing digits. Meta's ids are 64-bit; where one comes as a number, JSON.parse would round it and two clients
 * would become one. Integers of sixteen digits and more are read as strings, which is what an id is.
 */

/** A whole string, or a whole number outside of strings; the first alternative keeps the second out of what clients write. */
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs
const longInteger = /^-?\d{16,}$/

/** Throws SyntaxError for what is no JSON. */
export function readJson(text: string): unknown {
  return JSON.parse(text.replace(stringOrNumber, (found) => (longInteger.test(found) ? `"${found}"` : found)))
}
