/**
 * The audit as a file that proves itself: a line of JSON for what was asked, one for each entry, and a last one with the
 * number of entries and a signature over everything before it. Whoever has the public key can check it anywhere.
 */
import { createHash, type Hash } from 'node:crypto'
import type { Ctx } from '../ctx.ts'
import type { Signer } from './link-entries.ts'
import { type AuditFilterOf, readAudit } from './read-audit.ts'
import { isSignedBy } from './signature.ts'

const format = 'murojaat audit 1'
const pageSize = 1_000
/** A file of more is a question for the database; the last line says that it was cut. */
const mostEntries = 200_000

/** @param asked what the filter was and who asked, as the file's first line tells it. */
export async function* exportAudit(
  ctx: Ctx,
  signer: Signer,
  filter: AuditFilterOf,
  asked: Readonly<Record<string, unknown>>,
): AsyncGenerator<string> {
  const hash = createHash('sha256')
  const line = (value: unknown) => {
    const text = `${JSON.stringify(value)}\n`
    hash.update(text)
    return text
  }
  yield line({ format, at: ctx.clock.now().toISOString(), ...asked })
  let count = 0
  let cursor: string | null = ''
  while (cursor !== null && count < mostEntries) {
    const page = await readAudit(ctx, filter, { cursor: cursor === '' ? undefined : cursor, limit: pageSize })
    for (const entry of page.items)
      yield line({ ...entry, at: entry.at.toISOString(), hash: entry.hash?.toString('hex') ?? null })
    count += page.items.length
    cursor = page.nextCursor
  }
  const isCut = cursor !== null
  const sha256 = hash.digest('hex')
  const signature = signer.sign(signedText({ count, isCut, sha256 })).toString('base64')
  yield `${JSON.stringify({ end: format, count, isCut, sha256, publicKey: signer.publicKey, signature })}\n`
}

const signedText = ({ count, isCut, sha256 }: { count: number; isCut: boolean; sha256: string }) =>
  Buffer.from(`${format}\n${count}\n${isCut}\n${sha256}`)

export type FileVerdict =
  | { readonly isGenuine: true; readonly count: number; readonly isCut: boolean }
  | { readonly isGenuine: false; readonly because: 'not_an_export' | 'changed' | 'other_key' }

/** Checks such a file. @param publicKeys of the installation it is said to come from. */
export async function checkExport(chunks: AsyncIterable<string>, publicKeys: readonly string[]): Promise<FileVerdict> {
  const hash = createHash('sha256')
  let last: string | null = null
  let count = -2 // neither the first line nor the last is an entry
  for await (const line of linesOf(chunks)) {
    if (last !== null) hash.update(`${last}\n`)
    last = line
    count++
  }
  return judge(last ?? '', hash, count, publicKeys)
}

function judge(last: string, hash: Hash, count: number, publicKeys: readonly string[]): FileVerdict {
  const end = parsed(last)
  if (end?.['end'] !== format) return { isGenuine: false, because: 'not_an_export' }
  const isCut = end['isCut'] === true
  const sha256 = hash.digest('hex')
  if (end['sha256'] !== sha256 || end['count'] !== count) return { isGenuine: false, because: 'changed' }
  const signature = Buffer.from(String(end['signature']), 'base64')
  const isOurs = publicKeys.some((key) => isSignedBy(key, signedText({ count, isCut, sha256 }), signature))
  return isOurs ? { isGenuine: true, count, isCut } : { isGenuine: false, because: 'other_key' }
}

function parsed(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null // a line that is no JSON is no end of an export
  }
}

async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split('\n')
    rest = parts.pop() ?? ''
    yield* parts
  }
  if (rest !== '') yield rest
}
