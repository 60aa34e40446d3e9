-- DropIndex
DROP INDEX "request_status_next_due_at_idx";

-- AlterTable
ALTER TABLE "attachment" ADD COLUMN     "staged_by" TEXT,
ALTER COLUMN "message_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "sent_parts" TEXT[];

-- CreateTable
CREATE TABLE "message_part" (
    "channel_account_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "message_id" UUID NOT NULL,

    CONSTRAINT "message_part_pkey" PRIMARY KEY ("channel_account_id","external_id")
);

-- CreateIndex
CREATE INDEX "message_part_message_id_idx" ON "message_part"("message_id");

-- CreateIndex
CREATE INDEX "request_status_next_due_at_opened_at_id_idx" ON "request"("status", "next_due_at", "opened_at", "id");

-- CreateIndex
CREATE INDEX "request_closed_at_idx" ON "request"("closed_at");

-- CreateIndex
CREATE INDEX "sla_clock_state_due_at_idx" ON "sla_clock"("state", "due_at");
