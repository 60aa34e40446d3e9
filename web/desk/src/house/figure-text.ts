import type { Formats } from '../i18n/format.ts'
import type { Dictionary } from '../i18n/uz-latn.ts'

const kilo = 1024

/** A figure of a check as people read it: bytes by their size, milliseconds and seconds with their unit. */
export function figureText(
  t: Dictionary,
  format: Pick<Formats, 'number'>,
  name: string,
  value: string | number | boolean | null,
): string {
  if (typeof value === 'string') return t.house.whyNot[value] ?? value
  if (typeof value !== 'number') return t.common.none
  if (name.endsWith('Bytes')) return bytesText(t, format, value)
  if (name.endsWith('Seconds')) return t.house.seconds(format.number(value))
  return name.endsWith('Ms') ? t.house.milliseconds(format.number(value)) : format.number(value)
}

function bytesText(t: Dictionary, format: Pick<Formats, 'number'>, bytes: number): string {
  const megabytes = bytes / kilo / kilo
  if (megabytes < kilo) return `${format.number(Math.round(megabytes))} ${t.common.megabyte}`
  return `${format.number(Math.round((megabytes / kilo) * 10) / 10)} ${t.house.gigabyte}`
}
