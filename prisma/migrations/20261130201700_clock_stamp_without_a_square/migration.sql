-- What a batch begins tells its own fact: to find it again among all that had fired cost the square of the batch, and after a night
-- a thousand clocks are due in the same second. All else is as it was.
CREATE OR REPLACE FUNCTION inbox_stamp_due(now_at timestamptz, most int, told_by text, told_trace text)
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
    SELECT t.id, t.request_id, t.policy_version, s.code, s.at
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
    RETURNING clock_id, code, request_id, due_at
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
      UNION ALL SELECT 'clock.step_due', b.clock_id, b.request_id, (SELECT k.kind FROM sla_clock k WHERE k.id = b.clock_id), b.due_at,
        jsonb_build_object('code', b.code) FROM begun b) n
    ORDER BY n.at, n.name DESC
  )
  SELECT (SELECT count(*)::int FROM taken), (SELECT count(*)::int FROM notes) + (SELECT count(*)::int FROM begun),
    ARRAY(SELECT extract(epoch FROM now_at - t.due_at)::float8 * 1000 FROM taken t WHERE t.is_breached);
END $$;
