/** Goes over the whole chain and says what is wrong with it, the first place first. */
import type { Ctx } from '../ctx.ts'
import { type Anchor, type ChainPlace, selectAnchors, selectChain, selectChainPlace, selectSlippedIn } from './chain.store.ts'
import { anchorText, beginning, hashOf, type Link } from './chain.ts'
import { isSignedBy } from './signature.ts'

export type AuditFault =
  /** The entry, its place or its link is not what was linked. */
  | { readonly kind: 'changed'; readonly no: number; readonly entryId: number }
  | { readonly kind: 'entry_removed'; readonly no: number; readonly entryId: number }
  | { readonly kind: 'link_removed'; readonly no: number }
  /** The chain ended here once, by its own signed word, and does not any more. */
  | { readonly kind: 'end_removed'; readonly no: number; readonly anchoredAt: string | null }
  | { readonly kind: 'anchor_forged'; readonly no: number }
  | { readonly kind: 'slipped_in'; readonly entryId: number }

export type AuditVerdict = {
  readonly checked: number
  readonly last: { readonly no: number; readonly hash: string }
  readonly anchors: number
  /** Null: nothing was changed, removed, moved or put in between. */
  readonly fault: AuditFault | null
}

export type VerifyOptions = {
  /** Public keys of the installation, the former ones too. */
  readonly publicKeys: readonly string[]
  /** The chain's end as somebody outside has written it down. */
  readonly anchor?: { readonly no: number; readonly hash: string }
}

const batchSize = 10_000

export async function verifyAudit(ctx: Ctx, options: VerifyOptions): Promise<AuditVerdict> {
  const anchors = await selectAnchors(ctx.db)
  const forged = anchors.find(
    (anchor) => !options.publicKeys.some((key) => isSignedBy(key, anchorText(anchor), anchor.signature)),
  )
  const wanted = new Map(anchors.map(({ no, hash }) => [no, hash.toString('hex')]))
  if (options.anchor) wanted.set(options.anchor.no, options.anchor.hash)
  const walked = await walk(ctx, wanted)
  const place = (await selectChainPlace(ctx.db)).place
  const fault =
    walked.fault ??
    endFault(walked.last, anchors, options) ??
    (forged ? ({ kind: 'anchor_forged', no: forged.no } as const) : null) ??
    (await slippedFault(ctx, place))
  return {
    checked: walked.checked,
    last: { no: walked.last.no, hash: walked.last.hash.toString('hex') },
    anchors: anchors.length,
    fault,
  }
}

type Walked = { readonly checked: number; readonly last: Link; readonly fault: AuditFault | null }

async function walk(ctx: Ctx, anchored: ReadonlyMap<number, string>): Promise<Walked> {
  let last = beginning
  let next = selectChain(ctx.db, 0, batchSize)
  for (;;) {
    const links = await next
    const end = links.at(-1)
    if (!end) return { checked: last.no, last, fault: null }
    // The next ones are on their way while these are hashed.
    next = selectChain(ctx.db, end.no, batchSize)
    next.catch(() => undefined) // told when it is awaited, if it ever is
    for (const link of links) {
      const fault = faultOf(last, link) ?? anchorFault(link, anchored)
      if (fault) return { checked: last.no, last, fault }
      last = link
    }
  }
}

function faultOf(before: Link, link: Awaited<ReturnType<typeof selectChain>>[number]): AuditFault | null {
  const { no, entryId, entry, hash } = link
  if (no !== before.no + 1) return { kind: 'link_removed', no: before.no + 1 }
  if (!entry) return { kind: 'entry_removed', no, entryId }
  return hashOf(before.hash, no, entry).equals(hash) ? null : { kind: 'changed', no, entryId }
}

/** A chain that was made anew from here on fits itself, but not what was signed or written down of it. */
function anchorFault({ no, entryId, hash }: Link, anchored: ReadonlyMap<number, string>): AuditFault | null {
  const wanted = anchored.get(no)
  return wanted === undefined || wanted === hash.toString('hex') ? null : { kind: 'changed', no, entryId }
}

function endFault(last: Link, anchors: readonly Anchor[], options: VerifyOptions): AuditFault | null {
  const cut = anchors.find(({ no }) => no > last.no)
  if (cut) return { kind: 'end_removed', no: last.no + 1, anchoredAt: cut.at.toISOString() }
  if (options.anchor && options.anchor.no > last.no) return { kind: 'end_removed', no: last.no + 1, anchoredAt: null }
  return null
}

async function slippedFault(ctx: Ctx, place: ChainPlace | null): Promise<AuditFault | null> {
  const id = place === null ? null : await selectSlippedIn(ctx.db, place)
  return id === null ? null : { kind: 'slipped_in', entryId: id }
}
