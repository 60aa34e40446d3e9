/** A bank's year written straight into the tables, in bulk: requests with ten messages each, and what the reports are counted from. */
import pg from 'pg'
import { stories } from '../play/stories.ts'

export type Seeded = { readonly requests: number; readonly messages: number; readonly tookS: number }

const messagesEach = 10
/** Contacts come back: two requests each. */
const requestsEach = 2
const sentences = stories.flatMap((story) => [...story.says.split('|'), ...story.answers])

/** Every statement runs in order over one connection; `$n` are the counts. */
function statements(requests: number): string[] {
  const contacts = Math.ceil(requests / requestsEach)
  return [
    `CREATE TEMP TABLE line AS SELECT n::int, text FROM unnest($1::text[]) WITH ORDINALITY AS t(text, n)`,
    `CREATE TEMP TABLE place AS SELECT row_number() OVER (ORDER BY code)::int AS n, id FROM department`,
    `CREATE TEMP TABLE subject AS SELECT row_number() OVER (ORDER BY code)::int AS n, code FROM topic`,
    `CREATE TEMP TABLE people AS SELECT n, uuidv7() AS contact, uuidv7() AS identity, uuidv7() AS conversation
      FROM generate_series(0, ${contacts} - 1) n`,
    `CREATE TEMP TABLE matter AS SELECT n, uuidv7() AS id, n % ${contacts} AS person, n / ${contacts} AS round,
        now() - interval '30 minutes' - (${requests} - n) * interval '${Math.round((330 * 86_400) / requests)} seconds' AS opened,
        CASE WHEN n % 10 < 6 THEN 'open' WHEN n % 10 < 7 THEN 'waiting_client' ELSE 'closed' END AS status,
        (ARRAY['complaint', 'question', 'information_request', 'suggestion'])[n % 4 + 1] AS type,
        (ARRAY['urgent', 'high', 'normal', 'low'])[n % 13 % 4 + 1] AS priority,
        (ARRAY['uz-Latn', 'uz-Cyrl', 'ru', 'en'])[n % 4 + 1] AS language
      FROM generate_series(0, ${requests} - 1) n`,
    `CREATE INDEX ON matter (n)`,
    `INSERT INTO contact (id, display_name) SELECT contact, 'Mijoz ' || n FROM people`,
    `INSERT INTO identity (id, contact_id, channel_account_id, external_id, display_name)
      SELECT identity, contact, a.id, 'seed-' || n, 'Mijoz ' || n FROM people, account a`,
    `INSERT INTO conversation (id, identity_id, channel_account_id, external_id, last_seq, last_message_at)
      SELECT conversation, identity, a.id, 'seed-' || n, ${requestsEach * messagesEach}, now() FROM people, account a`,
    `INSERT INTO request (id, number, contact_id, channel_kind, status, type, priority, topic, language, department_id, holder_kind,
        holder_operator_id, holder_since, opened_at, closed_at, outcome, pause_reason, first_response_at, last_client_message_at,
        waiting_since, next_due_at, updated_at)
      SELECT m.id, 'B-' || lpad(m.n::text, 7, '0'), p.contact, 'webchat', m.status, m.type, m.priority, s.code, m.language, d.id,
        'queue', NULL, m.opened, m.opened,
        CASE WHEN m.status = 'closed' THEN m.opened + interval '3 hours' END, CASE WHEN m.status = 'closed' THEN 'resolved' END,
        CASE WHEN m.status = 'waiting_client' THEN 'waiting_client_answer' END, m.opened + interval '20 minutes',
        m.opened + interval '90 minutes', m.opened + interval '90 minutes',
        CASE WHEN m.status = 'open' THEN now() + (m.n % 40000 - 1500) * interval '11 seconds' END, m.opened
      FROM matter m JOIN people p ON p.n = m.person JOIN place d ON d.n = m.n % (SELECT count(*) FROM place) + 1
      JOIN subject s ON s.n = m.n % (SELECT count(*) FROM subject) + 1`,
    `INSERT INTO request_conversation (request_id, conversation_id) SELECT m.id, p.conversation FROM matter m JOIN people p ON p.n = m.person`,
    // Row by row the word index takes most of the time; whole it is built in a fraction of it.
    `DROP INDEX message_words_idx`,
    `INSERT INTO message (id, conversation_id, channel_account_id, request_id, seq, author_kind, author_id, kind, text, content,
        masked_kinds, sent_at, received_at)
      SELECT uuidv7(), p.conversation, a.id, m.id, m.round * ${messagesEach} + k + 1,
        CASE WHEN k % 3 = 0 THEN 'client' WHEN k % 3 = 1 THEN 'bot' ELSE 'operator' END,
        CASE WHEN k % 3 = 0 THEN p.contact WHEN k % 3 = 2 THEN o.id END, 'text', l.text || ' ' || m.n, '{}', '{}',
        m.opened + k * interval '10 minutes', m.opened + k * interval '10 minutes'
      FROM matter m JOIN people p ON p.n = m.person CROSS JOIN generate_series(0, ${messagesEach} - 1) k CROSS JOIN account a
      CROSS JOIN (SELECT id FROM operator WHERE login = 'jasur') o
      JOIN line l ON l.n = (m.n * 7 + k * 3) % ${sentences.length} + 1`,
    `CREATE INDEX message_words_idx ON message USING gin (to_tsvector('simple', inbox_fold(text)))`,
    `INSERT INTO delivery (id, message_id, conversation_id, request_id, channel_account_id, seq, state, next_attempt_at, external_id,
        sent_parts, queued_at, sent_at, delivered_at, read_at)
      SELECT uuidv7(), id, conversation_id, request_id, channel_account_id, seq, 'read', received_at, 'x' || id, '{}', received_at,
        received_at, received_at, received_at FROM message WHERE author_kind <> 'client' AND text LIKE '% %'`,
    `INSERT INTO sla_clock (id, request_id, kind, state, started_at, target_ms, due_at, met_at)
      SELECT uuidv7(), m.id, k.kind, CASE WHEN k.kind = 'first_response' OR m.status = 'closed' THEN 'met' ELSE 'running' END,
        m.opened, 7200000, coalesce(r.next_due_at, m.opened + interval '2 hours') + k.later,
        CASE WHEN k.kind = 'first_response' OR m.status = 'closed' THEN m.opened + interval '20 minutes' END
      FROM matter m JOIN request r ON r.id = m.id
      CROSS JOIN (VALUES ('first_response', interval '0'), ('next_response', interval '0'), ('resolution', interval '1 day')) k(kind, later)`,
    `INSERT INTO classification_record (id, request_id, type, probabilities, priority, topic, language, script, needs_identity,
        confidence, abstained, reasons, model_version, at)
      SELECT uuidv7(), m.id, m.type, '{"complaint":0.7,"question":0.2,"information_request":0.05,"suggestion":0.03,"other":0.02}',
        m.priority, s.code, m.language, 'latin', false, 0.7, false, '[]', 'seed', m.opened
      FROM matter m JOIN subject s ON s.n = m.n % (SELECT count(*) FROM subject) + 1`,
    `INSERT INTO event (name, occurred_at, subject_id, actor, data, published_at, feed_no)
      SELECT e.name, m.opened, m.id, 'system', jsonb_build_object('requestId', m.id, 'to', 'queue'), m.opened,
        (SELECT last_feed_no FROM feed_state) + row_number() OVER (ORDER BY m.n, e.name)
      FROM matter m CROSS JOIN (VALUES ('request.opened'), ('holder.changed'), ('clock.met')) e(name)`,
    // The relay goes on after what was written for it.
    `UPDATE feed_state SET last_feed_no = last_feed_no + ${requests * 3}`,
  ]
}

/** What a million requests of a year leave in the tables of the reports. */
function reportStatements(requests: number): string[] {
  return [
    `CREATE TEMP TABLE past AS SELECT g.n, uuidv7() AS id, d.id AS department, o.id AS operator,
        now() - (g.n::float8 / ${requests}) * interval '360 days' AS at
      FROM generate_series(1, ${requests}) g(n) JOIN place d ON d.n = g.n % (SELECT count(*) FROM place) + 1
      JOIN (SELECT row_number() OVER (ORDER BY login) AS n, id FROM operator) o
        ON o.n = g.n % (SELECT count(*) FROM operator) + 1`,
    `INSERT INTO stat_request (request_id, number, channel_kind, type, priority, topic, department_id, operator_id, language, opened_at,
        closed_at, outcome, began_with_bot, projected_at)
      SELECT id, 'S-' || n, (ARRAY['telegram', 'webchat', 'instagram'])[n % 3 + 1],
        (ARRAY['complaint', 'question', 'information_request', 'suggestion'])[n % 4 + 1], (ARRAY['urgent', 'high', 'normal', 'low'])[n % 4 + 1],
        (SELECT code FROM subject s WHERE s.n = p.n % 10 + 1), department, operator, (ARRAY['uz-Latn', 'ru'])[n % 2 + 1], at,
        at + interval '2 hours', 'resolved', n % 2 = 0, now() FROM past p`,
    `INSERT INTO stat_clock (clock_id, request_id, kind, state, channel_kind, type, priority, department_id, operator_id, started_at, due_at, met_at, took_ms)
      SELECT uuidv7(), id, k.kind, CASE WHEN n % 9 = 0 THEN 'breached' ELSE 'met' END, (ARRAY['telegram', 'webchat', 'instagram'])[n % 3 + 1],
        (ARRAY['complaint', 'question', 'information_request', 'suggestion'])[n % 4 + 1], (ARRAY['urgent', 'high', 'normal', 'low'])[n % 4 + 1],
        department, operator, at, at + interval '1 hour', at + interval '30 minutes', (n % 5000) * 1000
      FROM past CROSS JOIN (VALUES ('first_response'), ('resolution')) k(kind)`,
    `INSERT INTO stat_closing (event_id, request_id, at, outcome, took_ms, is_first) SELECT uuidv7(), id, at + interval '2 hours', 'resolved', 7200000, true FROM past`,
    `INSERT INTO stat_day (day, change_no) SELECT day::date, row_number() OVER () FROM generate_series(now() - interval '362 days', now(), interval '1 day') day
      ON CONFLICT DO NOTHING`,
  ]
}

async function runAll(sql: pg.Client, texts: readonly string[], say: (line: string) => void): Promise<void> {
  for (const text of texts) {
    const startedAt = performance.now()
    await sql.query(text, text.includes('$1') ? [sentences] : [])
    say(`  ${((performance.now() - startedAt) / 1_000).toFixed(1)} s  ${text.replace(/\s+/g, ' ').slice(0, 70)}`)
  }
}

/** @param counts how many requests for the inbox, and how many for the reports alone. */
export async function seedScreens(
  url: string,
  counts: { requests: number; reported: number },
  say: (line: string) => void,
): Promise<Seeded> {
  const sql = new pg.Client({ connectionString: url })
  await sql.connect()
  const startedAt = performance.now()
  try {
    await sql.query(
      `SET statement_timeout = 0; SET synchronous_commit = off; SET maintenance_work_mem = '256MB'; SET work_mem = '128MB'`,
    )
    await sql.query(`CREATE TEMP TABLE account AS SELECT id FROM channel_account WHERE kind = 'webchat' LIMIT 1`)
    await runAll(sql, [...statements(counts.requests), ...reportStatements(counts.reported)], say)
    await sql.query('VACUUM ANALYZE')
    return {
      requests: counts.requests,
      messages: counts.requests * messagesEach,
      tookS: (performance.now() - startedAt) / 1_000,
    }
  } finally {
    await sql.end()
  }
}
