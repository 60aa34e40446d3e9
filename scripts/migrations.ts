/**
 * `npm run db:new -- <name>` writes the next migration; `npm run db:check` fails where the schema is ahead of the migrations.
 * Prisma's own schema engine as WebAssembly over an in-memory PGlite: no engine binary and no database server is needed.
 */
import * as fs from 'node:fs'
import { createRequire } from 'node:module'
import * as path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import { PrismaPGlite } from 'pglite-prisma-adapter'

const [command, name = 'change'] = process.argv.slice(2)
const schemaDir = path.resolve('prisma/schema')
const migrationsDir = path.resolve('prisma/migrations')
const lockFile = path.join(migrationsDir, 'migration_lock.toml')

/** The adapter's own executeScript does not await; a diff never reads the main database, so one empty instance serves as both. */
class EngineDatabase extends PrismaPGlite {
  private readonly lite: PGlite
  constructor(lite: PGlite) {
    super(lite as never)
    this.lite = lite
  }
  override async connect() {
    const adapter = await super.connect()
    adapter.executeScript = async (sql: string) => {
      await this.lite.exec(sql)
    }
    return adapter
  }
  override connectToShadowDb() {
    return this.connect()
  }
}

async function openEngine(files: [string, string][]) {
  const wasmPath = path.join(
    path.dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')),
    'schema_engine_bg.wasm',
  )
  const { instance } = await WebAssembly.instantiate(fs.readFileSync(wasmPath), {
    './schema_engine_bg.js': bindings as unknown as WebAssembly.ModuleImports,
  })
  bindings.__wbg_set_wasm(instance.exports)
  const start = instance.exports['__wbindgen_start'] as () => void
  start()
  const database = new EngineDatabase(new PGlite({ extensions: { pg_trgm } }))
  return bindings.SchemaEngine.new(
    { datamodels: files },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(database as never),
  )
}

function migrationsSoFar() {
  const names = fs
    .readdirSync(migrationsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  if (names.length === 0) return { tag: 'empty' as const }
  return {
    tag: 'migrations' as const,
    baseDir: migrationsDir,
    lockfile: { path: 'migration_lock.toml', content: fs.existsSync(lockFile) ? fs.readFileSync(lockFile, 'utf8') : null },
    shadowDbInitScript: '',
    migrationDirectories: names.map((directory) => ({
      path: directory,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: fs.readFileSync(path.join(migrationsDir, directory, 'migration.sql'), 'utf8') },
      },
    })),
  }
}

const files = fs
  .readdirSync(schemaDir)
  .sort()
  .map((file): [string, string] => [path.join(schemaDir, file), fs.readFileSync(path.join(schemaDir, file), 'utf8')])
const engine = await openEngine(files)
const diff = await engine.diff({
  from: migrationsSoFar(),
  to: { tag: 'schemaDatamodel', files: files.map(([file, content]) => ({ path: file, content })) },
  script: true,
  exitCode: true,
  filters: { externalTables: [], externalEnums: [] },
})

if (diff.exitCode !== 2) {
  console.log('prisma/migrations matches prisma/schema')
  process.exit(0)
}
if (command !== 'new') {
  console.error(
    `prisma/schema is ahead of prisma/migrations; write the migration with: npm run db:new -- <name>\n${diff.stdout}`,
  )
  process.exit(2)
}
const directory = `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`
fs.mkdirSync(path.join(migrationsDir, directory), { recursive: true })
fs.writeFileSync(path.join(migrationsDir, directory, 'migration.sql'), diff.stdout ?? '')
if (!fs.existsSync(lockFile)) {
  fs.writeFileSync(lockFile, '# Written by the migration author and read by Prisma.\nprovider = "postgresql"\n')
}
console.log(`created ${directory}`)
process.exit(0)
