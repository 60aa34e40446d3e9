/** Mutants made by hand: for each a promise, the code that keeps it, what it becomes without, and the test that must see it. */

export type Mutant = {
  /** Number of the promise in docs/invariants.md. */
  readonly promise: number
  readonly file: string
  /** Stands in the file exactly once. */
  readonly code: string
  readonly becomes: string
  readonly test: string
}

const unit = {
  seal: 'src/privacy/seal-text.test.ts',
  guard: 'src/privacy/guard-outgoing.test.ts',
  rules: 'src/inbox/requests/request-rules.test.ts',
  thread: 'web/widget/src/thread.test.ts',
  audience: 'src/desk/audience.test.ts',
  window: 'src/contracts/reply-window.test.ts',
  channel: 'src/bots/watch/judge-channel.test.ts',
  turn: 'src/bots/dialogue/decide-turn.test.ts',
  time: 'src/contracts/working-time.test.ts',
  mask: 'src/privacy/mask-text.test.ts',
  log: 'src/platform/log/log.test.ts',
  classify: 'src/classifier/model/classify.test.ts',
  urgency: 'src/platform/db/urgency.test.ts',
}
const served = {
  audit: 'tests/integration/platform/audit.test.ts',
  access: 'tests/integration/desk/access.test.ts',
  backup: 'tests/integration/platform/backup.test.ts',
  retention: 'tests/integration/app/retention.test.ts',
}
const auditTables = 'prisma/migrations/20261130201417_audit_chain/migration.sql'
const erasing = 'src/inbox/retention/erase.store.ts'

export const mutants: readonly Mutant[] = [
  {
    promise: 4,
    file: 'src/inbox/requests/request-rules.ts',
    code: 'if (expectedVersion === undefined || expectedVersion === request.holderVersion) return',
    becomes: 'if (true) return',
    test: unit.rules,
  },
  {
    promise: 4,
    file: 'src/inbox/requests/request-rules.ts',
    code: "return isOtherOpen ? refuse('request.other_open') : accept('reopen')",
    becomes: "return accept('reopen')",
    test: unit.rules,
  },
  {
    promise: 6,
    file: 'src/bots/dialogue/decide-turn.ts',
    code: "if (facts.request.priority !== 'urgent') return null",
    becomes: 'if (facts.request.priority) return null',
    test: unit.turn,
  },
  {
    promise: 6,
    file: 'src/bots/dialogue/decide-turn.ts',
    code: "facts.visibility === 'public' ? {",
    becomes: "facts.visibility === ('never' as string) ? {",
    test: unit.turn,
  },
  {
    promise: 12,
    file: 'src/contracts/working-time.ts',
    code: 'const midnightMs = localDay * dayMs - offsetMs',
    becomes: 'const midnightMs = localDay * dayMs',
    test: unit.time,
  },
  {
    promise: 12,
    file: 'src/contracts/working-time.ts',
    code: 'const endMs = Math.min(toMs, midnightMs + range.to * minuteMs)',
    becomes: 'const endMs = midnightMs + range.to * minuteMs - 1',
    test: unit.time,
  },
  {
    promise: 15,
    file: 'src/privacy/mask-text.ts',
    code: "return '*'.repeat(14)",
    becomes: "return '*'.repeat(13)",
    test: unit.mask,
  },
  {
    promise: 15,
    file: 'src/privacy/mask-text.ts',
    code: 'if (toMask.length === 0 || rounds === 1) return once',
    becomes: 'if (rounds > 0) return once',
    test: unit.mask,
  },
  {
    promise: 15,
    file: 'src/privacy/seal-text.ts',
    code: 'const nonce = randomBytes(nonceBytes)',
    becomes: 'const nonce = Buffer.alloc(nonceBytes)',
    test: unit.seal,
  },
  {
    promise: 15,
    file: 'src/privacy/seal-text.ts',
    code: 'return sealed.keyId === key.id ? null : sealText(key, openSealed(key, sealed))',
    becomes: 'return null',
    test: unit.seal,
  },
  {
    promise: 16,
    file: 'src/privacy/guard-outgoing.ts',
    code: 'return finds.length === 0 ? { ok: true } : { ok: false, finds: withoutNested(finds) }',
    becomes: 'return finds.length < 2 ? { ok: true } : { ok: false, finds: withoutNested(finds) }',
    test: unit.guard,
  },
  {
    promise: 17,
    file: 'src/platform/log/log.ts',
    code: "return isPlain(value) ? value : '[object]'",
    becomes: 'return value',
    test: unit.log,
  },
  {
    promise: 17,
    file: 'src/platform/log/log.ts',
    code: 'if (value instanceof Error) return describeError(value)',
    becomes: 'if (value instanceof Error) return value.message',
    test: unit.log,
  },
  {
    promise: 18,
    file: 'src/classifier/model/classify.ts',
    code: "(confidence < model.abstainBelow ? 'low_confidence' : null)",
    becomes: "(confidence < -model.abstainBelow ? 'low_confidence' : null)",
    test: unit.classify,
  },
  {
    promise: 19,
    file: 'src/desk/audience.ts',
    code: 'return seesEverything(viewer) || viewer.departmentIds.has(placement.departmentId)',
    becomes: 'return seesEverything(viewer) || placement !== null',
    test: unit.audience,
  },
  {
    promise: 19,
    file: 'src/desk/audience.ts',
    code: "if (!viewer.permissions.has('request.read')) return false",
    becomes: '',
    test: unit.audience,
  },
  {
    promise: 19,
    file: 'src/desk/guard.ts',
    code: "if (route.method !== 'GET') checkForgery",
    becomes: "if (route.method === 'GET') checkForgery",
    test: served.access,
  },
  {
    promise: 23,
    file: 'web/widget/src/thread.ts',
    code: 'const messages = [...bySeq.values()].sort((a, b) => a.seq - b.seq)',
    becomes: 'const messages = [...bySeq.values()]',
    test: unit.thread,
  },
  {
    promise: 23,
    file: 'web/widget/src/thread.ts',
    code: 'outbox: thread.outbox.filter((one) => !arrived.has(one.clientMessageId)),',
    becomes: 'outbox: thread.outbox.filter((one) => arrived !== null && one !== null),',
    test: unit.thread,
  },
  {
    promise: 27,
    file: 'src/platform/db/urgency.ts',
    code: 'if (!this.isBusy()) return',
    becomes: 'if (this.underWay >= 0) return',
    test: unit.urgency,
  },
  {
    promise: 37,
    file: 'src/contracts/reply-window.ts',
    code: "return rule.personMs !== null && agoMs < rule.personMs ? 'person' : 'closed'",
    becomes: "return rule.personMs === null ? 'closed' : 'person'",
    test: unit.window,
  },
  {
    promise: 37,
    file: 'src/contracts/reply-window.ts',
    code: "if (place.clientWroteAtMs === null) return rule.clientFirst ? 'closed' : 'open'",
    becomes: "if (place.clientWroteAtMs === null) return 'open'",
    test: unit.window,
  },
  {
    promise: 42,
    file: 'src/bots/watch/judge-channel.ts',
    code: 'if (leftMs > tokenWarningMs) return []',
    becomes: 'if (leftMs > 0) return []',
    test: unit.channel,
  },
  {
    promise: 42,
    file: 'src/bots/watch/judge-channel.ts',
    code: "if (probe === 'lost') found.push(finding('probe_lost', 'alarm'))",
    becomes: '',
    test: unit.channel,
  },
  {
    promise: 44,
    file: auditTables,
    code: 'CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON "audit_entry" FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();',
    becomes: '',
    test: served.audit,
  },
  {
    promise: 44,
    file: 'src/platform/audit/chain.ts',
    code: 'JSON.stringify([no, id, atMs, actor, action, subjectKind, subjectId, facts, trace])',
    becomes: 'JSON.stringify([no, id, atMs, action, subjectKind, subjectId, facts, trace, actor === null])',
    test: served.audit,
  },
  {
    promise: 44,
    file: 'src/platform/audit/chain.store.ts',
    code: 'AND e.written_in < pg_snapshot_xmin(pg_current_snapshot())::text::bigint',
    becomes: '',
    test: served.audit,
  },
  {
    promise: 44,
    file: 'src/platform/audit/verify-audit.ts',
    code: 'const cut = anchors.find(({ no }) => no > last.no)',
    becomes: 'const cut = anchors.find(({ no }) => no < 0 && no > last.no)',
    test: served.audit,
  },
  {
    promise: 45,
    file: 'src/desk/serve-routes.ts',
    code: 'if (note) await readings.put(ctx, caller, note)',
    becomes: 'if (note) void readings.put(ctx, caller, note).catch(() => undefined)',
    test: served.access,
  },
  {
    promise: 62,
    file: 'src/platform/backup/archive.ts',
    code: 'if (end.sha256 !== found.sha256 || end.entries !== found.entries)',
    becomes: 'if (end.entries < 0 && found.entries < 0)',
    test: served.backup,
  },
  {
    promise: 62,
    file: 'src/platform/backup/backup.ts',
    code: 'await refuseUsed(client)',
    becomes: '',
    test: served.backup,
  },
  {
    promise: 62,
    file: 'src/platform/backup/backup.ts',
    code: 'await resumeSequences(client)',
    becomes: '',
    test: served.backup,
  },
  {
    promise: 63,
    file: 'src/inbox/retention/erase-requests.ts',
    code: 'daysBefore(now, Math.max(days, threeYearsDays))',
    becomes: 'daysBefore(now, days + threeYearsDays - threeYearsDays)',
    test: served.retention,
  },
  {
    promise: 63,
    file: erasing,
    code: 'WHERE h.lifted_at IS NULL AND h.subject_id IN (r.id, r.contact_id))`',
    becomes: 'WHERE h.lifted_at IS NULL AND h.subject_id = r.id)`',
    test: served.retention,
  },
  {
    promise: 63,
    file: erasing,
    code: 'DELETE FROM sealed_text WHERE message_id = ANY(',
    becomes: 'DELETE FROM sealed_text WHERE false AND message_id = ANY(',
    test: served.retention,
  },
]
