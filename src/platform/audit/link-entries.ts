/**
 * Links what was written to the audit into the chain, right after the commits. The intake and every use case only write
 * their entries; nobody waits for the chain, so it costs them no lock (docs/adr/0020-the-audit-is-chained-afterwards.md).
 */
import type { Ctx } from '../ctx.ts'
import type { Sweep } from '../events/define-sweep.ts'
import {
  type ChainPlace,
  insertAnchor,
  insertLinks,
  selectChainPlace,
  selectFinished,
  selectLastAnchorNo,
  selectLastLink,
  selectUnlinked,
} from './chain.store.ts'
import { anchorText, linkAll } from './chain.ts'

/** Whoever can sign for this installation; the key never leaves it. */
export type Signer = {
  readonly keyId: string
  /** Ed25519, SPKI in base64. */
  readonly publicKey: string
  sign(bytes: Uint8Array): Buffer
}

const batchSize = 2_000
/** How long entries may wait for their link, and how often the chain's end is signed and told to the log. */
const linkEveryMs = 1_000
const anchorEveryMs = 60_000
const behindEverything = Number.MAX_SAFE_INTEGER

/**
 * Links everything that is finished. @returns how many.
 * Another server than the last time (after a restore, or the first time at all) has other transaction numbers: then every
 * entry without a link is looked for once.
 */
export async function linkEntries(ctx: Ctx): Promise<number> {
  const { place, cluster, finishedBelow } = await selectChainPlace(ctx.db)
  if (place?.cluster !== cluster) return linkByIds(ctx, { cluster, writtenIn: finishedBelow - 1, entryId: behindEverything })
  let from: ChainPlace = place
  let linked = 0
  for (;;) {
    await ctx.db.rest()
    const entries = await selectFinished(ctx.db, from, batchSize)
    const last = entries.at(-1)
    if (!last) return linked
    from = { cluster, writtenIn: last.writtenIn, entryId: last.id }
    await insertLinks(ctx.db, linkAll(await selectLastLink(ctx.db), entries), from)
    linked += entries.length
    if (entries.length < batchSize) return linked
  }
}

async function linkByIds(ctx: Ctx, then: ChainPlace): Promise<number> {
  let afterId = 0
  let linked = 0
  for (;;) {
    await ctx.db.rest()
    const entries = await selectUnlinked(ctx.db, afterId, batchSize)
    const isEnd = entries.length < batchSize
    await insertLinks(ctx.db, linkAll(await selectLastLink(ctx.db), entries), isEnd ? then : null)
    linked += entries.length
    if (isEnd) return linked
    afterId = entries.at(-1)?.id ?? afterId
  }
}

/**
 * Signs the chain's present end, if it has moved, and says it to the log: a log kept elsewhere shows when the end is cut
 * off here. @returns the number signed, null where nothing new was there.
 */
export async function anchorChain(ctx: Ctx, signer: Signer): Promise<number | null> {
  const [last, anchored] = await Promise.all([selectLastLink(ctx.db), selectLastAnchorNo(ctx.db)])
  if (last.no <= anchored) return null
  const anchor = { no: last.no, hash: last.hash, at: ctx.clock.now() }
  await insertAnchor(ctx.db, { ...anchor, keyId: signer.keyId, signature: signer.sign(anchorText(anchor)) })
  ctx.log.info({ no: last.no, hash: last.hash.toString('hex') }, 'audit anchored')
  return last.no
}

export const auditSweeps = (signer: Signer): readonly Sweep[] => [
  { name: 'audit-chain', everyMs: linkEveryMs, run: async (ctx) => void (await linkEntries(ctx)) },
  { name: 'audit-anchor', everyMs: anchorEveryMs, run: async (ctx) => void (await anchorChain(ctx, signer)) },
]
