/** Starts the embedded database in the given directory and stops it, for tests that need another account. */
import { startEmbeddedDatabase } from '../../../src/platform/embedded/embedded-database.ts'

const database = await startEmbeddedDatabase({ directory: process.argv[2] ?? '' })
process.stdout.write(`opened ${database.how}\n`)
await database.stop()
