-- CreateTable
CREATE TABLE "report_schedule" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "rhythm" TEXT NOT NULL,
    "hour" SMALLINT NOT NULL,
    "language" TEXT NOT NULL,
    "receiver" JSONB NOT NULL,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "due_on" DATE NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "last_at" TIMESTAMPTZ(3),
    "last_fault" TEXT,

    CONSTRAINT "report_schedule_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "report_schedule_is_enabled_next_at_idx" ON "report_schedule"("is_enabled", "next_at");
