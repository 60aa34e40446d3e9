/**
 * A past for a bank of the demonstration: weeks of requests with their clients, words, clocks, closings and marks, so that
 * statistics have something to say on the first day. Written straight into the tables of a demonstration, in one transaction; the
 * program hears of each request by one fact and counts it as it counts any other.
 */
import type pg from 'pg'
import { relayLockKey } from '../../src/platform/events/relay.store.ts'

export type Past = { readonly days: number; readonly perDay: number }

/** By topic: what clients write, and of what type it is. */
const matters = `(VALUES
  ('p2p', 'complaint', 'high', 'Kecha o‘tkazgan pulim haligacha yetib bormadi, hisobimdan esa yechilgan.'),
  ('p2p', 'question', 'normal', 'Нега картадан картага ўтказишда фоиз олинди?'),
  ('atm', 'complaint', 'high', 'Bankomat pulni bermadi, lekin hisobdan yechib oldi.'),
  ('atm', 'information_request', 'normal', 'Где ближайший банкомат, который принимает наличные?'),
  ('credit', 'question', 'normal', 'Kreditni muddatidan oldin yopsam, jarima bormi?'),
  ('credit', 'information_request', 'normal', 'Какие документы нужны для ипотеки?'),
  ('card_block', 'complaint', 'urgent', 'Kartamni o‘g‘irlab ketishdi, tezda bloklang!'),
  ('app_error', 'complaint', 'normal', 'Ilova kirishda xato beryapti, ikki kundan beri ishlamaydi.'),
  ('app_error', 'suggestion', 'low', 'Добавьте тёмную тему в приложение, пожалуйста.'),
  ('fees', 'complaint', 'normal', 'С меня дважды списали комиссию за один и тот же перевод.'),
  ('account', 'information_request', 'normal', 'Hisobim bo‘yicha ko‘chirma kerak edi, qanday olsam bo‘ladi?'),
  ('deposit', 'question', 'normal', 'Omonat foizi qancha va pulni muddatidan oldin olsa bo‘ladimi?'),
  ('service', 'suggestion', 'low', 'Filialda navbatni ilovadan olish imkonini qo‘shsangiz.'),
  ('branch', 'information_request', 'low', 'Yunusoboddagi filial shanba kuni ishlaydimi?')
) AS m(topic, type, priority, text)`
const names = `ARRAY['Aziza Karimova','Bobur Rahimov','Gulnora Yusupova','Jahongir Tursunov','Malika Ismoilova','Нодира Саидова',
  'Olim Qodirov','Рустам Алимов','Sevara Nazarova','Тимур Хасанов','Umida Ergasheva','Zafar Mirzayev']`

/** A request a row, with everything that was decided about it. Mornings are busiest; complaints swell for a week near the end. */
const decide = (past: Past) => `CREATE TEMP TABLE past ON COMMIT DROP AS
  WITH kinds AS (SELECT m.*, t.department_id, row_number() OVER () AS k, count(*) OVER () AS all_kinds
      FROM ${matters} JOIN topic t ON t.code = m.topic),
    channels AS (SELECT id AS channel_account_id, kind, row_number() OVER (ORDER BY (kind = 'telegram') DESC, kind) AS c,
      count(*) OVER () AS all_channels FROM channel_account WHERE visibility = 'private' AND kind <> 'vk'),
    days AS (SELECT day, generate_series(1, greatest(1, (${past.perDay} * CASE WHEN extract(isodow FROM day) > 5 THEN 0.4 ELSE 1 END
        * (0.8 + 0.4 * random()) * CASE WHEN day > now() - interval '9 days' THEN 1.35 ELSE 1 END)::int)) AS i
      FROM generate_series(date_trunc('day', now(), 'Asia/Tashkent') - ${past.days} * interval '1 day',
        date_trunc('day', now(), 'Asia/Tashkent') - interval '1 day', interval '1 day') day),
    drawn AS (SELECT row_number() OVER (ORDER BY day, i) AS n, day + interval '8 hours' + (random() * random() * 0.55 + random() * 0.45)
        * interval '11 hours' AS opened_at, random() AS a, random() AS b, random() AS c, random() AS d, random() AS e, random() AS f, random() AS g FROM days)
  SELECT d.n, d.opened_at, d.a, d.b, d.c, d.d, d.e, d.f, d.g, k.topic, k.type, k.priority, k.text, k.department_id, h.kind AS channel,
    h.channel_account_id, uuidv7(d.opened_at - now()) AS request_id, gen_random_uuid() AS contact_id, gen_random_uuid() AS identity_id,
    gen_random_uuid() AS conversation_id, gen_random_uuid() AS asked_id, gen_random_uuid() AS answered_id,
    gen_random_uuid() AS classification_id, gen_random_uuid() AS first_clock, gen_random_uuid() AS last_clock,
    (${names})[1 + floor(d.a * 12)::int] AS name, (ARRAY['uz-Latn','uz-Latn','uz-Latn','uz-Cyrl','ru','ru'])[1 + floor(d.b * 6)::int] AS language,
    o.id AS operator_id, d.opened_at + (1 + 19 * d.c * d.c) * interval '1 minute' AS first_at,
    d.opened_at + (20 + 1400 * d.f * d.f * d.f) * interval '1 minute' AS closed_at
  FROM drawn d
  JOIN kinds k ON k.k = 1 + floor(power(d.d, 1.15) * k.all_kinds)::int
  JOIN channels h ON h.c = 1 + floor(power(d.e, 1.6) * h.all_channels)::int
  CROSS JOIN LATERAL (SELECT o.id FROM operator o JOIN operator_department l ON l.operator_id = o.id
    WHERE l.department_id = k.department_id AND o.is_active AND o.capacity > 0 ORDER BY md5(o.id::text || d.n) LIMIT 1) o`

const writes = [
  `INSERT INTO contact (id, display_name, language, created_at) SELECT contact_id, name, language, opened_at FROM past`,
  `INSERT INTO identity (id, contact_id, channel_account_id, external_id, display_name, is_reachable, created_at)
    SELECT identity_id, contact_id, channel_account_id, 'past-' || identity_id, name, false, opened_at FROM past`,
  `INSERT INTO conversation (id, identity_id, channel_account_id, external_id, last_seq, last_request_id, last_message_at, created_at)
    SELECT conversation_id, identity_id, channel_account_id, 'past-' || conversation_id, 2, request_id, first_at, opened_at FROM past`,
  `INSERT INTO request (id, number, contact_id, channel_kind, status, type, priority, topic, language, department_id, holder_kind,
      holder_operator_id, holder_version, holder_since, classification_id, opened_at, closed_at, outcome, first_response_at,
      last_client_message_at, updated_at)
    SELECT request_id, to_char(opened_at AT TIME ZONE 'Asia/Tashkent', 'YYYY-') || lpad(nextval('request_number_seq')::text, 6, '0'),
      contact_id, channel, 'closed', type, priority, topic, language, department_id, 'operator', operator_id, 2, opened_at,
      classification_id, opened_at, closed_at, CASE WHEN e < 0.1 THEN 'redirected' WHEN e < 0.6 THEN 'resolved' ELSE 'answered' END,
      first_at, opened_at, closed_at FROM past ORDER BY n`,
  `INSERT INTO request_conversation (request_id, conversation_id) SELECT request_id, conversation_id FROM past`,
  `INSERT INTO message (id, conversation_id, channel_account_id, request_id, seq, external_id, author_kind, author_id, kind, text,
      masked_kinds, sent_at, received_at)
    SELECT asked_id, conversation_id, channel_account_id, request_id, 1, 'past-' || asked_id, 'client', contact_id, 'text', text, '{}',
      opened_at, opened_at FROM past`,
  `INSERT INTO message (id, conversation_id, channel_account_id, request_id, seq, author_kind, author_id, kind, text, masked_kinds,
      sent_at, received_at)
    SELECT answered_id, conversation_id, channel_account_id, request_id, 2, 'operator', operator_id, 'text',
      'Assalomu alaykum! Murojaatingizni ko‘rib chiqdik, masala hal qilindi.', '{}', first_at, first_at FROM past`,
  `INSERT INTO classification_record (id, request_id, message_id, type, probabilities, priority, topic, language, script,
      needs_identity, confidence, abstained, reasons, model_version, at, corrected_by_id, corrected_at, corrected_type)
    SELECT classification_id, request_id, asked_id, type, jsonb_build_object(type, 0.9), priority, topic, language, 'latin', false,
      0.6 + 0.39 * a, b < 0.07, '[]', 'past', opened_at, CASE WHEN c < 0.3 THEN operator_id END, CASE WHEN c < 0.3 THEN first_at END,
      CASE WHEN c < 0.3 THEN CASE WHEN d < 0.12 THEN 'question' ELSE type END END FROM past`,
  `INSERT INTO assignment (id, request_id, operator_id, department_id, rule, candidates, at, ended_at, end_reason)
    SELECT gen_random_uuid(), request_id, operator_id, department_id, 'least_load', '[]', opened_at, closed_at, 'closed' FROM past`,
  ...(
    [
      ['first_clock', 'first_response', 15, 'first_at'],
      ['last_clock', 'resolution', 960, 'closed_at'],
    ] as const
  ).flatMap(([id, kind, minutes, met]) => [
    `INSERT INTO sla_clock (id, request_id, kind, state, started_at, target_ms, policy_version, due_at, warn_at, met_at, breached_at)
      SELECT ${id}, request_id, '${kind}', CASE WHEN ${met} > due THEN 'breached' ELSE 'met' END, opened_at, ${minutes * 60_000}, 1, due,
        opened_at + ${minutes * 0.75} * interval '1 minute', ${met}, CASE WHEN ${met} > due THEN due END
      FROM (SELECT *, opened_at + ${minutes} * interval '1 minute' AS due FROM past) p`,
    `INSERT INTO sla_clock_entry (clock_id, kind, at, actor, facts)
      SELECT ${id}, 'started', opened_at, 'system:intake', '{}'::jsonb FROM past
      UNION ALL SELECT ${id}, 'met', ${met}, 'operator:' || operator_id, '{}' FROM past`,
  ]),
  `INSERT INTO satisfaction (id, request_id, conversation_id, kind, closed_at, asked_at, score, at)
    SELECT gen_random_uuid(), request_id, conversation_id, 'csat', closed_at, closed_at,
      CASE WHEN b < 0.55 THEN 5 - floor(power(c, 2.2) * 5)::int END, CASE WHEN b < 0.55 THEN closed_at + interval '4 minutes' END
    FROM past WHERE a < 0.8`,
  `INSERT INTO satisfaction (id, request_id, conversation_id, kind, closed_at, asked_at, score, at)
    SELECT gen_random_uuid(), request_id, conversation_id, 'nps', closed_at, closed_at,
      CASE WHEN g < 0.7 THEN greatest(0, 10 - floor(power(c, 1.5) * CASE WHEN opened_at > now() - interval '15 days' THEN 9 ELSE 5 END))::int END,
      CASE WHEN g < 0.7 THEN closed_at + interval '6 minutes' END
    FROM past WHERE a < 0.44 AND b < 0.55`,
  `INSERT INTO template_use (message_id, template_id, version_id, request_id, operator_id, language, is_edited, is_beyond, at)
    SELECT p.answered_id, v.template_id, v.id, p.request_id, p.operator_id, p.language, p.c < 0.3, p.c < 0.05, p.first_at
    FROM past p JOIN LATERAL (SELECT v.id, v.template_id FROM template_version v WHERE v.state = 'published'
      ORDER BY md5(v.id::text || p.topic) LIMIT 1) v ON true WHERE p.e < 0.62`,
  `INSERT INTO template_offer (message_id, version_id, template_id, position, was_inserted, was_sent, at)
    SELECT message_id, version_id, template_id, 0, true, true, at FROM template_use u JOIN past p ON p.answered_id = u.message_id`,
  // What happened, as the screens of a request tell it; numbered at once, so that nobody acts upon it again.
  `WITH told AS (SELECT request_id, opened_at AS at, 'request.opened' AS name, 'client:' || contact_id AS actor,
        jsonb_build_object('requestId', request_id, 'type', type, 'holderKind', 'queue', 'departmentId', department_id) AS data FROM past
      UNION ALL SELECT request_id, closed_at, 'request.closed', 'operator:' || operator_id,
        jsonb_build_object('requestId', request_id, 'outcome', CASE WHEN e < 0.1 THEN 'redirected' WHEN e < 0.6 THEN 'resolved' ELSE 'answered' END)
      FROM past),
    placed AS (UPDATE feed_state SET last_feed_no = last_feed_no + (SELECT count(*) FROM told) WHERE id = 1
      RETURNING last_feed_no - (SELECT count(*) FROM told) AS before)
    INSERT INTO event (id, name, occurred_at, subject_id, actor, data, published_at, feed_no)
    SELECT gen_random_uuid(), name, at, request_id, actor, data, at, before + row_number() OVER (ORDER BY at, request_id)
    FROM told CROSS JOIN placed ORDER BY at, request_id`,
  `INSERT INTO event (id, name, occurred_at, subject_id, actor, data)
    SELECT gen_random_uuid(), 'clock.met', closed_at, request_id, 'operator:' || operator_id,
      jsonb_build_object('clockId', last_clock, 'requestId', request_id, 'kind', 'resolution') FROM past ORDER BY n`,
]

/** How many requests the past has. It must be an installation whose clients are made up. */
export async function writePast(client: Pick<pg.ClientBase, 'query'>, past: Past): Promise<number> {
  await client.query('BEGIN')
  try {
    await client.query(`SELECT setseed(0.42)`)
    // Facts are numbered by one at a time: the relay only tries for its lock, and comes again.
    await client.query('SELECT pg_advisory_xact_lock($1)', [relayLockKey])
    await client.query(decide(past))
    for (const text of writes) await client.query(text)
    const { rows } = await client.query('SELECT count(*)::int AS count FROM past')
    await client.query('COMMIT')
    return Number((rows[0] as { count: number } | undefined)?.count ?? 0)
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}
