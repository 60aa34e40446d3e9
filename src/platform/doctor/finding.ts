/** What the doctor has to say about one thing: how it is, and where it is not well, what to do. */
export type Finding = {
  readonly area: 'configuration' | 'program' | 'database' | 'redis' | 'disk' | 'clock' | 'channels'
  /** `warning` wants looking at, `fault` keeps the program or a part of it from working. */
  readonly level: 'well' | 'warning' | 'fault'
  /** One sentence, without a secret and without a word of any client. */
  readonly says: string
  /** What to do about it; absent where all is well. */
  readonly todo?: string
}

type Area = Finding['area']
export const well = (area: Area, says: string): Finding => ({ area, level: 'well', says })
export const warning = (area: Area, says: string, todo: string): Finding => ({ area, level: 'warning', says, todo })
export const fault = (area: Area, says: string, todo: string): Finding => ({ area, level: 'fault', says, todo })

/** Bytes as a person reads them. */
export function sizeText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

const mostSkewMs = 2_000
const worstSkewMs = 30_000

/**
 * Two clocks that must agree: terms are counted by this one and rows are stamped by that one.
 * @param whose of whom the other clock is, as in "the database's".
 * @param aheadMs how far the other one is ahead; negative where it is behind.
 */
export function judgeSkew(whose: string, aheadMs: number): Finding {
  const seconds = (Math.abs(aheadMs) / 1_000).toFixed(1)
  const says = `${whose} clock is ${seconds} s ${aheadMs >= 0 ? 'ahead of' : 'behind'} this machine's`
  const todo = 'Let both machines follow the same time server (chrony or systemd-timesyncd).'
  if (Math.abs(aheadMs) > worstSkewMs) return fault('clock', says, todo)
  return Math.abs(aheadMs) > mostSkewMs
    ? warning('clock', says, todo)
    : well('clock', `${whose} clock agrees with this machine's`)
}
