-- The clocks have a column of the same name as this function’s parameter: where both are in sight the parameter is named in full.
-- All else is as it was.
CREATE OR REPLACE FUNCTION inbox_store_clocks(steps inbox_step[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WITH made AS (
    INSERT INTO sla_clock (id, request_id, kind, started_at, target_ms, policy_version, calendar_id, due_at, warn_at,
      next_wake_at, steps)
    SELECT k.id, s.request_id, k.kind, s.at, k."targetMs", k."policyVersion", k."calendarId", k."dueAt", k."warnAt",
      least(k."dueAt", k."warnAt", (k.steps->0->>'at')::timestamptz), coalesce(k.steps, '[]')
    FROM unnest(inbox_store_clocks.steps) s CROSS JOIN LATERAL jsonb_to_recordset(s.item->'clocks') AS k(
      id uuid, kind text, "targetMs" bigint, "dueAt" timestamptz, "warnAt" timestamptz, "calendarId" uuid, "policyVersion" int, steps jsonb)
    LEFT JOIN LATERAL (SELECT x.id FROM sla_clock x WHERE s.effect <> 'open' AND x.request_id = s.request_id
      AND x.kind = k.kind AND x.state IN ('running', 'paused') LIMIT 1) known ON true
    WHERE s.starts_plan AND NOT (s.was_answered AND k.kind = 'first_response') AND known.id IS NULL
    RETURNING id, request_id, started_at, target_ms, due_at, calendar_id, policy_version)
  INSERT INTO sla_clock_entry (clock_id, kind, at, actor, facts)
  SELECT m.id, 'started', m.started_at, 'system:intake', jsonb_build_object('targetMs', m.target_ms, 'dueAt', m.due_at,
    'calendarId', m.calendar_id, 'policyVersion', m.policy_version) FROM made m;

  IF EXISTS (SELECT FROM unnest(inbox_store_clocks.steps) s WHERE s.is_resumed) THEN
    WITH resumed AS (
      UPDATE sla_clock k SET state = 'running', paused_at = NULL, due_at = NULL, warn_at = NULL, next_wake_at = NULL
      FROM unnest(inbox_store_clocks.steps) s WHERE s.is_resumed AND k.request_id = s.request_id AND k.state = 'paused'
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
    FROM unnest(inbox_store_clocks.steps) s
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
  FROM unnest(inbox_store_clocks.steps) s
  WHERE r.id = s.request_id AND (s.is_resumed OR s.effect = 'reopen' OR (s.starts_plan AND s.effect <> 'open'));
END $$;
