-- AlterTable
ALTER TABLE "request" ADD COLUMN     "repeat_of_id" UUID;

-- AlterTable
ALTER TABLE "sla_clock" ADD COLUMN     "steps" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "clock_step" (
    "clock_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "request_id" UUID NOT NULL,
    "policy_version" INTEGER,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'due',
    "action" TEXT,
    "outcome" TEXT,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "clock_step_pkey" PRIMARY KEY ("clock_id","code")
);

-- CreateTable
CREATE TABLE "appeal" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "registered_by_id" UUID NOT NULL,
    "full_name" TEXT NOT NULL,
    "address" TEXT,
    "phone" TEXT,
    "essence" TEXT NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),
    "withdrawn_by_id" UUID,
    "withdrawal_reason" TEXT,

    CONSTRAINT "appeal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "term_extension" (
    "id" UUID NOT NULL,
    "clock_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "from_days" INTEGER NOT NULL,
    "to_days" INTEGER NOT NULL,
    "from_due_at" TIMESTAMPTZ(3) NOT NULL,
    "to_due_at" TIMESTAMPTZ(3) NOT NULL,
    "message_id" UUID NOT NULL,
    "delivery_id" UUID NOT NULL,

    CONSTRAINT "term_extension_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inner_wait" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "department_id" UUID NOT NULL,
    "asked_by_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "target_ms" BIGINT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by_id" UUID,
    "breached_at" TIMESTAMPTZ(3),

    CONSTRAINT "inner_wait_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "clock_step_state_due_at_idx" ON "clock_step"("state", "due_at");

-- CreateIndex
CREATE INDEX "clock_step_request_id_idx" ON "clock_step"("request_id");

-- CreateIndex
CREATE UNIQUE INDEX "appeal_number_key" ON "appeal"("number");

-- CreateIndex
CREATE INDEX "appeal_request_id_idx" ON "appeal"("request_id");

-- CreateIndex
CREATE UNIQUE INDEX "term_extension_clock_id_key" ON "term_extension"("clock_id");

-- CreateIndex
CREATE INDEX "term_extension_request_id_idx" ON "term_extension"("request_id");

-- CreateIndex
CREATE INDEX "inner_wait_request_id_idx" ON "inner_wait"("request_id");

-- CreateIndex
CREATE INDEX "inner_wait_ended_at_breached_at_due_at_idx" ON "inner_wait"("ended_at", "breached_at", "due_at");

-- Registration numbers of official appeals; a rolled back one leaves a gap, which is harmless.
CREATE SEQUENCE appeal_number_seq AS bigint;

-- A thank-you in a matter that has been answered starts no clock and lets nobody wait. All else is as it was.
CREATE OR REPLACE FUNCTION inbox_decide(batch jsonb, todo int[], reopen_window interval) RETURNS inbox_step[] LANGUAGE plpgsql AS $$
DECLARE steps inbox_step[];
BEGIN
  WITH head AS (
    SELECT DISTINCT ON (e.item->>'account', e.item->>'thread') e.n::int AS i, e.item,
      (e.item->>'receivedAt')::timestamptz AS at, (e.item->>'needsWork')::boolean AS needs_work,
      (e.item->>'isQuiet')::boolean AS is_quiet,
      e.item->>'kind' = 'service' OR coalesce(e.item->'content'->>'pressed', '') LIKE 'rate:%' AS is_aside
    FROM jsonb_array_elements(batch) WITH ORDINALITY e(item, n)
    WHERE e.n = ANY (todo)
    ORDER BY e.item->>'account', e.item->>'thread', e.n
  ), known AS (
    SELECT h.*, c.id AS conversation_id, c.last_seq, a.bot_enabled, i.contact_id,
      CASE WHEN k.is_language_chosen AND h.item->>'language' IS DISTINCT FROM 'kaa' THEN k.language
        ELSE coalesce(h.item->>'language', k.language, h.item->>'languageHint', 'uz-Latn') END AS language,
      coalesce(m.id, p.message_id) AS stored_id, album.id AS album_message_id,
      -- A request that goes on in another conversation is open although this one has not heard of it.
      coalesce(o.id, CASE WHEN l.status <> 'closed' THEN l.id END) AS current_id,
      CASE WHEN o.id IS NULL AND l.status = 'closed' THEN l.id END AS closed_id, l.closed_at
    FROM head h
    JOIN channel_account a ON a.id = (h.item->>'account')::uuid
    CROSS JOIN LATERAL (SELECT x.* FROM conversation x
      WHERE x.channel_account_id = a.id AND x.external_id = h.item->>'thread' LIMIT 1) c
    CROSS JOIN LATERAL (SELECT x.contact_id FROM identity x
      WHERE x.channel_account_id = a.id AND x.external_id = h.item->>'sender' LIMIT 1) i
    CROSS JOIN LATERAL (SELECT x.* FROM contact x WHERE x.id = i.contact_id LIMIT 1) k
    LEFT JOIN LATERAL (SELECT x.id FROM request x WHERE x.id = c.open_request_id AND x.status <> 'closed' LIMIT 1) o ON true
    LEFT JOIN LATERAL (SELECT x.id, x.status, x.closed_at FROM request x WHERE x.id = c.last_request_id LIMIT 1) l ON true
    LEFT JOIN LATERAL (SELECT x.id FROM message x
      WHERE x.channel_account_id = a.id AND x.external_id = h.item->>'externalId' LIMIT 1) m ON true
    LEFT JOIN LATERAL (SELECT x.message_id FROM message_part x
      WHERE x.channel_account_id = a.id AND x.external_id = h.item->>'externalId' LIMIT 1) p ON true
    LEFT JOIN LATERAL (
      SELECT latest.id FROM (
        SELECT s.id, s.content, s.author_kind FROM message s
        WHERE s.conversation_id = c.id AND h.item->>'albumId' IS NOT NULL ORDER BY s.seq DESC LIMIT 20) latest
      WHERE latest.author_kind = 'client' AND latest.content->>'albumId' = h.item->>'albumId' LIMIT 1) album ON true
  ), chosen AS (
    SELECT k.*, CASE
        WHEN k.stored_id IS NOT NULL THEN 'duplicate'
        WHEN k.album_message_id IS NOT NULL THEN 'album'
        WHEN k.is_aside AND coalesce(k.current_id, k.closed_id) IS NOT NULL THEN 'attach'
        WHEN k.current_id IS NOT NULL THEN 'append'
        WHEN k.closed_id IS NULL THEN 'open'
        WHEN k.is_quiet THEN 'attach'
        WHEN k.at - k.closed_at > reopen_window THEN 'open'
        WHEN k.needs_work THEN 'reopen'
        ELSE 'attach' END AS effect
    FROM known k
  ), judged AS (
    SELECT s.*, coalesce(m.request_id, s.current_id, s.closed_id) AS request_id, m.seq AS stored_seq,
      r.status, r.type AS old_type, r.priority AS old_priority, r.topic AS old_topic, r.department_id AS old_department_id,
      r.holder_kind AS old_holder_kind, r.holder_version AS old_holder_version, r.reopen_count, r.first_response_at,
      s.effect IN ('append', 'reopen', 'album') AND s.needs_work AND r.confirmed_by_id IS NULL AND r.status IS NOT NULL
        AND (s.effect <> 'album' OR (s.item->>'text' <> '' AND r.status <> 'closed')) AS may_change
    FROM chosen s
    LEFT JOIN LATERAL (SELECT x.request_id, x.seq FROM message x
      WHERE x.id = coalesce(s.stored_id, s.album_message_id) LIMIT 1) m ON true
    LEFT JOIN LATERAL (SELECT x.* FROM request x
      WHERE s.effect <> 'open' AND x.id = coalesce(m.request_id, s.current_id, s.closed_id) LIMIT 1) r ON true
  ), adopting AS (
    SELECT j.*, j.may_change AND (j.old_type = 'other' OR (j.old_type = 'unsorted' AND j.item->>'type' <> 'unsorted'))
      AS is_adopted
    FROM judged j
  ), ranked AS (
    SELECT t.*, CASE
        WHEN t.effect = 'open' THEN t.item->>'priority'
        WHEN t.is_adopted AND inbox_priority_rank(t.item->>'priority') < inbox_priority_rank(t.old_priority)
          THEN t.item->>'priority'
        WHEN t.may_change AND t.item->>'priority' = 'urgent' THEN 'urgent'
        ELSE t.old_priority END AS new_priority,
      row_number() OVER (PARTITION BY CASE WHEN t.effect = 'open' THEN t.item->>'requestId' ELSE t.request_id::text END
        ORDER BY t.i) AS turn
    FROM adopting t
  )
  SELECT array_agg(ROW(
      t.i, t.item, t.effect,
      CASE t.effect WHEN 'duplicate' THEN t.stored_id WHEN 'album' THEN t.album_message_id
        ELSE (t.item->>'messageId')::uuid END,
      t.conversation_id, t.contact_id,
      CASE WHEN t.effect = 'open' THEN (t.item->>'requestId')::uuid ELSE t.request_id END,
      coalesce(t.stored_seq, t.last_seq + 1), t.at,
      t.effect IN ('append', 'album') AND t.status = 'waiting_client',
      t.is_adopted, t.is_adopted OR (t.effect <> 'open' AND t.new_priority IS DISTINCT FROM t.old_priority),
      t.effect = 'open' OR (t.is_adopted AND t.old_type = 'other'),
      -- A thank-you in a matter that has been answered needs no reply; a greeting that opens one does.
      NOT t.is_quiet AND (t.effect IN ('open', 'reopen')
        OR (t.effect = 'append' AND (t.needs_work OR t.first_response_at IS NULL))),
      t.old_type, t.old_priority, t.old_topic,
      CASE WHEN t.effect = 'open' OR t.is_adopted THEN t.item->>'type' ELSE t.old_type END,
      t.new_priority,
      CASE WHEN t.effect = 'open' OR t.is_adopted THEN t.item->>'topic' ELSE t.old_topic END,
      CASE WHEN t.effect = 'open' OR (t.is_adopted AND (t.old_holder_kind <> 'operator' OR t.effect = 'reopen'))
        THEN (t.item->>'departmentId')::uuid ELSE t.old_department_id END,
      CASE WHEN t.effect NOT IN ('open', 'reopen') THEN t.old_holder_kind WHEN t.bot_enabled THEN 'bot' ELSE 'queue' END,
      CASE t.effect WHEN 'open' THEN 1 WHEN 'reopen' THEN t.old_holder_version + 1 ELSE t.old_holder_version END,
      CASE t.effect WHEN 'open' THEN 0 WHEN 'reopen' THEN t.reopen_count + 1 ELSE t.reopen_count END,
      CASE WHEN t.effect = 'open' THEN t.closed_id END,
      t.first_response_at IS NOT NULL, t.language)::inbox_step ORDER BY t.i)
  INTO steps FROM ranked t WHERE t.turn = 1;
  RETURN coalesce(steps, '{}');
END $$;

-- The clocks of an opening bring the moments of their escalation steps with them. All else is as it was.
CREATE OR REPLACE FUNCTION inbox_store_clocks(steps inbox_step[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WITH made AS (
    INSERT INTO sla_clock (id, request_id, kind, started_at, target_ms, policy_version, calendar_id, due_at, warn_at,
      next_wake_at, steps)
    SELECT k.id, s.request_id, k.kind, s.at, k."targetMs", k."policyVersion", k."calendarId", k."dueAt", k."warnAt",
      least(k."dueAt", k."warnAt", (k.steps->0->>'at')::timestamptz), coalesce(k.steps, '[]')
    FROM unnest(steps) s CROSS JOIN LATERAL jsonb_to_recordset(s.item->'clocks') AS k(
      id uuid, kind text, "targetMs" bigint, "dueAt" timestamptz, "warnAt" timestamptz, "calendarId" uuid, "policyVersion" int, steps jsonb)
    LEFT JOIN LATERAL (SELECT x.id FROM sla_clock x WHERE s.effect <> 'open' AND x.request_id = s.request_id
      AND x.kind = k.kind AND x.state IN ('running', 'paused') LIMIT 1) known ON true
    WHERE s.starts_plan AND NOT (s.was_answered AND k.kind = 'first_response') AND known.id IS NULL
    RETURNING id, request_id, started_at, target_ms, due_at, calendar_id, policy_version)
  INSERT INTO sla_clock_entry (clock_id, kind, at, actor, facts)
  SELECT m.id, 'started', m.started_at, 'system:intake', jsonb_build_object('targetMs', m.target_ms, 'dueAt', m.due_at,
    'calendarId', m.calendar_id, 'policyVersion', m.policy_version) FROM made m;

  IF EXISTS (SELECT FROM unnest(steps) s WHERE s.is_resumed) THEN
    WITH resumed AS (
      UPDATE sla_clock k SET state = 'running', paused_at = NULL, due_at = NULL, warn_at = NULL, next_wake_at = NULL
      FROM unnest(steps) s WHERE s.is_resumed AND k.request_id = s.request_id AND k.state = 'paused'
      RETURNING k.id, k.request_id, k.kind, s.at, s.item, s.contact_id
    ), entered AS (
      INSERT INTO sla_clock_entry (clock_id, kind, at, actor, facts)
      SELECT r.id, 'resumed', r.at, 'client:' || r.contact_id, '{"because": "client_wrote"}' FROM resumed r
    )
    INSERT INTO event (id, name, occurred_at, subject_id, actor, trace, data)
    SELECT gen_random_uuid(), 'clock.resumed', r.at, r.request_id, 'client:' || r.contact_id, r.item->>'trace',
      jsonb_build_object('clockId', r.id, 'requestId', r.request_id, 'kind', r.kind) FROM resumed r;
  END IF;

  WITH wanted AS (
    SELECT s.request_id, s.at, s.item, s.contact_id,
      unnest(CASE WHEN s.effect = 'reopen'
        THEN ARRAY[CASE WHEN s.was_answered THEN 'next_response' ELSE 'first_response' END, 'resolution']
        ELSE ARRAY['next_response'] END) AS kind
    FROM unnest(steps) s
    WHERE s.type <> 'other' AND s.needs_answer AND (s.effect = 'reopen' OR (s.effect = 'append' AND s.was_answered))
  ), made AS (
    INSERT INTO sla_clock (id, request_id, kind, started_at)
    SELECT gen_random_uuid(), w.request_id, w.kind, w.at FROM wanted w
    LEFT JOIN LATERAL (SELECT x.id FROM sla_clock x WHERE x.request_id = w.request_id AND x.kind = w.kind
      AND x.state IN ('running', 'paused') LIMIT 1) known ON true
    WHERE known.id IS NULL
    RETURNING id, request_id, kind, started_at
  ), entered AS (
    INSERT INTO sla_clock_entry (clock_id, kind, at, actor, facts)
    SELECT m.id, 'started', m.started_at, 'system:intake', '{}' FROM made m
  )
  INSERT INTO event (id, name, occurred_at, subject_id, actor, trace, data)
  SELECT gen_random_uuid(), 'clock.started', m.started_at, m.request_id, 'system:intake', NULL,
    jsonb_build_object('clockId', m.id, 'requestId', m.request_id, 'kind', m.kind) FROM made m;

  UPDATE request r SET next_due_at = inbox_next_due(r.id)
  FROM unnest(steps) s
  WHERE r.id = s.request_id AND (s.is_resumed OR s.effect = 'reopen' OR (s.starts_plan AND s.effect <> 'open'));
END $$;

-- Warnings, breaches and steps of escalation that have come by `now_at`, for at most so many clocks, in one statement: stamps,
-- ledger and facts. Each stamp bears the moment it was for. A clock whose request is in other hands right now is left for the
-- next round, because its answer may be on the way. next_due_at needs no refresh: a breached clock keeps its place in the queue.
CREATE FUNCTION inbox_stamp_due(now_at timestamptz, most int, told_by text, told_trace text)
RETURNS TABLE (taken_count int, stamp_count int, delays_ms float8[])
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan SET jit = off
AS $$
BEGIN
  RETURN QUERY
  WITH taken AS (
    SELECT k.id, k.request_id, k.kind, k.state, k.due_at, k.warn_at, k.warned_at, k.policy_version, k.steps,
      k.state = 'running' AND k.warned_at IS NULL AND k.warn_at <= now_at AS is_warned,
      k.state = 'running' AND k.due_at <= now_at AS is_breached
    FROM sla_clock k JOIN request r ON r.id = k.request_id
    WHERE k.next_wake_at <= now_at AND k.state IN ('running', 'breached')
    ORDER BY k.next_wake_at LIMIT most FOR NO KEY UPDATE SKIP LOCKED
  ), fired AS (
    SELECT t.id, t.request_id, t.kind, t.policy_version, s.code, s.at
    FROM taken t CROSS JOIN LATERAL jsonb_to_recordset(t.steps) AS s(code text, at timestamptz) WHERE s.at <= now_at
  ), stamped AS (
    UPDATE sla_clock k SET
      state = CASE WHEN t.is_breached THEN 'breached' ELSE t.state END,
      warned_at = CASE WHEN t.is_warned THEN t.warn_at ELSE t.warned_at END,
      breached_at = CASE WHEN t.is_breached THEN t.due_at ELSE k.breached_at END,
      steps = ahead.steps,
      next_wake_at = CASE WHEN t.state = 'running' AND NOT t.is_breached
        THEN least(ahead.next_at, t.due_at, CASE WHEN t.warned_at IS NULL AND NOT t.is_warned THEN t.warn_at END)
        ELSE ahead.next_at END
    FROM taken t CROSS JOIN LATERAL (
      SELECT coalesce(jsonb_agg(jsonb_build_object('code', s.code, 'at', s.at) ORDER BY s.at), '[]') AS steps, min(s.at) AS next_at
      FROM jsonb_to_recordset(t.steps) AS s(code text, at timestamptz) WHERE s.at > now_at) ahead
    WHERE k.id = t.id
  ), begun AS (
    INSERT INTO clock_step (clock_id, code, request_id, policy_version, due_at)
    SELECT f.id, f.code, f.request_id, f.policy_version, f.at FROM fired f ON CONFLICT DO NOTHING
    RETURNING clock_id, code
  ), notes AS (
    SELECT t.id, t.request_id, t.kind, 'warned' AS what, t.warn_at AS at FROM taken t WHERE t.is_warned
    UNION ALL SELECT t.id, t.request_id, t.kind, 'breached', t.due_at FROM taken t WHERE t.is_breached
  ), entered AS (
    INSERT INTO sla_clock_entry (clock_id, kind, at, actor, facts)
    SELECT n.id, n.what, n.at, told_by, '{}' FROM notes n ORDER BY n.at, n.what DESC
  ), told AS (
    INSERT INTO event (id, name, occurred_at, subject_id, actor, trace, data)
    SELECT gen_random_uuid(), n.name, now_at, n.request_id, told_by, told_trace,
      jsonb_build_object('clockId', n.id, 'requestId', n.request_id, 'kind', n.kind) || n.more
    FROM (SELECT 'clock.' || n.what AS name, n.id, n.request_id, n.kind, n.at, '{}'::jsonb AS more FROM notes n
      UNION ALL SELECT 'clock.step_due', f.id, f.request_id, f.kind, f.at, jsonb_build_object('code', f.code)
        FROM begun b JOIN fired f ON f.id = b.clock_id AND f.code = b.code) n
    ORDER BY n.at, n.name DESC
  )
  SELECT (SELECT count(*)::int FROM taken), (SELECT count(*)::int FROM notes) + (SELECT count(*)::int FROM begun),
    ARRAY(SELECT extract(epoch FROM now_at - t.due_at)::float8 * 1000 FROM taken t WHERE t.is_breached);
END $$;
