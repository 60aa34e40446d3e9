import { createClient } from 'redis'
import { type Finding, fault, judgeSkew, sizeText, warning, well } from './finding.ts'

const area = 'redis'
/** What the queue's scripts need. */
const oldest = [6, 2] as const

/** Looks at the Redis of the queue and changes nothing in it. Never throws. */
export async function checkRedis(url: string): Promise<Finding[]> {
  const client = createClient({ url, socket: { reconnectStrategy: false, connectTimeout: 5_000 } })
  client.on('error', () => undefined) // told by the answer
  try {
    await client.connect()
    const askedAt = Date.now()
    const [seconds, micros] = (await client.sendCommand(['TIME'])) as unknown as [string, string]
    const middle = (askedAt + Date.now()) / 2
    const info = factsOf(await client.info())
    const aheadMs = Number(seconds) * 1_000 + Number(micros) / 1_000 - middle
    return [...judgeRedis(info), judgeSkew("Redis's", aheadMs)]
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'no answer'
    const { host } = new URL(url)
    const isRefused = error instanceof Error && /WRONGPASS|NOAUTH/.test(error.message)
    return [
      fault(
        area,
        `Redis at ${host} cannot be used (${isRefused ? 'the password was refused' : why})`,
        'Start it, or mend REDIS_URL. Nothing is lost meanwhile: jobs are found again from the tables.',
      ),
    ]
  } finally {
    client.destroy()
  }
}

const factsOf = (info: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    info
      .split(/\r?\n/)
      .filter((line) => line.includes(':'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  )

/** Judges what INFO says. Exported for its test. */
export function judgeRedis(info: Readonly<Record<string, string>>): Finding[] {
  return [...judgeVersion(info), ...judgeMemory(info), ...judgeKeeping(info)]
}

function judgeVersion(info: Readonly<Record<string, string>>): Finding[] {
  const name = info['redis_version'] ?? '?'
  const [major = 0, minor = 0] = name.split('.').map(Number)
  const isOld = major < oldest[0] || (major === oldest[0] && minor < oldest[1])
  const findings = [
    isOld ? fault(area, `Redis ${name} is too old`, 'Upgrade it to 6.2 or newer.') : well(area, `Redis ${name} answers`),
  ]
  if (info['role'] === 'slave') findings.push(fault(area, 'this Redis is a replica', 'Point REDIS_URL at the master.'))
  return findings
}

function judgeMemory(info: Readonly<Record<string, string>>): Finding[] {
  const findings: Finding[] = []
  const policy = info['maxmemory_policy'] ?? 'noeviction'
  const [used, most] = [Number(info['used_memory'] ?? 0), Number(info['maxmemory'] ?? 0)]
  if (policy !== 'noeviction')
    findings.push(
      fault(
        area,
        `Redis throws keys away when its memory is full (maxmemory-policy ${policy}), so that jobs vanish until the next sweep`,
        'Set maxmemory-policy noeviction.',
      ),
    )
  if (most > 0 && used > most * 0.8)
    findings.push(
      warning(
        area,
        `Redis uses ${sizeText(used)} of the ${sizeText(most)} it may take`,
        'Raise maxmemory, or find what fills it.',
      ),
    )
  return findings
}

function judgeKeeping(info: Readonly<Record<string, string>>): Finding[] {
  if (info['aof_enabled'] !== '1')
    return [
      warning(
        area,
        'Redis does not write an append-only file: after its restart waiting jobs are found again from the tables, seconds later',
        'Set appendonly yes if those seconds matter. Nothing is lost either way.',
      ),
    ]
  return info['aof_last_write_status'] === 'err'
    ? [fault(area, 'Redis cannot write its append-only file', 'Give it room on its disk.')]
    : [well(area, 'Redis writes an append-only file')]
}
