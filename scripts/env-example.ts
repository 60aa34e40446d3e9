/**
 * `npm run env:write` writes .env.example from the configuration's schema; `npm run env:check` fails where the file is not
 * what the schema says.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { envExample } from '../src/platform/config/env-example.ts'

const file = '.env.example'
const wanted = envExample()
if (!process.argv.includes('--check')) {
  writeFileSync(file, wanted)
  console.log(`wrote ${file}`)
} else if (existsSync(file) && readFileSync(file, 'utf8') === wanted) {
  console.log(`${file} matches the schema`)
} else {
  console.error(`${file} is not what src/platform/config/schema.ts says; write it with: npm run env:write`)
  process.exitCode = 1
}
