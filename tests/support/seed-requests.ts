/**
 * Requests of years past, written straight into the tables: closed, answered and heard, each with its client, a conversation of
 * three messages, a delivery, facts, clocks with their ledgers, an opinion and an assignment. What the program has to find its
 * way through, not what it has to do. No vitest in here: the bench uses it too.
 */
import pg from 'pg'

export type SeedOptions = {
  /** Numbers of the requests, the first and how many; every number may be used once in a database. */
  readonly from: number
  readonly count: number
  readonly channelAccountId: string
  readonly departmentId: string
  readonly operatorId: string
}

/** Rising with their number, as the program's own ids rise with time; the kind keeps those of different tables apart. */
const idOf = (kind: number, number: string) =>
  `(lpad(to_hex(${number}::bigint * 16 + ${kind}), 12, '0') || '70008000' || lpad(to_hex(${number}::bigint), 12, '0'))::uuid`
/** Three years, a request every half minute, ending a day ago. */
const openedAt = (number: string) =>
  `(date_trunc('second', now()) - interval '1 day' - (3200000 - ${number}) * interval '30 seconds')`
const atOnce = 20_000

const contact = idOf(1, 'n')
const identity = idOf(2, 'n')
const conversation = idOf(3, 'n')
const request = idOf(4, 'n')
const messageOf = (place: number) => idOf(5 + place, 'n')
const clockOf = (place: number) => idOf(8 + place, 'n')

/** In place of parameters: first number, last number, channel account, department, operator. */
const statements = [
  `INSERT INTO contact (id, display_name, language, created_at)
    SELECT ${contact}, 'Mijoz ' || n, 'uz-Latn', ${openedAt('n')} FROM generate_series($1::bigint, $2::bigint) n`,
  `INSERT INTO identity (id, contact_id, channel_account_id, external_id, display_name, created_at)
    SELECT ${identity}, ${contact}, $3::uuid, 'seed-' || n, 'Mijoz ' || n, ${openedAt('n')}
    FROM generate_series($1::bigint, $2::bigint) n`,
  `INSERT INTO conversation (id, identity_id, channel_account_id, external_id, last_seq, last_request_id, last_message_at, created_at)
    SELECT ${conversation}, ${identity}, $3::uuid, 'seed-' || n, 3, ${request}, ${openedAt('n')} + interval '5 minutes', ${openedAt('n')}
    FROM generate_series($1::bigint, $2::bigint) n`,
  `INSERT INTO request (id, number, contact_id, channel_kind, status, type, priority, topic, language, department_id, holder_kind,
      holder_operator_id, holder_version, holder_since, classification_id, opened_at, closed_at, outcome, first_response_at,
      last_client_message_at, updated_at)
    SELECT ${request}, 'S-' || n, ${contact}, 'telegram', 'closed',
      (ARRAY['question', 'complaint', 'information_request', 'suggestion'])[1 + n % 4],
      (ARRAY['normal', 'high', 'low', 'urgent'])[1 + n % 4], (ARRAY['general', 'p2p', 'credit'])[1 + n % 3], 'uz-Latn', $4::uuid,
      'operator', $5::uuid, 3, ${openedAt('n')}, ${idOf(10, 'n')}, ${openedAt('n')}, ${openedAt('n')} + interval '1 hour',
      'resolved', ${openedAt('n')} + interval '5 minutes', ${openedAt('n')} + interval '1 minute', ${openedAt('n')} + interval '1 hour'
    FROM generate_series($1::bigint, $2::bigint) n`,
  `INSERT INTO request_conversation (request_id, conversation_id)
    SELECT ${request}, ${conversation} FROM generate_series($1::bigint, $2::bigint) n`,
  ...[0, 1, 2].map(
    (
      place,
    ) => `INSERT INTO message (id, conversation_id, channel_account_id, request_id, seq, external_id, author_kind, author_id, kind,
      text, masked_kinds, sent_at, received_at)
    SELECT ${messageOf(place)}, ${conversation}, $3::uuid, ${request}, ${place + 1}, 'seed-' || n || '-${place}',
      '${place === 2 ? 'operator' : 'client'}', ${place === 2 ? '$5::uuid' : contact}, 'text',
      'Kartamdan pul yechildi, lekin xizmat ko''rsatilmadi, tekshirib bering ' || n, '{}',
      ${openedAt('n')} + interval '${place} minutes', ${openedAt('n')} + interval '${place} minutes'
    FROM generate_series($1::bigint, $2::bigint) n`,
  ),
  `INSERT INTO delivery (id, message_id, conversation_id, request_id, channel_account_id, seq, state, attempts, next_attempt_at,
      external_id, sent_parts, queued_at, sent_at)
    SELECT ${idOf(11, 'n')}, ${messageOf(2)}, ${conversation}, ${request}, $3::uuid, 3, 'sent', 1, ${openedAt('n')}, 'sent-' || n,
      '{}', ${openedAt('n')} + interval '2 minutes', ${openedAt('n')} + interval '2 minutes'
    FROM generate_series($1::bigint, $2::bigint) n`,
  `WITH told AS (SELECT n, place, name FROM generate_series($1::bigint, $2::bigint) n
      CROSS JOIN (VALUES (1, 'message.received'), (2, 'request.opened'), (3, 'reply.sent'), (4, 'request.closed')) t(place, name)),
    numbered AS (UPDATE feed_state SET last_feed_no = last_feed_no + 4 * ($2::bigint - $1::bigint + 1) WHERE id = 1
      RETURNING last_feed_no - 4 * ($2::bigint - $1::bigint + 1) AS before)
    INSERT INTO event (id, name, occurred_at, subject_id, actor, data, published_at, feed_no)
    SELECT gen_random_uuid(), name, ${openedAt('n')}, ${request}, 'system:seed', jsonb_build_object('requestId', ${request}),
      ${openedAt('n')}, before + row_number() OVER (ORDER BY n, place) FROM told CROSS JOIN numbered ORDER BY n, place`,
  ...[0, 1].map(
    (
      place,
    ) => `INSERT INTO sla_clock (id, request_id, kind, state, started_at, target_ms, policy_version, due_at, warn_at, met_at)
    SELECT ${clockOf(place)}, ${request}, '${place === 0 ? 'first_response' : 'resolution'}', 'met', ${openedAt('n')}, 7200000, 1,
      ${openedAt('n')} + interval '2 hours', ${openedAt('n')} + interval '90 minutes', ${openedAt('n')} + interval '1 hour'
    FROM generate_series($1::bigint, $2::bigint) n`,
  ),
  `INSERT INTO sla_clock_entry (clock_id, kind, at, actor, facts)
    SELECT CASE place WHEN 0 THEN ${clockOf(0)} ELSE ${clockOf(1)} END, kind, ${openedAt('n')}, 'system:seed', '{}'
    FROM generate_series($1::bigint, $2::bigint) n CROSS JOIN (VALUES (0), (1)) c(place) CROSS JOIN (VALUES ('started'), ('met')) k(kind)`,
  `INSERT INTO classification_record (id, request_id, message_id, type, probabilities, priority, topic, language, script,
      needs_identity, confidence, abstained, reasons, model_version, at)
    SELECT ${idOf(10, 'n')}, ${request}, ${messageOf(0)}, 'question', '{"question": 0.9}', 'normal', 'general', 'uz-Latn', 'latin',
      false, 0.9, false, '[]', 'seed', ${openedAt('n')} FROM generate_series($1::bigint, $2::bigint) n`,
  `INSERT INTO assignment (id, request_id, operator_id, department_id, rule, candidates, at, ended_at, end_reason)
    SELECT ${idOf(12, 'n')}, ${request}, $5::uuid, $4::uuid, 'least_load', '[]', ${openedAt('n')},
      ${openedAt('n')} + interval '1 hour', 'closed' FROM generate_series($1::bigint, $2::bigint) n`,
]

/** Writes them in steps, each its own transaction. @param say told after each step how many are there. */
export async function seedRequests(
  client: Pick<pg.ClientBase, 'query'>,
  { from, count, channelAccountId, departmentId, operatorId }: SeedOptions,
  say: (written: number) => void = () => undefined,
): Promise<void> {
  for (let first = from; first < from + count; first += atOnce) {
    const last = Math.min(first + atOnce, from + count) - 1
    await client.query('BEGIN')
    const values = [first, last, channelAccountId, departmentId, operatorId]
    // Written out, because a parameter that a statement does not name would have no type.
    for (const text of statements)
      await client.query(text.replace(/\$(\d)/g, (_, place) => pg.escapeLiteral(String(values[Number(place) - 1]))))
    await client.query('COMMIT')
    say(last - from + 1)
  }
}
