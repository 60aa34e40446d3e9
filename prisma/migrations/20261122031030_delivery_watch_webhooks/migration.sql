-- AlterTable
ALTER TABLE "attachment" ADD COLUMN     "height" INTEGER,
ADD COLUMN     "scan" TEXT,
ADD COLUMN     "width" INTEGER;

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "handled_at" TIMESTAMPTZ(3),
ADD COLUMN     "handled_by_id" UUID,
ADD COLUMN     "handled_how" TEXT,
ADD COLUMN     "rank" SMALLINT NOT NULL DEFAULT 1,
ADD COLUMN     "resent_message_id" UUID;

-- AlterTable
ALTER TABLE "message" ADD COLUMN     "hidden_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "channel_watch" (
    "channel_account_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "findings" JSONB NOT NULL DEFAULT '[]',
    "checked_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "pending_count" INTEGER,
    "pending_since" TIMESTAMPTZ(3),
    "vendor_error" TEXT,
    "vendor_error_at" TIMESTAMPTZ(3),
    "token_expires_at" TIMESTAMPTZ(3),
    "probe_sent_at" TIMESTAMPTZ(3),
    "probe_seen_at" TIMESTAMPTZ(3),
    "repaired_at" TIMESTAMPTZ(3),

    CONSTRAINT "channel_watch_pkey" PRIMARY KEY ("channel_account_id")
);

-- CreateTable
CREATE TABLE "webhook" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "nonce" BYTEA NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "events" TEXT[],
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID NOT NULL,
    "rests_until" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "id" UUID NOT NULL,
    "webhook_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "feed_no" BIGINT NOT NULL,
    "subject_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "last_status" INTEGER,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "public_reply" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "reply_key" TEXT NOT NULL,
    "seen_client_seq" INTEGER,
    "asked_by_id" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "message_id" UUID,

    CONSTRAINT "public_reply_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel_state" (
    "channel_account_id" UUID NOT NULL,
    "next_slot_at" TIMESTAMPTZ(3),
    "paused_at" TIMESTAMPTZ(3),
    "paused_until" TIMESTAMPTZ(3),
    "pause_reason" TEXT,
    "pause_count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "channel_state_pkey" PRIMARY KEY ("channel_account_id")
);

-- CreateTable
CREATE TABLE "private_reply" (
    "comment_message_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "public_conversation_id" UUID NOT NULL,
    "private_conversation_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "asked_by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "private_reply_pkey" PRIMARY KEY ("comment_message_id")
);

-- CreateIndex
CREATE INDEX "webhook_delivery_webhook_id_state_next_attempt_at_idx" ON "webhook_delivery"("webhook_id", "state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "webhook_delivery_webhook_id_subject_id_feed_no_idx" ON "webhook_delivery"("webhook_id", "subject_id", "feed_no");

-- CreateIndex
CREATE INDEX "webhook_delivery_state_sent_at_idx" ON "webhook_delivery"("state", "sent_at");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_delivery_webhook_id_event_id_key" ON "webhook_delivery"("webhook_id", "event_id");

-- CreateIndex
CREATE UNIQUE INDEX "public_reply_reply_key_key" ON "public_reply"("reply_key");

-- CreateIndex
CREATE INDEX "public_reply_request_id_idx" ON "public_reply"("request_id");

-- CreateIndex
CREATE INDEX "public_reply_state_asked_at_idx" ON "public_reply"("state", "asked_at");

-- CreateIndex
CREATE INDEX "private_reply_request_id_idx" ON "private_reply"("request_id");

-- CreateIndex
CREATE INDEX "private_reply_private_conversation_id_idx" ON "private_reply"("private_conversation_id");

-- CreateIndex
CREATE INDEX "delivery_state_channel_account_id_rank_next_attempt_at_idx" ON "delivery"("state", "channel_account_id", "rank", "next_attempt_at");

-- CreateIndex
CREATE INDEX "delivery_state_handled_at_queued_at_idx" ON "delivery"("state", "handled_at", "queued_at");
