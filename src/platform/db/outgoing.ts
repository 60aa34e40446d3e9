/**
 * What a transaction will write beside its own changes: events and audit entries. They are collected while it runs and
 * written by one statement right before the commit, so that a use case with five of them pays one round trip.
 */
import { invariant } from '#kernel'
import type { Tx } from './db.ts'

export type OutgoingEvent = {
  id: string
  name: string
  version: number
  occurredAt: Date
  subjectId: string
  actor: string
  trace: string
  data: unknown
}
export type OutgoingAudit = {
  at: Date
  actor: string
  action: string
  subjectKind: string
  subjectId: string
  facts: unknown
  trace: string
}
export type Outgoing = { readonly events: OutgoingEvent[]; readonly audit: OutgoingAudit[] }

const byTx = new WeakMap<object, Outgoing>()

export function openOutgoing(tx: Tx): Outgoing {
  const outgoing: Outgoing = { events: [], audit: [] }
  byTx.set(tx, outgoing)
  return outgoing
}

/** Fails where the transaction is over: a fact noted then would silently be lost. */
export function outgoingOf(tx: Tx): Outgoing {
  const outgoing = byTx.get(tx)
  invariant(outgoing, 'events and audit entries are written inside the transaction that makes them true')
  return outgoing
}

/** What one of several works in this transaction has noted joins the rest, behind it. */
export function noteAlso(tx: Tx, { events, audit }: Outgoing): void {
  const all = outgoingOf(tx)
  all.events.push(...events)
  all.audit.push(...audit)
}

export function closeOutgoing(tx: Tx): void {
  byTx.delete(tx)
}
