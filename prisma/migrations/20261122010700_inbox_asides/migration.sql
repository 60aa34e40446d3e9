-- A rating, and what a channel says by itself, stand beside the matter: attached to the request under way or the last one,
-- they end no pause, reopen nothing and start no clock. All else is as it was.
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
      NOT t.is_quiet AND t.effect IN ('open', 'append', 'reopen'),
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
