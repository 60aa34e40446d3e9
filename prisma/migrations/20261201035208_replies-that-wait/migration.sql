-- AlterTable
ALTER TABLE "operator" ADD COLUMN     "capacity_after" INTEGER,
ADD COLUMN     "mentor_id" UUID,
ADD COLUMN     "probation_since" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "public_reply" ADD COLUMN     "cause" TEXT,
ADD COLUMN     "escalate_at" TIMESTAMPTZ(3),
ADD COLUMN     "escalated_at" TIMESTAMPTZ(3),
ADD COLUMN     "last_at" TIMESTAMPTZ(3),
ADD COLUMN     "mentor_id" UUID,
ADD COLUMN     "said_share" DOUBLE PRECISION,
ADD COLUMN     "said_text" TEXT,
ADD COLUMN     "why" TEXT NOT NULL DEFAULT 'public',
ADD COLUMN     "words" JSONB;

-- CreateIndex
CREATE INDEX "public_reply_asked_at_idx" ON "public_reply"("asked_at");
