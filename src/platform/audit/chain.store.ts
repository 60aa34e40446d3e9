import type { Db } from '../db/db.ts'
import { beginning, type ChainedEntry, type Link } from './chain.ts'

/** An entry in the shape its hash is over. */
const chainedColumns = `e.id, (extract(epoch FROM e.at) * 1000)::bigint AS "atMs", e.actor, e.action,
  e.subject_kind AS "subjectKind", e.subject_id AS "subjectId", e.facts::text AS facts, e.trace`

export type ChainPlace = { readonly cluster: string; readonly writtenIn: number; readonly entryId: number }

export async function selectLastLink(db: Db): Promise<Link> {
  const [last] = await db.query<Link>({
    name: 'audit-last-link',
    text: 'SELECT no, entry_id AS "entryId", hash FROM audit_link ORDER BY no DESC LIMIT 1',
  })
  return last ?? beginning
}

/** Where linking stands, and what the server is and has finished by now. */
export async function selectChainPlace(db: Db): Promise<{ place: ChainPlace | null; cluster: string; finishedBelow: number }> {
  const [row] = await db.query<{
    known: string | null
    writtenIn: number | null
    entryId: number | null
    cluster: string
    finishedBelow: number
  }>({
    name: 'audit-chain-place',
    text: `SELECT s.cluster AS known, s.written_in AS "writtenIn", s.entry_id AS "entryId",
        (SELECT system_identifier::text FROM pg_control_system()) || '/' ||
          (SELECT oid::text FROM pg_database WHERE datname = current_database()) AS cluster,
        pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS "finishedBelow"
      FROM (SELECT 1) AS one LEFT JOIN audit_chain_state s ON s.id = 1`,
  })
  if (!row) throw new Error('a query without a table has one row')
  const { known, writtenIn, entryId, cluster, finishedBelow } = row
  const isKnown = known !== null && writtenIn !== null && entryId !== null
  return { place: isKnown ? { cluster: known, writtenIn, entryId } : null, cluster, finishedBelow }
}

/**
 * Entries behind the place that nothing can still appear before: every transaction older than their own has ended. The
 * order is that of the transactions' numbers, which is one that a slow transaction cannot slip in behind. The link is looked up for
 * each entry: as a join, prepared while the chain was short, it walked the whole chain for each of them.
 */
export function selectFinished(
  db: Db,
  place: ChainPlace,
  most: number,
): Promise<(ChainedEntry & { readonly writtenIn: number })[]> {
  return db.query({
    name: 'audit-finished',
    text: `SELECT ${chainedColumns}, e.written_in AS "writtenIn" FROM audit_entry e
      WHERE (e.written_in, e.id) > ($1::bigint, $2::bigint)
        AND e.written_in < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
        AND (SELECT l.no FROM audit_link l WHERE l.entry_id = e.id LIMIT 1) IS NULL
      ORDER BY e.written_in, e.id LIMIT $3`,
    values: [place.writtenIn, place.entryId, most],
  })
}

/** Whatever is not linked, by id: where the transactions' numbers are those of another server or from before there were any. */
export function selectUnlinked(db: Db, afterId: number, most: number): Promise<ChainedEntry[]> {
  return db.query({
    text: `SELECT ${chainedColumns} FROM audit_entry e
      WHERE e.id > $1 AND NOT EXISTS (SELECT FROM audit_link l WHERE l.entry_id = e.id) ORDER BY e.id LIMIT $2`,
    values: [afterId, most],
  })
}

/** Links and the place they lead to, together. Of two linkers at once the second runs into the first's numbers and fails. */
export async function insertLinks(db: Db, links: readonly Link[], place: ChainPlace | null): Promise<void> {
  const columns = [links.map(({ no }) => no), links.map(({ entryId }) => entryId), links.map(({ hash }) => hash)]
  const insert = `INSERT INTO audit_link (no, entry_id, hash) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[])`
  if (place === null) {
    await db.query({ text: insert, values: columns })
    return
  }
  await db.query({
    name: 'audit-link',
    text: `WITH linked AS (${insert})
      INSERT INTO audit_chain_state (id, cluster, written_in, entry_id) VALUES (1, $4, $5, $6)
      ON CONFLICT (id) DO UPDATE SET cluster = $4, written_in = $5, entry_id = $6`,
    values: [...columns, place.cluster, place.writtenIn, place.entryId],
  })
}

export type Anchor = {
  readonly no: number
  readonly hash: Buffer
  readonly at: Date
  readonly keyId: string
  readonly signature: Buffer
}

export async function selectLastAnchorNo(db: Db): Promise<number> {
  const [row] = await db.query<{ no: number }>({ text: 'SELECT no FROM audit_anchor ORDER BY no DESC LIMIT 1' })
  return row?.no ?? 0
}

export async function insertAnchor(db: Db, { no, hash, at, keyId, signature }: Anchor): Promise<void> {
  await db.query({
    text: 'INSERT INTO audit_anchor (no, hash, at, key_id, signature) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
    values: [no, hash, at, keyId, signature],
  })
}

export function selectAnchors(db: Db): Promise<Anchor[]> {
  return db.query({
    text: 'SELECT no, hash, at, key_id AS "keyId", signature FROM audit_anchor ORDER BY no',
  })
}

/** Links from a number on with the entries they are for; an entry that is gone is null. */
export function selectChain(
  db: Db,
  afterNo: number,
  most: number,
): Promise<(Link & { readonly entry: ChainedEntry | null })[]> {
  return db
    .query<Link & Partial<ChainedEntry>>({
      name: 'audit-chain',
      text: `SELECT l.no, l.entry_id AS "entryId", l.hash, ${chainedColumns}
        FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry_id WHERE l.no > $1 ORDER BY l.no LIMIT $2`,
      values: [afterNo, most],
    })
    .then((rows) => rows.map(entryOf))
}

function entryOf(row: Link & Partial<ChainedEntry>): Link & { entry: ChainedEntry | null } {
  const { no, entryId, hash, ...entry } = row
  return { no, entryId, hash, entry: typeof entry.id === 'number' ? (entry as ChainedEntry) : null }
}

/** The first entry that stands before the place and has no link: it was put in behind the linker's back, or its link is gone. */
export async function selectSlippedIn(db: Db, place: ChainPlace): Promise<number | null> {
  const [row] = await db.query<{ id: number | null }>({
    text: `SELECT min(e.id) AS id FROM audit_entry e WHERE NOT EXISTS (SELECT FROM audit_link l WHERE l.entry_id = e.id)
      AND (e.written_in IS NULL OR (e.written_in, e.id) <= ($1::bigint, $2::bigint))`,
    values: [place.writtenIn, place.entryId],
  })
  return row?.id ?? null
}
