-- A batch no longer waits for a conversation or request in other hands: it goes on without it, so that one long transaction
-- holds up its own conversation and nobody else's. The caller brings the message again in a moment.

DROP FUNCTION inbox_lock(jsonb);

-- Conversations first, then their requests, each in the order of ids; returns the places in the batch that may go on.
CREATE FUNCTION inbox_lock(batch jsonb) RETURNS int[] LANGUAGE plpgsql AS $$
DECLARE conversations uuid[]; requests uuid[];
BEGIN
  conversations := ARRAY(
    SELECT DISTINCT c.id FROM jsonb_array_elements(batch) e(item)
    CROSS JOIN LATERAL (SELECT x.id FROM conversation x
      WHERE x.channel_account_id = (e.item->>'account')::uuid AND x.external_id = e.item->>'thread' LIMIT 1) c);
  conversations := ARRAY(
    SELECT c.id FROM conversation c WHERE c.id = ANY (conversations) ORDER BY c.id FOR NO KEY UPDATE SKIP LOCKED);
  requests := ARRAY(
    SELECT r.id FROM request r WHERE r.id = ANY (ARRAY(
      SELECT unnest(ARRAY[c.open_request_id, c.last_request_id]) FROM conversation c WHERE c.id = ANY (conversations)))
    ORDER BY r.id FOR NO KEY UPDATE SKIP LOCKED);
  RETURN ARRAY(
    SELECT e.n::int FROM jsonb_array_elements(batch) WITH ORDINALITY e(item, n)
    CROSS JOIN LATERAL (SELECT x.id, x.open_request_id, x.last_request_id FROM conversation x
      WHERE x.channel_account_id = (e.item->>'account')::uuid AND x.external_id = e.item->>'thread' LIMIT 1) c
    WHERE c.id = ANY (conversations) AND (c.open_request_id IS NULL OR c.open_request_id = ANY (requests))
      AND (c.last_request_id IS NULL OR c.last_request_id = ANY (requests)));
END $$;

-- Takes a batch in. Positions in the answer are those of the batch, from 1; a message whose channel account does not exist
-- has no answer, and one whose conversation is in other hands right now is answered 'busy': nothing was done about it. The planner's ways that suit large tables only are switched off: every look-up here is by key, and a plan
-- made while the tables were empty stays good when they are not. LATERAL … LIMIT 1 is the same care: it leaves the planner
-- nothing but the whole key to look up by.
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
  RETURN QUERY SELECT e.n::int, 'busy', NULL::uuid, NULL::uuid, NULL::uuid, NULL::uuid, false, 0, ''
    FROM jsonb_array_elements(batch) WITH ORDINALITY e(item, n)
    JOIN channel_account a ON a.id = (e.item->>'account')::uuid WHERE e.n <> ALL (todo);
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
    todo := ARRAY(SELECT t FROM unnest(todo) t EXCEPT SELECT s.i FROM unnest(steps) s);
  END LOOP;
END $$;
