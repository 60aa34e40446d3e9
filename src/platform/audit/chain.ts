/**
 * The chain over the audit: each link's hash is over the entry, its number and the hash of the link before it, so that no
 * entry can be changed, taken out or moved without every later hash being another.
 */
import { createHash } from 'node:crypto'

/** An entry as the hash sees it. `facts` is PostgreSQL's own text of the jsonb, which is one text for one value. */
export type ChainedEntry = {
  readonly id: number
  readonly atMs: number
  readonly actor: string
  readonly action: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly facts: string
  readonly trace: string | null
}
export type Link = { readonly no: number; readonly entryId: number; readonly hash: Buffer }

/** What the first link is chained to. */
export const beginning: Link = { no: 0, entryId: 0, hash: Buffer.alloc(32) }

export function hashOf(previous: Buffer, no: number, entry: ChainedEntry): Buffer {
  const { id, atMs, actor, action, subjectKind, subjectId, facts, trace } = entry
  return createHash('sha256')
    .update(previous)
    .update(JSON.stringify([no, id, atMs, actor, action, subjectKind, subjectId, facts, trace]))
    .digest()
}

/** Links the entries in the order given behind `last`. */
export function linkAll(last: Link, entries: readonly ChainedEntry[]): Link[] {
  const links: Link[] = []
  let before = last
  for (const entry of entries) {
    const no = before.no + 1
    before = { no, entryId: entry.id, hash: hashOf(before.hash, no, entry) }
    links.push(before)
  }
  return links
}

/** What an anchor's signature is over. */
export const anchorText = (anchor: { no: number; hash: Buffer; at: Date }) =>
  Buffer.from(`murojaat audit anchor\n${anchor.no}\n${anchor.hash.toString('hex')}\n${anchor.at.toISOString()}`)
