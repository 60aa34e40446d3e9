-- The intake: a batch of inbound messages becomes facts in one statement, and so in one commit.
--
-- Every function works on the whole batch with a fixed number of statements, because the cost that matters is the
-- statement, not the row. Locks are taken in three sorted sweeps (senders, conversations, requests), so that two batches
-- in two processes can wait for each other but never in a circle; whoever else locks these rows keeps the same order.
-- Read committed is relied on: after a lock is granted, the next statement sees what its last owner committed.
-- src/inbox/request-rules.ts states the decisions of inbox_decide as a pure function; a test holds the two together.

-- Numbers are unique and grow; a rolled back batch leaves a gap, which is harmless.
CREATE SEQUENCE request_number_seq AS bigint;

-- Room for updates in place: these rows change with every message.
ALTER TABLE conversation SET (fillfactor = 80);
ALTER TABLE request SET (fillfactor = 80);

-- One message's way through the batch: what was decided, and the message as handed in.
CREATE TYPE inbox_step AS (
  i                 int,
  item              jsonb,
  effect            text,        -- open | append | reopen | attach | album | duplicate
  message_id        uuid,
  conversation_id   uuid,
  contact_id        uuid,
  request_id        uuid,
  seq               int,
  at                timestamptz,
  is_resumed        boolean,     -- the request waited for the client, who has written
  is_adopted        boolean,     -- this message's type becomes the request's
  is_reclassified   boolean,     -- adopted, or its danger raised the priority
  starts_plan       boolean,     -- the planned clocks start with this message
  needs_answer      boolean,     -- the message waits for an answer
  old_type          text,
  old_priority      text,
  old_topic         text,
  type              text,
  priority          text,
  topic             text,
  department_id     uuid,
  holder_kind       text,
  holder_version    int,
  reopen_count      int,
  previous_id       uuid,
  was_answered      boolean,     -- a person has answered this request before
  language          text
);

CREATE FUNCTION inbox_priority_rank(priority text) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END $$;

-- What breaches next: the earliest due moment of the request's clocks that still wait for an answer. One that is past due
-- waits all the more, so it stays at the head of the queue until it is answered.
CREATE FUNCTION inbox_next_due(request uuid) RETURNS timestamptz LANGUAGE sql STABLE
AS $$ SELECT min(k.due_at) FROM sla_clock k
  WHERE k.request_id = request AND (k.state = 'running' OR (k.state = 'breached' AND k.met_at IS NULL)) $$;

-- Senders and conversations that are met for the first time.
CREATE FUNCTION inbox_meet(batch jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE made int;
BEGIN
  INSERT INTO identity (id, contact_id, channel_account_id, external_id, display_name, username, assurance, created_at)
  SELECT DISTINCT ON (a.id, e.item->>'sender')
    (e.item->>'identityId')::uuid, (e.item->>'contactId')::uuid, a.id, e.item->>'sender', e.item->>'displayName',
    e.item->>'username', e.item->>'assurance', (e.item->>'receivedAt')::timestamptz
  FROM jsonb_array_elements(batch) WITH ORDINALITY e(item, n)
  JOIN channel_account a ON a.id = (e.item->>'account')::uuid
  LEFT JOIN LATERAL (
    SELECT x.id FROM identity x WHERE x.channel_account_id = a.id AND x.external_id = e.item->>'sender' LIMIT 1) known ON true
  WHERE known.id IS NULL
  ORDER BY a.id, e.item->>'sender', e.n
  ON CONFLICT (channel_account_id, external_id) DO NOTHING;
  GET DIAGNOSTICS made = ROW_COUNT;
  IF made > 0 THEN
    -- Only an identity written just above carries the contact id made for it.
    INSERT INTO contact (id, display_name, language, created_at)
    SELECT i.contact_id, i.display_name, coalesce(e.item->>'language', e.item->>'languageHint'), i.created_at
    FROM jsonb_array_elements(batch) e(item)
    CROSS JOIN LATERAL (SELECT x.* FROM identity x WHERE x.id = (e.item->>'identityId')::uuid
      AND x.contact_id = (e.item->>'contactId')::uuid LIMIT 1) i
    ON CONFLICT DO NOTHING;
  END IF;

  INSERT INTO conversation (id, identity_id, channel_account_id, external_id, visibility, created_at)
  SELECT DISTINCT ON (i.channel_account_id, e.item->>'thread')
    (e.item->>'conversationId')::uuid, i.id, i.channel_account_id, e.item->>'thread', e.item->>'visibility',
    (e.item->>'receivedAt')::timestamptz
  FROM jsonb_array_elements(batch) WITH ORDINALITY e(item, n)
  CROSS JOIN LATERAL (SELECT x.* FROM identity x
    WHERE x.channel_account_id = (e.item->>'account')::uuid AND x.external_id = e.item->>'sender' LIMIT 1) i
  LEFT JOIN LATERAL (SELECT x.id FROM conversation x
    WHERE x.channel_account_id = (e.item->>'account')::uuid AND x.external_id = e.item->>'thread' LIMIT 1) known ON true
  WHERE known.id IS NULL
  ORDER BY i.channel_account_id, e.item->>'thread', e.n
  ON CONFLICT (channel_account_id, external_id) DO NOTHING;
END $$;

-- Conversations first, then their requests, each in the order of ids.
CREATE FUNCTION inbox_lock(batch jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE conversations uuid[];
BEGIN
  conversations := ARRAY(
    SELECT DISTINCT c.id FROM jsonb_array_elements(batch) e(item)
    CROSS JOIN LATERAL (SELECT x.id FROM conversation x
      WHERE x.channel_account_id = (e.item->>'account')::uuid AND x.external_id = e.item->>'thread' LIMIT 1) c);
  PERFORM 1 FROM conversation c WHERE c.id = ANY (conversations) ORDER BY c.id FOR NO KEY UPDATE;
  PERFORM 1 FROM request r WHERE r.id = ANY (ARRAY(
      SELECT unnest(ARRAY[c.open_request_id, c.last_request_id]) FROM conversation c WHERE c.id = ANY (conversations)))
    ORDER BY r.id FOR NO KEY UPDATE;
END $$;

-- The next message of every conversation of the batch, with what it does. Two messages that concern one request are never
-- in one round: the second is decided upon what the first has done.
CREATE FUNCTION inbox_decide(batch jsonb, todo int[], reopen_window interval) RETURNS inbox_step[] LANGUAGE plpgsql AS $$
DECLARE steps inbox_step[];
BEGIN
  WITH head AS (
    SELECT DISTINCT ON (e.item->>'account', e.item->>'thread') e.n::int AS i, e.item,
      (e.item->>'receivedAt')::timestamptz AS at, (e.item->>'needsWork')::boolean AS needs_work,
      (e.item->>'isQuiet')::boolean AS is_quiet
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

CREATE FUNCTION inbox_store_messages(steps inbox_step[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE expected int; stored int;
BEGIN
  SELECT count(*) INTO expected FROM unnest(steps) s WHERE s.effect NOT IN ('duplicate', 'album');
  INSERT INTO message (id, conversation_id, channel_account_id, request_id, seq, external_id, author_kind, author_id, kind,
    text, content, masked_kinds, sent_at, received_at)
  SELECT s.message_id, s.conversation_id, (s.item->>'account')::uuid, s.request_id, s.seq, s.item->>'externalId', 'client',
    s.contact_id, s.item->>'kind', s.item->>'text', s.item->'content',
    (s.item->>'maskedKinds')::text[], (s.item->>'sentAt')::timestamptz, s.at
  FROM unnest(steps) s WHERE s.effect NOT IN ('duplicate', 'album') ORDER BY s.i
  ON CONFLICT (channel_account_id, external_id) DO NOTHING;
  GET DIAGNOSTICS stored = ROW_COUNT;
  -- The same id arrived in another conversation at this very moment: nothing is kept, and the retry sees it stored.
  IF stored <> expected THEN
    RAISE EXCEPTION 'a message was stored by someone else meanwhile' USING ERRCODE = 'serialization_failure';
  END IF;

  UPDATE conversation c SET
    last_seq = CASE WHEN s.effect = 'album' THEN c.last_seq ELSE s.seq END,
    last_message_at = greatest(c.last_message_at, s.at),
    open_request_id = CASE WHEN s.effect IN ('attach', 'album') THEN c.open_request_id ELSE s.request_id END,
    last_request_id = CASE WHEN s.effect = 'album' THEN c.last_request_id ELSE s.request_id END
  FROM unnest(steps) s WHERE c.id = s.conversation_id AND s.effect <> 'duplicate';

  INSERT INTO attachment (id, message_id, kind, file_name, mime_type, size_bytes, vendor_ref, created_at)
  SELECT f.id, s.message_id, f.kind, f."fileName", f."mimeType", f."sizeBytes", f."vendorRef", s.at
  FROM unnest(steps) s CROSS JOIN LATERAL jsonb_to_recordset(s.item->'attachments') AS f(
    id uuid, kind text, "fileName" text, "mimeType" text, "sizeBytes" int, "vendorRef" jsonb, "stagedId" uuid)
  WHERE s.effect <> 'duplicate' AND f."stagedId" IS NULL;

  IF EXISTS (SELECT FROM unnest(steps) s WHERE s.item ? 'hasStaged') THEN
    UPDATE attachment a SET message_id = s.message_id
    FROM unnest(steps) s CROSS JOIN LATERAL jsonb_to_recordset(s.item->'attachments') AS f("stagedId" uuid)
    WHERE s.effect <> 'duplicate' AND a.id = f."stagedId" AND a.message_id IS NULL;
  END IF;

  IF EXISTS (SELECT FROM unnest(steps) s WHERE s.effect = 'album') THEN
    INSERT INTO message_part (channel_account_id, external_id, message_id)
    SELECT (s.item->>'account')::uuid, s.item->>'externalId', s.message_id FROM unnest(steps) s WHERE s.effect = 'album';
    UPDATE message m SET kind = 'album', text = CASE WHEN m.text = '' THEN s.item->>'text'
        WHEN s.item->>'text' = '' THEN m.text ELSE m.text || E'\n' || (s.item->>'text') END,
      masked_kinds = ARRAY(SELECT DISTINCT k FROM unnest(m.masked_kinds || (s.item->>'maskedKinds')::text[]) k)
    FROM unnest(steps) s WHERE s.effect = 'album' AND m.id = s.message_id;
  END IF;

  -- A caption of a later part is sealed beside the first one, below zero, where no edit counts.
  INSERT INTO sealed_text (message_id, revision, key_id, nonce, ciphertext)
  SELECT s.message_id,
    CASE WHEN s.effect <> 'album' THEN 0
      ELSE coalesce((SELECT least(min(t.revision), 0) - 1 FROM sealed_text t WHERE t.message_id = s.message_id), 0) END,
    s.item->'sealed'->>'keyId', decode(s.item->'sealed'->>'nonce', 'base64'), decode(s.item->'sealed'->>'ciphertext', 'base64')
  FROM unnest(steps) s WHERE s.effect <> 'duplicate' AND s.item ? 'sealed';
END $$;

CREATE FUNCTION inbox_store_requests(steps inbox_step[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- Beside changeHolder the only writer of a holder: the first one, and the one after a reopening.
  INSERT INTO request (id, number, contact_id, channel_kind, visibility, type, second_type, priority, topic, language,
    needs_identity, department_id, holder_kind, holder_since, classification_id, opened_at, previous_request_id,
    last_client_message_at, waiting_since, next_due_at, updated_at)
  SELECT s.request_id,
    to_char(s.at AT TIME ZONE 'Asia/Tashkent', 'YYYY-') || lpad(s.number::text, greatest(6, length(s.number::text)), '0'),
    s.contact_id, s.item->>'channel', s.item->>'visibility', s.type, s.item->>'secondType', s.priority, s.topic, s.language,
    (s.item->>'needsIdentity')::boolean, s.department_id, s.holder_kind, s.at, (s.item->>'classificationId')::uuid, s.at,
    s.previous_id, s.at, CASE WHEN s.needs_answer THEN s.at END, (s.item->>'nextDueAt')::timestamptz, s.at
  FROM (
    SELECT o.*, nextval('request_number_seq') AS number FROM unnest(steps) o WHERE o.effect = 'open' ORDER BY o.i) s;

  UPDATE request r SET
    status = CASE WHEN s.effect = 'attach' THEN r.status WHEN s.effect = 'album' AND r.status = 'closed' THEN r.status
      ELSE 'open' END,
    closed_at = CASE WHEN s.effect = 'reopen' THEN NULL ELSE r.closed_at END,
    outcome = CASE WHEN s.effect = 'reopen' THEN NULL ELSE r.outcome END,
    pause_reason = CASE WHEN s.is_resumed OR s.effect = 'reopen' THEN NULL ELSE r.pause_reason END,
    type = s.type, priority = s.priority, topic = s.topic, department_id = s.department_id,
    second_type = CASE WHEN s.is_adopted THEN s.item->>'secondType' ELSE r.second_type END,
    needs_identity = CASE WHEN s.is_adopted THEN (s.item->>'needsIdentity')::boolean ELSE r.needs_identity END,
    language = CASE WHEN s.is_adopted THEN s.language ELSE r.language END,
    classification_id = CASE WHEN s.is_reclassified THEN (s.item->>'classificationId')::uuid ELSE r.classification_id END,
    holder_kind = s.holder_kind, holder_version = s.holder_version,
    holder_operator_id = CASE WHEN s.effect = 'reopen' THEN NULL ELSE r.holder_operator_id END,
    holder_since = CASE WHEN s.effect = 'reopen' THEN s.at ELSE r.holder_since END,
    reopen_count = s.reopen_count,
    last_client_message_at = greatest(r.last_client_message_at, s.at),
    waiting_since = CASE WHEN s.needs_answer THEN coalesce(r.waiting_since, s.at) ELSE r.waiting_since END,
    updated_at = s.at
  FROM unnest(steps) s WHERE r.id = s.request_id AND s.effect NOT IN ('duplicate', 'open');

  INSERT INTO request_conversation (request_id, conversation_id)
  SELECT s.request_id, s.conversation_id FROM unnest(steps) s
  LEFT JOIN LATERAL (SELECT x.request_id FROM request_conversation x
    WHERE x.request_id = s.request_id AND x.conversation_id = s.conversation_id LIMIT 1) known ON true
  WHERE s.effect IN ('open', 'append', 'reopen') AND known.request_id IS NULL
  ON CONFLICT DO NOTHING;

  INSERT INTO classification_record (id, request_id, message_id, type, second_type, probabilities, priority, topic, language,
    script, needs_identity, confidence, abstained, reasons, model_version, at)
  SELECT (s.item->>'classificationId')::uuid, s.request_id, s.message_id, s.item->>'type', s.item->>'secondType',
    s.item->'probabilities', s.item->>'priority', s.item->>'topic', s.item->>'detectedLanguage', s.item->>'script',
    (s.item->>'needsIdentity')::boolean, (s.item->>'confidence')::float, (s.item->>'abstained')::boolean, s.item->'reasons',
    s.item->>'modelVersion', s.at
  FROM unnest(steps) s WHERE s.effect = 'open' OR s.is_reclassified;
END $$;

-- The clocks of an opening carry their due moments and are told by request.opened. A clock started or resumed later has
-- none until the calendar function gives it one, and is told by its own fact.
CREATE FUNCTION inbox_store_clocks(steps inbox_step[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WITH made AS (
    INSERT INTO sla_clock (id, request_id, kind, started_at, target_ms, policy_version, calendar_id, due_at, warn_at,
      next_wake_at)
    SELECT k.id, s.request_id, k.kind, s.at, k."targetMs", k."policyVersion", k."calendarId", k."dueAt", k."warnAt",
      least(k."dueAt", k."warnAt")
    FROM unnest(steps) s CROSS JOIN LATERAL jsonb_to_recordset(s.item->'clocks') AS k(
      id uuid, kind text, "targetMs" bigint, "dueAt" timestamptz, "warnAt" timestamptz, "calendarId" uuid, "policyVersion" int)
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

-- What is told to the house and put on record, in the order the messages arrived.
CREATE FUNCTION inbox_tell(steps inbox_step[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO event (id, name, occurred_at, subject_id, actor, trace, data)
  SELECT (s.item->'eventIds'->>t.k)::uuid, t.name, s.at, coalesce(s.request_id, s.conversation_id), 'client:' || s.contact_id,
    s.item->>'trace',
    CASE t.name
      WHEN 'message.received' THEN jsonb_build_object('messageId', s.message_id, 'conversationId', s.conversation_id,
        'requestId', s.request_id, 'channel', s.item->>'channel', 'seq', s.seq, 'opened', s.effect = 'open')
      WHEN 'message.edited' THEN jsonb_build_object('messageId', s.message_id, 'conversationId', s.conversation_id,
        'requestId', s.request_id, 'revision', 0)
      WHEN 'request.opened' THEN jsonb_build_object('requestId', s.request_id, 'conversationId', s.conversation_id,
        'channel', s.item->>'channel', 'type', s.type, 'priority', s.priority, 'topic', s.topic,
        'departmentId', s.department_id, 'holderKind', s.holder_kind, 'holderVersion', s.holder_version)
      WHEN 'request.reopened' THEN jsonb_build_object('requestId', s.request_id, 'reopenCount', s.reopen_count,
        'holderKind', s.holder_kind, 'holderVersion', s.holder_version, 'departmentId', s.department_id)
      WHEN 'request.resumed' THEN jsonb_build_object('requestId', s.request_id, 'because', 'client_wrote')
      ELSE jsonb_build_object('requestId', s.request_id, 'by', 'intake', 'type', s.type, 'priority', s.priority,
        'topic', s.topic, 'previousType', s.old_type, 'previousPriority', s.old_priority, 'previousTopic', s.old_topic)
    END
  FROM unnest(steps) s CROSS JOIN LATERAL (VALUES
    (0, CASE WHEN s.effect = 'album' THEN 'message.edited' ELSE 'message.received' END),
    (1, CASE WHEN s.effect = 'open' THEN 'request.opened' WHEN s.effect = 'reopen' THEN 'request.reopened'
      WHEN s.is_resumed THEN 'request.resumed' END),
    (2, CASE WHEN s.is_reclassified THEN 'request.reclassified' END)
  ) AS t(k, name)
  WHERE s.effect <> 'duplicate' AND t.name IS NOT NULL ORDER BY s.i, t.k;

  INSERT INTO audit_entry (at, actor, action, subject_kind, subject_id, facts, trace)
  SELECT s.at, 'client:' || s.contact_id,
    CASE s.effect WHEN 'open' THEN 'request.opened' WHEN 'reopen' THEN 'request.reopened' ELSE 'message.received' END,
    'request', s.request_id::text,
    jsonb_build_object('messageId', s.message_id, 'seq', s.seq, 'effect', s.effect, 'resumed', s.is_resumed,
      'type', s.type, 'priority', s.priority, 'reclassified', s.is_reclassified, 'holder', s.holder_kind),
    s.item->>'trace'
  FROM unnest(steps) s WHERE s.effect <> 'duplicate' ORDER BY s.i;
END $$;

-- What a message tells about its sender beside its text. Changes only; most messages tell nothing new.
CREATE FUNCTION inbox_refresh_senders(steps inbox_step[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WITH changed AS (
    SELECT DISTINCT ON (i.id) i.id, i.contact_id, i.is_reachable, i.assurance, s.item, s.at
    FROM unnest(steps) s
    CROSS JOIN LATERAL (SELECT x.* FROM identity x
      WHERE x.channel_account_id = (s.item->>'account')::uuid AND x.external_id = s.item->>'sender' LIMIT 1) i
    WHERE s.effect <> 'duplicate' AND (i.display_name <> s.item->>'displayName'
      OR i.username IS DISTINCT FROM s.item->>'username' OR NOT i.is_reachable
      OR (i.assurance = 'channel' AND s.item->>'assurance' = 'signed'))
    ORDER BY i.id, s.i DESC
  ), locked AS (
    SELECT c.* FROM changed c JOIN identity i ON i.id = c.id ORDER BY c.id FOR NO KEY UPDATE OF i
  ), saved AS (
    UPDATE identity i SET display_name = l.item->>'displayName', username = l.item->>'username', is_reachable = true,
      assurance = CASE WHEN l.item->>'assurance' = 'signed' THEN 'signed' ELSE i.assurance END
    FROM locked l WHERE i.id = l.id
  )
  INSERT INTO event (id, name, occurred_at, subject_id, actor, trace, data)
  SELECT gen_random_uuid(), t.name, l.at, l.contact_id, 'client:' || l.contact_id, l.item->>'trace',
    jsonb_build_object('contactId', l.contact_id, 'identityId', l.id)
  FROM locked l CROSS JOIN LATERAL (VALUES ('contact.reachable', NOT l.is_reachable),
    ('identity.linked', l.assurance = 'channel' AND l.item->>'assurance' = 'signed')) t(name, is_true)
  WHERE t.is_true;

  UPDATE contact k SET
    language = CASE WHEN k.is_language_chosen THEN k.language ELSE coalesce(c.item->>'language', k.language) END,
    phone = coalesce(c.item->>'ownPhone', k.phone)
  FROM (
    SELECT DISTINCT ON (s.contact_id) s.contact_id, s.item FROM unnest(steps) s JOIN contact x ON x.id = s.contact_id
    WHERE s.effect <> 'duplicate' AND (x.phone IS DISTINCT FROM coalesce(s.item->>'ownPhone', x.phone)
      OR (NOT x.is_language_chosen AND x.language IS DISTINCT FROM coalesce(s.item->>'language', x.language)))
    ORDER BY s.contact_id, s.i DESC) c
  WHERE k.id = c.contact_id;
END $$;

-- Takes a batch in. Positions in the answer are those of the batch, from 1; a message whose channel account does not exist
-- has no answer. The planner's ways that suit large tables only are switched off: every look-up here is by key, and a plan
-- made while the tables were empty stays good when they are not. LATERAL … LIMIT 1 is the same care: it leaves the planner
-- nothing but the whole key to look up by.
CREATE FUNCTION inbox_receive(batch jsonb, reopen_window interval)
RETURNS TABLE (i int, outcome text, message_id uuid, conversation_id uuid, contact_id uuid, request_id uuid, opened boolean,
  seq int, language text)
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan SET jit = off
AS $$
DECLARE
  todo int[] := ARRAY(SELECT generate_series(1, jsonb_array_length(batch)));
  steps inbox_step[];
BEGIN
  PERFORM inbox_meet(batch);
  PERFORM inbox_lock(batch);
  LOOP
    steps := inbox_decide(batch, todo, reopen_window);
    EXIT WHEN cardinality(steps) = 0;
    PERFORM inbox_store_messages(steps);
    PERFORM inbox_store_requests(steps);
    PERFORM inbox_tell(steps);
    PERFORM inbox_store_clocks(steps);
    PERFORM inbox_refresh_senders(steps);
    RETURN QUERY SELECT s.i, CASE WHEN s.effect = 'duplicate' THEN 'duplicate' ELSE 'stored' END, s.message_id,
      s.conversation_id, s.contact_id, s.request_id, s.effect = 'open', s.seq, s.language FROM unnest(steps) s;
    todo := ARRAY(SELECT t FROM unnest(todo) t EXCEPT SELECT s.i FROM unnest(steps) s);
    EXIT WHEN cardinality(todo) = 0;
  END LOOP;
END $$;
