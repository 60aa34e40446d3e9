-- A message that comes alone paid for thirty statements, half of which found nothing to do. What a batch holds is looked at
-- first, without a statement, and what nothing asks for is left out. What is done is what was done before.

CREATE OR REPLACE FUNCTION inbox_meet(batch jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE made int;
BEGIN
  -- Most who write are known, and so is where they write.
  IF NOT EXISTS (
    SELECT FROM jsonb_array_elements(batch) e(item)
    LEFT JOIN LATERAL (SELECT x.id FROM identity x
      WHERE x.channel_account_id = (e.item->>'account')::uuid AND x.external_id = e.item->>'sender' LIMIT 1) i ON true
    LEFT JOIN LATERAL (SELECT x.id FROM conversation x
      WHERE x.channel_account_id = (e.item->>'account')::uuid AND x.external_id = e.item->>'thread' LIMIT 1) c ON true
    WHERE i.id IS NULL OR c.id IS NULL) THEN
    RETURN;
  END IF;

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

CREATE OR REPLACE FUNCTION inbox_store_messages(steps inbox_step[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  step inbox_step; expected int := 0; stored int;
  has_files boolean := false; has_staged boolean := false; has_album boolean := false; has_sealed boolean := false;
BEGIN
  FOREACH step IN ARRAY steps LOOP
    IF step.effect NOT IN ('duplicate', 'album') THEN expected := expected + 1; END IF;
    IF step.effect = 'album' THEN has_album := true; END IF;
    IF step.item ? 'hasStaged' THEN has_staged := true; END IF;
    IF step.item ? 'sealed' THEN has_sealed := true; END IF;
    IF jsonb_array_length(step.item->'attachments') > 0 THEN has_files := true; END IF;
  END LOOP;
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

  IF has_files THEN
    INSERT INTO attachment (id, message_id, kind, file_name, mime_type, size_bytes, vendor_ref, created_at)
    SELECT f.id, s.message_id, f.kind, f."fileName", f."mimeType", f."sizeBytes", f."vendorRef", s.at
    FROM unnest(steps) s CROSS JOIN LATERAL jsonb_to_recordset(s.item->'attachments') AS f(
      id uuid, kind text, "fileName" text, "mimeType" text, "sizeBytes" int, "vendorRef" jsonb, "stagedId" uuid)
    WHERE s.effect <> 'duplicate' AND f."stagedId" IS NULL;
  END IF;

  IF has_staged THEN
    UPDATE attachment a SET message_id = s.message_id
    FROM unnest(steps) s CROSS JOIN LATERAL jsonb_to_recordset(s.item->'attachments') AS f("stagedId" uuid)
    WHERE s.effect <> 'duplicate' AND a.id = f."stagedId" AND a.message_id IS NULL;
  END IF;

  IF has_album THEN
    INSERT INTO message_part (channel_account_id, external_id, message_id)
    SELECT (s.item->>'account')::uuid, s.item->>'externalId', s.message_id FROM unnest(steps) s WHERE s.effect = 'album';
    UPDATE message m SET kind = 'album', text = CASE WHEN m.text = '' THEN s.item->>'text'
        WHEN s.item->>'text' = '' THEN m.text ELSE m.text || E'\n' || (s.item->>'text') END,
      masked_kinds = ARRAY(SELECT DISTINCT k FROM unnest(m.masked_kinds || (s.item->>'maskedKinds')::text[]) k)
    FROM unnest(steps) s WHERE s.effect = 'album' AND m.id = s.message_id;
  END IF;

  -- A caption of a later part is sealed beside the first one, below zero, where no edit counts.
  IF has_sealed THEN
    INSERT INTO sealed_text (message_id, revision, key_id, nonce, ciphertext)
    SELECT s.message_id,
      CASE WHEN s.effect <> 'album' THEN 0
        ELSE coalesce((SELECT least(min(t.revision), 0) - 1 FROM sealed_text t WHERE t.message_id = s.message_id), 0) END,
      s.item->'sealed'->>'keyId', decode(s.item->'sealed'->>'nonce', 'base64'), decode(s.item->'sealed'->>'ciphertext', 'base64')
    FROM unnest(steps) s WHERE s.effect <> 'duplicate' AND s.item ? 'sealed';
  END IF;
END $$;

CREATE OR REPLACE FUNCTION inbox_store_requests(steps inbox_step[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  step inbox_step; has_new boolean := false; has_known boolean := false; has_place boolean := false; has_opinion boolean := false;
BEGIN
  FOREACH step IN ARRAY steps LOOP
    IF step.effect = 'open' THEN has_new := true; END IF;
    IF step.effect NOT IN ('duplicate', 'open') THEN has_known := true; END IF;
    IF step.effect IN ('open', 'append', 'reopen') THEN has_place := true; END IF;
    IF step.effect = 'open' OR step.is_reclassified THEN has_opinion := true; END IF;
  END LOOP;

  IF has_new THEN
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
  END IF;

  IF has_known THEN
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
  END IF;

  IF has_place THEN
    INSERT INTO request_conversation (request_id, conversation_id)
    SELECT s.request_id, s.conversation_id FROM unnest(steps) s
    LEFT JOIN LATERAL (SELECT x.request_id FROM request_conversation x
      WHERE x.request_id = s.request_id AND x.conversation_id = s.conversation_id LIMIT 1) known ON true
    WHERE s.effect IN ('open', 'append', 'reopen') AND known.request_id IS NULL
    ON CONFLICT DO NOTHING;
  END IF;

  IF has_opinion THEN
    INSERT INTO classification_record (id, request_id, message_id, type, second_type, probabilities, priority, topic, language,
      script, needs_identity, confidence, abstained, reasons, model_version, at)
    SELECT (s.item->>'classificationId')::uuid, s.request_id, s.message_id, s.item->>'type', s.item->>'secondType',
      s.item->'probabilities', s.item->>'priority', s.item->>'topic', s.item->>'detectedLanguage', s.item->>'script',
      (s.item->>'needsIdentity')::boolean, (s.item->>'confidence')::float, (s.item->>'abstained')::boolean, s.item->'reasons',
      s.item->>'modelVersion', s.at
    FROM unnest(steps) s WHERE s.effect = 'open' OR s.is_reclassified;
  END IF;
END $$;

CREATE OR REPLACE FUNCTION inbox_store_clocks(steps inbox_step[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  step inbox_step; has_plan boolean := false; has_resumed boolean := false; has_wanted boolean := false; has_due boolean := false;
BEGIN
  FOREACH step IN ARRAY inbox_store_clocks.steps LOOP
    IF step.starts_plan THEN has_plan := true; END IF;
    IF step.is_resumed THEN has_resumed := true; END IF;
    IF step.type <> 'other' AND step.needs_answer AND (step.effect = 'reopen' OR (step.effect = 'append' AND step.was_answered))
      THEN has_wanted := true; END IF;
    IF step.is_resumed OR step.effect = 'reopen' OR (step.starts_plan AND step.effect <> 'open') THEN has_due := true; END IF;
  END LOOP;

  IF has_plan THEN
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
  END IF;

  IF has_resumed THEN
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

  IF has_wanted THEN
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
  END IF;

  IF has_due THEN
    UPDATE request r SET next_due_at = inbox_next_due(r.id)
    FROM unnest(inbox_store_clocks.steps) s
    WHERE r.id = s.request_id AND (s.is_resumed OR s.effect = 'reopen' OR (s.starts_plan AND s.effect <> 'open'));
  END IF;
END $$;

CREATE OR REPLACE FUNCTION inbox_refresh_senders(steps inbox_step[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- Most write under the name, in the language and from the phone they had.
  IF NOT EXISTS (
    SELECT FROM unnest(steps) s
    CROSS JOIN LATERAL (SELECT x.* FROM identity x
      WHERE x.channel_account_id = (s.item->>'account')::uuid AND x.external_id = s.item->>'sender' LIMIT 1) i
    CROSS JOIN LATERAL (SELECT x.* FROM contact x WHERE x.id = s.contact_id LIMIT 1) k
    WHERE s.effect <> 'duplicate' AND (i.display_name <> s.item->>'displayName'
      OR i.username IS DISTINCT FROM s.item->>'username' OR NOT i.is_reachable
      OR (i.assurance = 'channel' AND s.item->>'assurance' = 'signed')
      OR k.phone IS DISTINCT FROM coalesce(s.item->>'ownPhone', k.phone)
      OR (NOT k.is_language_chosen AND k.language IS DISTINCT FROM coalesce(s.item->>'language', k.language)))) THEN
    RETURN;
  END IF;

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

CREATE OR REPLACE FUNCTION inbox_receive(batch jsonb, reopen_window interval)
RETURNS TABLE (i int, outcome text, message_id uuid, conversation_id uuid, contact_id uuid, request_id uuid, opened boolean,
  seq int, language text)
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan SET jit = off
AS $$
DECLARE
  todo int[];
  steps inbox_step[];
BEGIN
  PERFORM inbox_meet(batch);
  todo := inbox_lock(batch);
  IF cardinality(todo) < jsonb_array_length(batch) THEN
    RETURN QUERY SELECT e.n::int, 'busy', NULL::uuid, NULL::uuid, NULL::uuid, NULL::uuid, false, 0, ''
      FROM jsonb_array_elements(batch) WITH ORDINALITY e(item, n)
      JOIN channel_account a ON a.id = (e.item->>'account')::uuid WHERE e.n <> ALL (todo);
  END IF;
  LOOP
    EXIT WHEN cardinality(todo) = 0;
    steps := inbox_decide(batch, todo, reopen_window);
    EXIT WHEN cardinality(steps) = 0;
    PERFORM inbox_store_messages(steps);
    PERFORM inbox_store_requests(steps);
    PERFORM inbox_tell(steps);
    PERFORM inbox_store_clocks(steps);
    PERFORM inbox_refresh_senders(steps);
    RETURN QUERY SELECT s.i, CASE WHEN s.effect = 'duplicate' THEN 'duplicate' ELSE 'stored' END, s.message_id,
      s.conversation_id, s.contact_id, s.request_id, s.effect = 'open', s.seq, s.language FROM unnest(steps) s;
    EXIT WHEN cardinality(steps) = cardinality(todo);
    todo := ARRAY(SELECT t FROM unnest(todo) t EXCEPT SELECT s.i FROM unnest(steps) s);
  END LOOP;
END $$;
