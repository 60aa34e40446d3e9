import type { ConversationId, RequestId } from '#kernel'
import { type Ctx, Prisma, type Tx } from '#platform'
import type { DialogueMemory, DialogueStep } from './decide-turn.ts'

/** `handledSeq` counts in `conversationId`; what came in the request's other conversations up to `handledAt` is answered too. */
export type StoredDialogue = DialogueMemory & {
  handledSeq: number
  conversationId: ConversationId | null
  handledAt: Date | null
}

const columns = `step, failures, offered_template_version_id AS "offeredTemplateVersionId", handled_seq AS "handledSeq",
  conversation_id AS "conversationId", handled_at AS "handledAt"`
/** Before the bot has said anything. */
export const fresh: StoredDialogue = {
  step: 'fresh',
  failures: 0,
  offeredTemplateVersionId: null,
  handledSeq: 0,
  conversationId: null,
  handledAt: null,
}

/** The same of several at once, in the order of their ids. */
export async function lockDialogues(
  tx: Tx,
  ctx: Ctx,
  ids: readonly RequestId[],
): Promise<ReadonlyMap<RequestId, StoredDialogue>> {
  const rows = await tx.$queryRaw<(StoredDialogue & { requestId: RequestId })[]>(Prisma.sql`
    INSERT INTO dialogue_state (request_id, step, updated_at)
    SELECT id, 'fresh', ${ctx.clock.now()} FROM unnest(${[...ids].sort()}::uuid[]) given(id)
    ON CONFLICT (request_id) DO UPDATE SET request_id = excluded.request_id
    RETURNING request_id AS "requestId", ${Prisma.raw(columns)}`)
  return new Map(rows.map(({ requestId, ...stored }) => [requestId, stored]))
}

/** The bot's place in this dialogue, locked until the transaction ends: two workers never take one turn. */
export async function lockDialogue(tx: Tx, ctx: Ctx, requestId: RequestId): Promise<StoredDialogue> {
  const rows = await tx.$queryRaw<StoredDialogue[]>(Prisma.sql`INSERT INTO dialogue_state (request_id, step, updated_at)
    VALUES (${requestId}::uuid, 'fresh', ${ctx.clock.now()})
    ON CONFLICT (request_id) DO UPDATE SET request_id = excluded.request_id RETURNING ${Prisma.raw(columns)}`)
  return rows[0] ?? fresh
}

/** Without a lock, for gathering facts before the transaction. */
export async function readDialogue(ctx: Ctx, requestId: RequestId): Promise<StoredDialogue> {
  const rows = await ctx.db.query<StoredDialogue>({
    name: 'read_dialogue',
    text: `SELECT ${columns} FROM dialogue_state WHERE request_id = $1`,
    values: [requestId],
    isByKey: true,
  })
  return rows[0] ?? fresh
}

/** The same of several at once; those the bot has not spoken in are left out. */
export async function readDialogues(ctx: Ctx, ids: readonly RequestId[]): Promise<Map<RequestId, StoredDialogue>> {
  const rows = await ctx.db.query<StoredDialogue & { requestId: RequestId }>({
    name: 'read_dialogues',
    text: `SELECT request_id AS "requestId", ${columns} FROM dialogue_state WHERE request_id = ANY ($1::uuid[])`,
    values: [ids],
    isByKey: true,
  })
  return new Map(rows.map(({ requestId, ...stored }) => [requestId, stored]))
}

export async function saveDialogue(tx: Tx, ctx: Ctx, requestId: RequestId, dialogue: StoredDialogue): Promise<void> {
  await tx.$executeRaw(Prisma.sql`UPDATE dialogue_state SET step = ${dialogue.step}, failures = ${dialogue.failures},
    offered_template_version_id = ${dialogue.offeredTemplateVersionId}::uuid, handled_seq = ${dialogue.handledSeq},
    conversation_id = ${dialogue.conversationId}::uuid, handled_at = ${dialogue.handledAt},
    updated_at = ${ctx.clock.now()} WHERE request_id = ${requestId}::uuid`)
}

/** Those of these requests where the bot may have something to say: it holds them, or it closed them. One look for a batch. */
export async function listConcerned(ctx: Ctx, ids: readonly RequestId[]): Promise<RequestId[]> {
  const rows = await ctx.db.query<{ id: RequestId }>({
    name: 'list_concerned',
    text: `SELECT id FROM request WHERE id = ANY ($1::uuid[]) AND (holder_kind = 'bot' OR status = 'closed')`,
    values: [ids],
    isByKey: true,
  })
  return rows.map(({ id }) => id)
}

/** Requests the bot holds whose newest client message it has not answered for so long. Reads the inbox's tables. */
export async function listNeglected(
  ctx: Ctx,
  olderThanMs: number,
  limit: number,
): Promise<{ id: RequestId; waitsSince: Date }[]> {
  return ctx.db.query<{ id: RequestId; waitsSince: Date }>({
    text: `SELECT r.id, greatest(r.last_client_message_at, r.holder_since) AS "waitsSince" FROM request r LEFT JOIN dialogue_state s ON s.request_id = r.id
           WHERE r.holder_kind = 'bot' AND r.status <> 'closed' AND greatest(r.last_client_message_at, r.holder_since) < $1
             AND EXISTS (SELECT FROM message m WHERE m.request_id = r.id AND m.author_kind = 'client'
               AND CASE WHEN m.conversation_id = coalesce(s.conversation_id, m.conversation_id)
                 THEN m.seq > coalesce(s.handled_seq, 0) ELSE m.received_at > s.handled_at END)
           ORDER BY r.last_client_message_at LIMIT $2`,
    values: [new Date(ctx.clock.now().getTime() - olderThanMs), limit],
  })
}

/** Requests the bot has answered or asked about and the client let lie for so long. */
export async function listLetLie(
  ctx: Ctx,
  olderThanMs: number,
  limit: number,
): Promise<{ id: RequestId; step: DialogueStep }[]> {
  return ctx.db.query<{ id: RequestId; step: DialogueStep }>({
    text: `SELECT r.id, s.step FROM request r JOIN dialogue_state s ON s.request_id = r.id
           WHERE r.holder_kind = 'bot' AND r.status <> 'closed' AND s.step IN ('asked', 'offered')
             AND greatest(r.last_client_message_at, s.updated_at) < $1
           ORDER BY s.updated_at LIMIT $2`,
    values: [new Date(ctx.clock.now().getTime() - olderThanMs), limit],
  })
}
