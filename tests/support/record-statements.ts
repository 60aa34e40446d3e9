/**
 * Writes down every statement the program sends while the tests run, where RECORD_STATEMENTS names a folder: what a version asks
 * of its database. Statements of the tests themselves are left out, told by who called.
 */
import { appendFileSync } from 'node:fs'
import * as path from 'node:path'
import pg from 'pg'

const folder = process.env['RECORD_STATEMENTS']
const ours = /\/(src|tests|scripts)\/(?!platform\/db\/|support\/record)[\w/.-]+/

/** Prisma asks for rows as arrays and loses the stack on its way; everything else is called by whoever wrote it. */
function isOfTheProgram(query: object): boolean {
  if ('rowMode' in query && query.rowMode === 'array') return true
  return ours.exec(new Error('who calls').stack ?? '')?.[1] === 'src'
}

function note(query: unknown): void {
  if (typeof query !== 'object' || query === null || !('text' in query) || typeof query.text !== 'string') return
  if (/^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(query.text) && isOfTheProgram(query))
    appendFileSync(path.join(folder ?? '', `${process.pid}.jsonl`), `${JSON.stringify(query.text)}\n`)
}

if (folder !== undefined) {
  Error.stackTraceLimit = 40
  for (const prototype of [pg.Client.prototype, pg.Pool.prototype] as { query: (...args: unknown[]) => unknown }[]) {
    const query = prototype.query
    prototype.query = function (...args) {
      note(args[0])
      return query.apply(this, args)
    }
  }
}
