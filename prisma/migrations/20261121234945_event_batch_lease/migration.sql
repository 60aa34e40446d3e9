-- DropIndex
DROP INDEX "event_batch_state_created_at_idx";

-- AlterTable
ALTER TABLE "event_batch" DROP COLUMN "done_at",
DROP COLUMN "state",
ADD COLUMN     "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "parked_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "event_batch_subscriber_due_at_idx" ON "event_batch"("subscriber", "due_at");

-- The relay's list: as long as the backlog, however long the feed is. (Prisma's schema language has no partial index.)
CREATE INDEX "event_waiting_idx" ON "event"("ord") WHERE "published_at" IS NULL;

-- The feed starts with 1.
INSERT INTO "feed_state" ("id", "last_feed_no") VALUES (1, 0) ON CONFLICT DO NOTHING;
