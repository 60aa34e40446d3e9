-- AlterTable
ALTER TABLE "template" DROP COLUMN "bot_may_answer",
DROP COLUMN "channel_kinds",
DROP COLUMN "topic",
DROP COLUMN "visibility";

-- AlterTable
ALTER TABLE "template_version" ADD COLUMN     "bot_may_answer" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "channel_kinds" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "created_at" TIMESTAMPTZ(3),
ADD COLUMN     "department_ids" UUID[] DEFAULT ARRAY[]::UUID[],
ADD COLUMN     "editor_ids" UUID[] DEFAULT ARRAY[]::UUID[],
ADD COLUMN     "rejected_at" TIMESTAMPTZ(3),
ADD COLUMN     "rejected_by_id" UUID,
ADD COLUMN     "rejection_reason" TEXT,
ADD COLUMN     "stale" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "submitted_at" TIMESTAMPTZ(3),
ADD COLUMN     "topic" TEXT,
ADD COLUMN     "visibility" TEXT NOT NULL DEFAULT 'private',
ADD COLUMN     "withdrawal_reason" TEXT,
ADD COLUMN     "withdrawn_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "template_use" (
    "message_id" UUID NOT NULL,
    "template_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "operator_id" UUID NOT NULL,
    "language" TEXT NOT NULL,
    "is_edited" BOOLEAN NOT NULL,
    "is_beyond" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "template_use_pkey" PRIMARY KEY ("message_id")
);

-- CreateTable
CREATE TABLE "template_edit" (
    "message_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "rendered" TEXT NOT NULL,
    "sent" TEXT NOT NULL,
    "share" DOUBLE PRECISION NOT NULL,
    "is_beyond" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "template_edit_pkey" PRIMARY KEY ("message_id")
);

-- CreateTable
CREATE TABLE "template_offer" (
    "message_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "template_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "was_inserted" BOOLEAN NOT NULL,
    "was_sent" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "template_offer_pkey" PRIMARY KEY ("message_id","version_id")
);

-- CreateIndex
CREATE INDEX "template_use_at_idx" ON "template_use"("at");

-- CreateIndex
CREATE INDEX "template_offer_at_idx" ON "template_offer"("at");
