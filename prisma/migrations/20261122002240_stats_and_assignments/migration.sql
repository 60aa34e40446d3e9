-- CreateTable
CREATE TABLE "stat_reopening" (
    "event_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "channel_kind" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "department_id" UUID NOT NULL,

    CONSTRAINT "stat_reopening_pkey" PRIMARY KEY ("event_id")
);

-- CreateIndex
CREATE INDEX "stat_reopening_at_idx" ON "stat_reopening"("at");

-- CreateIndex
CREATE INDEX "stat_reopening_request_id_idx" ON "stat_reopening"("request_id");

-- CreateIndex
CREATE INDEX "assignment_operator_id_at_idx" ON "assignment"("operator_id", "at");

-- CreateIndex
CREATE INDEX "stat_request_closed_at_idx" ON "stat_request"("closed_at");
