/**
 * What one needs to help from afar, as small files: versions, settings without secrets, sizes, backlogs, the channels' health.
 * Numbers and closed words only: no text, name, phone or id of any client, and no name of staff.
 */
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { countUnknownUpdates, createChannelDesk, createChannelRegistry } from '#bots'
import { type Config, type Ctx, environment, Secret, selectBacklog, settings, type Tools } from '#platform'

export type DiagnosticFile = { readonly name: string; readonly text: string }

const json = (name: string, value: unknown): DiagnosticFile => ({ name, text: `${JSON.stringify(value, null, 2)}\n` })

/** @param version of the program. Throws nothing: what cannot be asked is said so in its file. */
export async function collectDiagnostics(tools: Tools, version: string): Promise<DiagnosticFile[]> {
  const { ctx, config } = tools
  const asked = await Promise.all([
    ask('database.json', () => aboutDatabase(ctx)),
    ask('tables.json', () => aboutTables(ctx)),
    ask('backlog.json', () => selectBacklog(ctx.db)),
    ask('channels.json', () => aboutChannels(ctx)),
    ask('health.json', () => fetchText(config, '/health/ready').then((text) => JSON.parse(text) as unknown)),
    fetchText(config, '/metrics').then(
      (text): DiagnosticFile => ({ name: 'metrics.txt', text }),
      (): DiagnosticFile => ({ name: 'metrics.txt', text: 'the program does not run here, or keeps its figures to itself\n' }),
    ),
  ])
  return [
    json('about.json', aboutMachine(tools, version)),
    json('settings.json', aboutSettings(config)),
    ...asked,
    ...logOf(tools),
  ]
}

async function ask(name: string, question: () => Promise<unknown>): Promise<DiagnosticFile> {
  try {
    return json(name, await question())
  } catch (error) {
    const code =
      error instanceof Error && 'code' in error ? String(error.code) : error instanceof Error ? error.name : 'unknown'
    return json(name, { unanswered: code })
  }
}

function aboutMachine({ how, dataDirectory }: Tools, version: string) {
  const { bavail, bsize } = fs.statfsSync(fs.existsSync(dataDirectory) ? dataDirectory : '.')
  return {
    version,
    madeAt: new Date().toISOString(),
    node: process.versions.node,
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    processors: os.cpus().length,
    memoryBytes: os.totalmem(),
    freeMemoryBytes: os.freemem(),
    load: os.loadavg(),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    database: how,
    freeDiskBytes: bavail * bsize,
  }
}

/** Free text that may hold a password of its own. */
const neverShown = new Set(['SCAN_COMMAND'])

/** Of a secret, and of what was not set, only that. */
function aboutSettings(config: Config): Record<string, unknown> {
  const env = environment()
  return Object.fromEntries(
    (Object.keys(settings) as (keyof Config)[]).map((name) => {
      const value = config[name]
      const isGiven = (env[name]?.trim() ?? '') !== ''
      if (value instanceof Secret || neverShown.has(name)) return [name, isGiven ? '[set]' : '[not set]']
      return [name, isGiven ? value : `[default] ${String(value ?? '')}`.trim()]
    }),
  )
}

async function aboutDatabase(ctx: Ctx) {
  const [server] = await ctx.db.query<Record<string, unknown>>({
    name: 'diagnostics-server',
    text: `SELECT version(), current_setting('server_encoding') AS encoding, pg_database_size(current_database()) AS bytes,
             (SELECT count(*)::int FROM _prisma_migrations WHERE finished_at IS NOT NULL) AS migrations,
             (SELECT max(migration_name) FROM _prisma_migrations WHERE finished_at IS NOT NULL) AS newest`,
  })
  const activity = await ctx.db.query<Record<string, unknown>>({
    name: 'diagnostics-activity',
    text: `SELECT state, wait_event_type AS waits, count(*)::int AS count,
             max(extract(epoch FROM clock_timestamp() - xact_start))::int AS "oldestSeconds"
           FROM pg_stat_activity WHERE datname = current_database() GROUP BY 1, 2 ORDER BY 3 DESC`,
  })
  const configured = await ctx.db.query<Record<string, unknown>>({
    name: 'diagnostics-settings',
    text: `SELECT name, setting, unit FROM pg_settings WHERE name IN ('max_connections', 'shared_buffers', 'work_mem', 'fsync',
             'synchronous_commit', 'max_wal_size', 'autovacuum', 'jit', 'TimeZone', 'random_page_cost', 'wal_level')`,
  })
  return { ...server, bytes: Number(server?.['bytes']), activity, settings: configured }
}

/** Sizes, and how the tables are read: a table of many rows that is read whole again and again is a missing index. */
const aboutTables = (ctx: Ctx) =>
  ctx.db.query<Record<string, unknown>>({
    name: 'diagnostics-tables',
    text: `SELECT relname AS table, n_live_tup::float8 AS rows, n_dead_tup::float8 AS dead, seq_scan::float8 AS "readWhole",
             idx_scan::float8 AS "readByIndex", pg_total_relation_size(relid)::float8 AS bytes, last_autovacuum AS "clearedAt"
           FROM pg_stat_user_tables ORDER BY pg_total_relation_size(relid) DESC LIMIT 100`,
  })

async function aboutChannels(ctx: Ctx) {
  const [health, unknown] = await Promise.all([
    createChannelDesk(createChannelRegistry()).health(ctx),
    countUnknownUpdates(ctx),
  ])
  return {
    accounts: health.map(({ name: _name, ...rest }) => rest),
    unknownKinds: unknown.map(({ kind, count, lastAt }) => ({ kind, count, lastAt })),
  }
}

async function fetchText(config: Config, where: string): Promise<string> {
  const host = ['0.0.0.0', '::'].includes(config.HOST) ? '127.0.0.1' : config.HOST
  const headers: Record<string, string> =
    config.METRICS_TOKEN === undefined ? {} : { authorization: `Bearer ${config.METRICS_TOKEN.reveal()}` }
  const answer = await fetch(`http://${host}:${config.PORT}${where}`, { headers, signal: AbortSignal.timeout(5_000) })
  const text = await answer.text()
  if (where === '/metrics' && !answer.ok) throw new Error('refused')
  return text
}

const mostLogBytes = 256 * 1024

/** The embedded server's own log, which is kept free of statements and values. */
function logOf({ dataDirectory }: Tools): DiagnosticFile[] {
  const file = path.join(dataDirectory, 'postgres.log')
  if (!fs.existsSync(file)) return []
  const text = fs.readFileSync(file, 'utf8')
  return [{ name: 'postgres.log', text: text.slice(-mostLogBytes) }]
}
