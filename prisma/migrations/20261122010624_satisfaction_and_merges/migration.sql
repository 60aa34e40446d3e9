-- AlterTable
ALTER TABLE "dialogue_state" ADD COLUMN     "conversation_id" UUID,
ADD COLUMN     "handled_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "satisfaction" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "score" SMALLINT,
    "at" TIMESTAMPTZ(3),

    CONSTRAINT "satisfaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "continuation" (
    "token_hash" TEXT NOT NULL,
    "from_conversation_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "to_conversation_id" UUID,
    "request_id" UUID,

    CONSTRAINT "continuation_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "contact_merge" (
    "id" UUID NOT NULL,
    "from_contact_id" UUID NOT NULL,
    "into_contact_id" UUID NOT NULL,
    "proof" TEXT NOT NULL,
    "identity_ids" UUID[],
    "request_ids" UUID[],
    "before" JSONB NOT NULL DEFAULT '{}',
    "merged_by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by" TEXT,

    CONSTRAINT "contact_merge_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "satisfaction_asked_at_idx" ON "satisfaction"("asked_at");

-- CreateIndex
CREATE UNIQUE INDEX "satisfaction_request_id_kind_closed_at_key" ON "satisfaction"("request_id", "kind", "closed_at");

-- CreateIndex
CREATE INDEX "continuation_expires_at_idx" ON "continuation"("expires_at");

-- CreateIndex
CREATE INDEX "contact_merge_into_contact_id_at_idx" ON "contact_merge"("into_contact_id", "at");

-- CreateIndex
CREATE INDEX "contact_merge_from_contact_id_idx" ON "contact_merge"("from_contact_id");

-- CreateIndex
CREATE INDEX "contact_phone_idx" ON "contact"("phone");
