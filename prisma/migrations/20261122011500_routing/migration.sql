-- AlterTable
ALTER TABLE "department" ADD COLUMN     "overflow_after_ms" INTEGER,
ADD COLUMN     "overflow_department_id" UUID;

-- AlterTable
ALTER TABLE "operator" ADD COLUMN     "channels" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "types" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "routing_policy" (
    "version" INTEGER NOT NULL,
    "rules" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID,

    CONSTRAINT "routing_policy_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "incident" (
    "id" UUID NOT NULL,
    "topics" TEXT[],
    "department_id" UUID NOT NULL,
    "banner" JSONB NOT NULL,
    "template_id" UUID,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "started_by_id" UUID NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by_id" UUID,
    "moved_count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "incident_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "incident_ended_at_until_idx" ON "incident"("ended_at", "until");
