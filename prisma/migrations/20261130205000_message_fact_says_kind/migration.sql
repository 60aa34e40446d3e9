-- The fact of a message says what kind it is, whether it is a press or the like, whether something in it is hidden
-- and whether files came with it, so that whoever hears it and has no business with an ordinary line need not read the message.
CREATE OR REPLACE FUNCTION inbox_tell(steps inbox_step[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO event (id, name, occurred_at, subject_id, actor, trace, data)
  SELECT (s.item->'eventIds'->>t.k)::uuid, t.name, s.at, coalesce(s.request_id, s.conversation_id), 'client:' || s.contact_id,
    s.item->>'trace',
    CASE t.name
      WHEN 'message.received' THEN jsonb_build_object('messageId', s.message_id, 'conversationId', s.conversation_id,
        'requestId', s.request_id, 'channel', s.item->>'channel', 'seq', s.seq, 'opened', s.effect = 'open',
        'kind', s.item->>'kind', 'isQuiet', (s.item->>'isQuiet')::boolean, 'isMasked', s.item->>'maskedKinds' <> '{}',
        'hasFiles', coalesce(jsonb_array_length(s.item->'attachments'), 0) > 0)
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
