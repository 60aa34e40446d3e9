import type { Config } from '../config/schema.ts'
import { dataDirectoryOf, hasEmbeddedDatabase, reachableDatabase } from '../tools.ts'
import { checkConfiguration } from './check-configuration.ts'
import { checkDatabase, type DatabaseCheck } from './check-database.ts'
import { checkDisk } from './check-disk.ts'
import { checkProgram } from './check-program.ts'
import { checkRedis } from './check-redis.ts'
import { type Finding, fault, well } from './finding.ts'

export type Examination = {
  readonly findings: readonly Finding[]
  /** Null where the settings cannot be used: then nothing else was looked at. */
  readonly config: Config | null
  /** The database answers and has the schema of this program. */
  readonly isDatabaseUsable: boolean
}

const oldestNode = [20, 19] as const

/** Looks at everything below the rooms and changes nothing. Never throws for what it finds. */
export async function examinePlatform(env: Readonly<Record<string, string | undefined>>): Promise<Examination> {
  const { findings, config } = checkConfiguration(env)
  const node = judgeNode(process.versions.node)
  if (config === null) return { findings: [...node, ...findings], config, isDatabaseUsable: false }
  const [program, database, redis] = await Promise.all([
    checkProgram(config),
    examineDatabase(config),
    config.REDIS_URL ? checkRedis(config.REDIS_URL.reveal()) : [well('redis', 'none is used: the queue stands in PostgreSQL')],
  ])
  const disk = checkDisk(dataDirectoryOf(config))
  const all = [...node, ...findings, ...program, ...database.findings, ...redis, ...disk]
  return { findings: all, config, isDatabaseUsable: database.isUsable }
}

/** Exported for its test. */
export function judgeNode(version: string): Finding[] {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isOld = major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])
  return [
    isOld
      ? fault('program', `Node.js ${version} is too old`, `Install ${oldestNode.join('.')} or newer.`)
      : well('program', `Node.js ${version}`),
  ]
}

async function examineDatabase(config: Config): Promise<DatabaseCheck> {
  const reachable = await reachableDatabase(config)
  if (reachable) return checkDatabase(reachable.url, config)
  const says = hasEmbeddedDatabase(config)
    ? 'the embedded database is there and does not run; with the program running it is looked at too'
    : 'there is none yet: the first start makes an embedded one in the data directory'
  return { findings: [well('database', says)], isUsable: false }
}
