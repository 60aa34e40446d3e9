import pg from 'pg'
import type { Config } from '../config/schema.ts'
import { mostConnectionsOf } from '../db/db.ts'
import { type MigrationState, readMigrationState } from '../db/migration-state.ts'
import { databaseCodeOf } from '../db/translate-error.ts'
import { type Finding, fault, judgeSkew, sizeText, warning, well } from './finding.ts'

const area = 'database'
const oldestServer = 140_000
/** Connections one process takes beside its pools: the queue's, where it stands in PostgreSQL. */
const queueConnections = 40

export type DatabaseCheck = {
  readonly findings: readonly Finding[]
  /** It answers and has the schema of this program, so that the rooms may be asked about it. */
  readonly isUsable: boolean
}

/** Looks at the database and changes nothing in it. Never throws: an absence is a finding. */
export async function checkDatabase(url: string, config: Config): Promise<DatabaseCheck> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, statement_timeout: 20_000 })
  client.on('error', () => undefined) // told by the query that meets it
  try {
    await client.connect()
    const state = await readMigrationState(client)
    const isUsable = [...state.pending, ...state.failed, ...state.unknown].length === 0
    return { findings: [...(await judgeServer(client, config)), ...judgeMigrations(state)], isUsable }
  } catch (error) {
    return { findings: [absence(error, new URL(url))], isUsable: false }
  } finally {
    await client.end().catch(() => undefined) // a connection that never opened cannot be closed
  }
}

const refusals: Readonly<Record<string, readonly [string, string]>> = {
  '28P01': ['the password was refused', 'Mend the password in DATABASE_URL.'],
  '28000': ['this account may not sign in', 'Allow the account in pg_hba.conf, or use another one in DATABASE_URL.'],
  '3D000': ['there is no such database', "Create it: CREATE DATABASE murojaat ENCODING 'UTF8' TEMPLATE template0;"],
  '53300': ['it has no connection left', 'Raise max_connections, or lower POOL_SIZE.'],
  ECONNREFUSED: ['nothing listens there', 'Start PostgreSQL, or mend host and port in DATABASE_URL.'],
  ENOTFOUND: ['there is no such host', 'Mend the host in DATABASE_URL.'],
}

function absence(error: unknown, { hostname, port, pathname }: URL): Finding {
  const code = databaseCodeOf(error)
  const [why, todo] = refusals[code ?? ''] ?? [`no answer (${code ?? 'no code'})`, 'Look into the log of PostgreSQL.']
  return fault(area, `the database at ${hostname}:${port || 5432}${pathname} cannot be used: ${why}`, todo)
}

type Server = {
  version: number
  name: string
  encoding: string
  fsync: string
  connections: number
  mostConnections: number
  sizeBytes: string
  oldestSeconds: number
  isReplica: boolean
  now: Date
}

async function judgeServer(client: pg.Client, config: Config): Promise<Finding[]> {
  const askedAt = Date.now()
  const { rows } = await client.query<Server>(`
    SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS name,
      current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync,
      current_setting('max_connections')::int AS "mostConnections", pg_is_in_recovery() AS "isReplica",
      (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
      pg_database_size(current_database())::text AS "sizeBytes", clock_timestamp() AS now,
      coalesce((SELECT extract(epoch FROM max(clock_timestamp() - xact_start)) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'), 0)::int
        AS "oldestSeconds"`)
  const server = rows[0]
  if (server === undefined) return []
  const middle = (askedAt + Date.now()) / 2
  return [
    ...judgeVersion(server),
    ...judgeSafety(server),
    ...judgeConnections(server, config),
    judgeSkew("the database's", server.now.getTime() - middle),
  ]
}

function judgeVersion({ version, name, encoding, sizeBytes, isReplica }: Server): Finding[] {
  const findings: Finding[] = []
  if (version < oldestServer) findings.push(fault(area, `PostgreSQL ${name} is too old`, 'Upgrade it to 14 or newer.'))
  else findings.push(well(area, `PostgreSQL ${name} answers; the database holds ${sizeText(Number(sizeBytes))}`))
  if (encoding !== 'UTF8')
    findings.push(
      fault(area, `the database is encoded in ${encoding}`, "Create one with ENCODING 'UTF8' and move the data there."),
    )
  if (isReplica) findings.push(fault(area, 'this server is a replica that only reads', 'Point DATABASE_URL at the primary.'))
  return findings
}

function judgeSafety({ fsync, oldestSeconds }: Server): Finding[] {
  const findings: Finding[] = []
  if (fsync !== 'on')
    findings.push(fault(area, 'fsync is off: a power cut loses what clients were told is kept', 'Set fsync = on.'))
  if (oldestSeconds > 300)
    findings.push(
      warning(
        area,
        `a transaction has been open for ${Math.round(oldestSeconds / 60)} minutes and keeps old rows from being cleared`,
        'Find it in pg_stat_activity (xact_start) and end it.',
      ),
    )
  return findings
}

function judgeConnections({ connections, mostConnections }: Server, config: Config): Finding[] {
  const own = mostConnectionsOf(config.POOL_SIZE) + (config.REDIS_URL === undefined ? queueConnections : 0)
  const left = mostConnections - connections
  if (mostConnections < own)
    return [
      fault(
        area,
        `max_connections is ${mostConnections} and one process of this program may take ${own}`,
        `Set max_connections to at least ${own + 20} for each process.`,
      ),
    ]
  return left < 10
    ? [
        warning(
          area,
          `only ${left} of ${mostConnections} connections are left`,
          'Raise max_connections, or lower POOL_SIZE of the processes.',
        ),
      ]
    : [well(area, `${connections} of ${mostConnections} connections are in use`)]
}

const list = (names: readonly string[]) =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`

/** Exported for its test. */
export function judgeMigrations({ applied, pending, failed, edited, unknown }: MigrationState): Finding[] {
  const findings: Finding[] = []
  if (failed.length > 0)
    findings.push(
      fault(
        area,
        `the migration ${list(failed)} was begun and never finished`,
        'docs/runbook.md, "It does not start", says how to go on; the database is as it was before it.',
      ),
    )
  if (unknown.length > 0)
    findings.push(
      fault(
        area,
        `the database was migrated by a newer program (${list(unknown)})`,
        'Start the newer version, or restore the backup made before the upgrade.',
      ),
    )
  if (edited.length > 0)
    findings.push(
      fault(
        area,
        `the files of ${list(edited)} differ from what was applied`,
        'Install the release anew; do not edit migrations.',
      ),
    )
  if (pending.length > 0)
    findings.push(
      warning(
        area,
        `${pending.length} of ${applied + pending.length} migrations are not applied yet (${list(pending)})`,
        'Run `murojaat migrate`, or start the program, which does it by itself.',
      ),
    )
  if (findings.length === 0) findings.push(well(area, `all ${applied} migrations are applied`))
  return findings
}
