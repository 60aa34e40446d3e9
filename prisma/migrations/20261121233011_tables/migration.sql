-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "unknown_update" (
    "channel_account_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "unknown_update_pkey" PRIMARY KEY ("channel_account_id","external_id")
);

-- CreateTable
CREATE TABLE "poll_offset" (
    "channel_account_id" UUID NOT NULL,
    "next_update_id" BIGINT NOT NULL,

    CONSTRAINT "poll_offset_pkey" PRIMARY KEY ("channel_account_id")
);

-- CreateTable
CREATE TABLE "visitor" (
    "id" UUID NOT NULL,
    "channel_account_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "language" TEXT,
    "signed_client_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "visitor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dialogue_state" (
    "request_id" UUID NOT NULL,
    "step" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "offered_template_version_id" UUID,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dialogue_state_pkey" PRIMARY KEY ("request_id")
);

-- CreateTable
CREATE TABLE "topic" (
    "code" TEXT NOT NULL,
    "names" JSONB NOT NULL,
    "department_id" UUID NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "is_active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "topic_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "sla_policy" (
    "version" INTEGER NOT NULL,
    "targets" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID,

    CONSTRAINT "sla_policy_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "template" (
    "id" UUID NOT NULL,
    "shortcut" TEXT NOT NULL,
    "title" JSONB NOT NULL,
    "topic" TEXT,
    "channel_kinds" TEXT[],
    "visibility" TEXT NOT NULL DEFAULT 'private',
    "bot_may_answer" BOOLEAN NOT NULL DEFAULT false,
    "is_archived" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "template_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "template_version" (
    "id" UUID NOT NULL,
    "template_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "texts" JSONB NOT NULL,
    "variables" JSONB NOT NULL DEFAULT '[]',
    "author_id" UUID,
    "approver_id" UUID,
    "published_at" TIMESTAMPTZ(3),
    "valid_from" TIMESTAMPTZ(3),
    "valid_until" TIMESTAMPTZ(3),

    CONSTRAINT "template_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assignment" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "operator_id" UUID NOT NULL,
    "department_id" UUID NOT NULL,
    "rule" TEXT NOT NULL,
    "candidates" JSONB NOT NULL DEFAULT '[]',
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,

    CONSTRAINT "assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel_account" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "visibility" TEXT NOT NULL DEFAULT 'private',
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "bot_enabled" BOOLEAN NOT NULL DEFAULT true,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "channel_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact" (
    "id" UUID NOT NULL,
    "display_name" TEXT NOT NULL,
    "language" TEXT,
    "is_language_chosen" BOOLEAN NOT NULL DEFAULT false,
    "phone" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "merged_into_id" UUID,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity" (
    "id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "channel_account_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "username" TEXT,
    "assurance" TEXT NOT NULL DEFAULT 'channel',
    "is_reachable" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conversation" (
    "id" UUID NOT NULL,
    "identity_id" UUID NOT NULL,
    "channel_account_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "visibility" TEXT NOT NULL DEFAULT 'private',
    "last_seq" INTEGER NOT NULL DEFAULT 0,
    "open_request_id" UUID,
    "last_request_id" UUID,
    "last_message_at" TIMESTAMPTZ(3),
    "client_delivered_seq" INTEGER NOT NULL DEFAULT 0,
    "client_read_seq" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "channel_account_id" UUID NOT NULL,
    "request_id" UUID,
    "seq" INTEGER NOT NULL,
    "external_id" TEXT,
    "author_kind" TEXT NOT NULL,
    "author_id" UUID,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "content" JSONB NOT NULL DEFAULT '{}',
    "masked_kinds" TEXT[],
    "template_version_id" UUID,
    "is_template_edited" BOOLEAN NOT NULL DEFAULT false,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "edited_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message_revision" (
    "message_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "masked_kinds" TEXT[],
    "edited_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "message_revision_pkey" PRIMARY KEY ("message_id","revision")
);

-- CreateTable
CREATE TABLE "sealed_text" (
    "message_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "key_id" TEXT NOT NULL,
    "nonce" BYTEA NOT NULL,
    "ciphertext" BYTEA NOT NULL,

    CONSTRAINT "sealed_text_pkey" PRIMARY KEY ("message_id","revision")
);

-- CreateTable
CREATE TABLE "attachment" (
    "id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "file_name" TEXT,
    "mime_type" TEXT,
    "size_bytes" INTEGER,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "storage_key" TEXT,
    "vendor_ref" JSONB NOT NULL DEFAULT '{}',
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "attachment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "contact_id" UUID NOT NULL,
    "channel_kind" TEXT NOT NULL,
    "visibility" TEXT NOT NULL DEFAULT 'private',
    "status" TEXT NOT NULL DEFAULT 'open',
    "type" TEXT NOT NULL,
    "second_type" TEXT,
    "priority" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "needs_identity" BOOLEAN NOT NULL DEFAULT false,
    "department_id" UUID NOT NULL,
    "holder_kind" TEXT NOT NULL,
    "holder_operator_id" UUID,
    "holder_version" INTEGER NOT NULL DEFAULT 1,
    "holder_since" TIMESTAMPTZ(3) NOT NULL,
    "classification_id" UUID,
    "confirmed_by_id" UUID,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "pause_reason" TEXT,
    "reopen_count" INTEGER NOT NULL DEFAULT 0,
    "previous_request_id" UUID,
    "first_response_at" TIMESTAMPTZ(3),
    "last_client_message_at" TIMESTAMPTZ(3),
    "waiting_since" TIMESTAMPTZ(3),
    "next_due_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request_conversation" (
    "request_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,

    CONSTRAINT "request_conversation_pkey" PRIMARY KEY ("request_id","conversation_id")
);

-- CreateTable
CREATE TABLE "classification_record" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "message_id" UUID,
    "type" TEXT NOT NULL,
    "second_type" TEXT,
    "probabilities" JSONB NOT NULL,
    "priority" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "script" TEXT NOT NULL,
    "needs_identity" BOOLEAN NOT NULL,
    "confidence" DOUBLE PRECISION NOT NULL,
    "abstained" BOOLEAN NOT NULL,
    "reasons" JSONB NOT NULL,
    "model_version" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "corrected_by_id" UUID,
    "corrected_at" TIMESTAMPTZ(3),
    "corrected_type" TEXT,
    "corrected_priority" TEXT,
    "corrected_topic" TEXT,
    "correction_reason" TEXT,

    CONSTRAINT "classification_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "note" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "author_id" UUID,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "request_id" UUID,
    "channel_account_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),
    "external_id" TEXT,
    "failure_reason" TEXT,
    "vendor_code" TEXT,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sla_clock" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'running',
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "target_ms" BIGINT,
    "policy_version" INTEGER,
    "calendar_id" UUID,
    "due_at" TIMESTAMPTZ(3),
    "warn_at" TIMESTAMPTZ(3),
    "warned_at" TIMESTAMPTZ(3),
    "next_wake_at" TIMESTAMPTZ(3),
    "paused_at" TIMESTAMPTZ(3),
    "met_at" TIMESTAMPTZ(3),
    "breached_at" TIMESTAMPTZ(3),

    CONSTRAINT "sla_clock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sla_clock_entry" (
    "id" BIGSERIAL NOT NULL,
    "clock_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "facts" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "sla_clock_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "ord" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "version" SMALLINT NOT NULL DEFAULT 1,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "subject_id" UUID NOT NULL,
    "actor" TEXT NOT NULL,
    "trace" TEXT,
    "data" JSONB NOT NULL,
    "published_at" TIMESTAMPTZ(3),
    "feed_no" BIGINT,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "feed_state" (
    "id" INTEGER NOT NULL,
    "last_feed_no" BIGINT NOT NULL,

    CONSTRAINT "feed_state_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_batch" (
    "id" BIGSERIAL NOT NULL,
    "subscriber" TEXT NOT NULL,
    "from_feed_no" BIGINT NOT NULL,
    "to_feed_no" BIGINT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "done_at" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "event_batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handled_event" (
    "subscriber" TEXT NOT NULL,
    "event_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "handled_event_pkey" PRIMARY KEY ("subscriber","event_id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "trace" TEXT,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "operator" (
    "id" UUID NOT NULL,
    "login" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "must_change_password" BOOLEAN NOT NULL DEFAULT true,
    "roles" TEXT[],
    "languages" TEXT[],
    "interface_language" TEXT NOT NULL DEFAULT 'uz-Latn',
    "capacity" INTEGER NOT NULL DEFAULT 5,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "failed_logins" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "operator_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "department" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "names" JSONB NOT NULL,
    "calendar_id" UUID NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "department_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operator_department" (
    "operator_id" UUID NOT NULL,
    "department_id" UUID NOT NULL,

    CONSTRAINT "operator_department_pkey" PRIMARY KEY ("operator_id","department_id")
);

-- CreateTable
CREATE TABLE "calendar" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "rules" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "calendar_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff_session" (
    "token_hash" TEXT NOT NULL,
    "operator_id" UUID NOT NULL,
    "csrf_token" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "user_agent" TEXT,

    CONSTRAINT "staff_session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "presence_lease" (
    "connection_id" TEXT NOT NULL,
    "operator_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "presence_lease_pkey" PRIMARY KEY ("connection_id")
);

-- CreateTable
CREATE TABLE "operator_presence" (
    "operator_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "last_assigned_at" TIMESTAMPTZ(3),

    CONSTRAINT "operator_presence_pkey" PRIMARY KEY ("operator_id")
);

-- CreateTable
CREATE TABLE "stat_request" (
    "request_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "channel_kind" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "priority" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "department_id" UUID NOT NULL,
    "operator_id" UUID,
    "language" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "reopen_count" INTEGER NOT NULL DEFAULT 0,
    "projected_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stat_request_pkey" PRIMARY KEY ("request_id")
);

-- CreateTable
CREATE TABLE "stat_clock" (
    "clock_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "channel_kind" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "priority" TEXT NOT NULL,
    "department_id" UUID NOT NULL,
    "operator_id" UUID,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "met_at" TIMESTAMPTZ(3),
    "breached_at" TIMESTAMPTZ(3),
    "took_ms" BIGINT,

    CONSTRAINT "stat_clock_pkey" PRIMARY KEY ("clock_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "visitor_token_hash_key" ON "visitor"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "template_shortcut_key" ON "template"("shortcut");

-- CreateIndex
CREATE UNIQUE INDEX "template_version_template_id_version_key" ON "template_version"("template_id", "version");

-- CreateIndex
CREATE INDEX "assignment_request_id_at_idx" ON "assignment"("request_id", "at");

-- CreateIndex
CREATE INDEX "assignment_operator_id_ended_at_idx" ON "assignment"("operator_id", "ended_at");

-- CreateIndex
CREATE UNIQUE INDEX "channel_account_kind_external_id_key" ON "channel_account"("kind", "external_id");

-- CreateIndex
CREATE INDEX "identity_contact_id_idx" ON "identity"("contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "identity_channel_account_id_external_id_key" ON "identity"("channel_account_id", "external_id");

-- CreateIndex
CREATE INDEX "conversation_identity_id_idx" ON "conversation"("identity_id");

-- CreateIndex
CREATE UNIQUE INDEX "conversation_channel_account_id_external_id_key" ON "conversation"("channel_account_id", "external_id");

-- CreateIndex
CREATE INDEX "message_request_id_received_at_idx" ON "message"("request_id", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "message_channel_account_id_external_id_key" ON "message"("channel_account_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "message_conversation_id_seq_key" ON "message"("conversation_id", "seq");

-- CreateIndex
CREATE INDEX "attachment_message_id_idx" ON "attachment"("message_id");

-- CreateIndex
CREATE INDEX "attachment_state_created_at_idx" ON "attachment"("state", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "request_number_key" ON "request"("number");

-- CreateIndex
CREATE INDEX "request_status_next_due_at_idx" ON "request"("status", "next_due_at");

-- CreateIndex
CREATE INDEX "request_holder_operator_id_status_idx" ON "request"("holder_operator_id", "status");

-- CreateIndex
CREATE INDEX "request_department_id_holder_kind_status_idx" ON "request"("department_id", "holder_kind", "status");

-- CreateIndex
CREATE INDEX "request_contact_id_opened_at_idx" ON "request"("contact_id", "opened_at");

-- CreateIndex
CREATE INDEX "request_opened_at_idx" ON "request"("opened_at");

-- CreateIndex
CREATE INDEX "request_conversation_conversation_id_idx" ON "request_conversation"("conversation_id");

-- CreateIndex
CREATE INDEX "classification_record_request_id_idx" ON "classification_record"("request_id");

-- CreateIndex
CREATE INDEX "note_request_id_at_idx" ON "note"("request_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_message_id_key" ON "delivery"("message_id");

-- CreateIndex
CREATE INDEX "delivery_conversation_id_seq_idx" ON "delivery"("conversation_id", "seq");

-- CreateIndex
CREATE INDEX "delivery_state_next_attempt_at_idx" ON "delivery"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "delivery_channel_account_id_external_id_idx" ON "delivery"("channel_account_id", "external_id");

-- CreateIndex
CREATE INDEX "sla_clock_request_id_kind_idx" ON "sla_clock"("request_id", "kind");

-- CreateIndex
CREATE INDEX "sla_clock_next_wake_at_idx" ON "sla_clock"("next_wake_at");

-- CreateIndex
CREATE INDEX "sla_clock_entry_clock_id_id_idx" ON "sla_clock_entry"("clock_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "event_ord_key" ON "event"("ord");

-- CreateIndex
CREATE UNIQUE INDEX "event_feed_no_key" ON "event"("feed_no");

-- CreateIndex
CREATE INDEX "event_subject_id_ord_idx" ON "event"("subject_id", "ord");

-- CreateIndex
CREATE INDEX "event_batch_state_created_at_idx" ON "event_batch"("state", "created_at");

-- CreateIndex
CREATE INDEX "audit_entry_subject_kind_subject_id_id_idx" ON "audit_entry"("subject_kind", "subject_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "operator_login_key" ON "operator"("login");

-- CreateIndex
CREATE UNIQUE INDEX "department_code_key" ON "department"("code");

-- CreateIndex
CREATE INDEX "operator_department_department_id_idx" ON "operator_department"("department_id");

-- CreateIndex
CREATE INDEX "staff_session_operator_id_idx" ON "staff_session"("operator_id");

-- CreateIndex
CREATE INDEX "presence_lease_operator_id_idx" ON "presence_lease"("operator_id");

-- CreateIndex
CREATE INDEX "stat_request_opened_at_idx" ON "stat_request"("opened_at");

-- CreateIndex
CREATE INDEX "stat_clock_started_at_kind_idx" ON "stat_clock"("started_at", "kind");

-- CreateIndex
CREATE INDEX "stat_clock_request_id_idx" ON "stat_clock"("request_id");
