import { defineConfig } from 'prisma/config'

// The CLI fetches the schema engine before any command, although generate, validate and format never run it; an existing
// path stops that. Commands that do need the engine keep their normal behaviour: see scripts/migrations.ts for ours.
const env = process.env
if (/^(generate|validate|format)$/.test(process.argv[2] ?? '')) env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath

export default defineConfig({ schema: 'prisma/schema', migrations: { path: 'prisma/migrations' } })
