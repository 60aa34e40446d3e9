#!/usr/bin/env node
// The program's own command; TypeScript is read as it is, so nothing has to be built first.
import { register } from 'tsx/esm/api'

register()
const { main } = await import('./murojaat/main.ts')
await main(process.argv.slice(2))
