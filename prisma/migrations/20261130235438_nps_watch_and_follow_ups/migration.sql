-- AlterTable
ALTER TABLE "request" ADD COLUMN     "follow_up_of_id" UUID;

-- CreateTable
CREATE TABLE "nps_alert" (
    "id" UUID NOT NULL,
    "department_id" UUID,
    "reason" TEXT NOT NULL,
    "points" SMALLINT NOT NULL,
    "points_before" SMALLINT,
    "answered" INTEGER NOT NULL,
    "asked" INTEGER NOT NULL,
    "detractors" INTEGER NOT NULL,
    "from_day" DATE NOT NULL,
    "to_day" DATE NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "seen_at" TIMESTAMPTZ(3),
    "seen_by_id" UUID,
    "tell_at" TIMESTAMPTZ(3),
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "last_fault" TEXT,

    CONSTRAINT "nps_alert_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "nps_alert_department_id_raised_at_idx" ON "nps_alert"("department_id", "raised_at");

-- CreateIndex
CREATE INDEX "nps_alert_tell_at_idx" ON "nps_alert"("tell_at");

-- CreateIndex
CREATE INDEX "classification_record_at_idx" ON "classification_record" USING BRIN ("at");
