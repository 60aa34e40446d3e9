-- AlterTable
ALTER TABLE "stat_request" ADD COLUMN     "began_with_bot" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "holders" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "is_repeat" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "reached_person" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "repeated_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "stat_closing" (
    "event_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "took_ms" BIGINT NOT NULL,
    "is_first" BOOLEAN NOT NULL,
    "reopened_at" TIMESTAMPTZ(3),

    CONSTRAINT "stat_closing_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "stat_day" (
    "day" DATE NOT NULL,
    "change_no" BIGINT NOT NULL,

    CONSTRAINT "stat_day_pkey" PRIMARY KEY ("day")
);

-- CreateTable
CREATE TABLE "stat_page" (
    "day" DATE NOT NULL,
    "built_no" BIGINT NOT NULL,
    "lines" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "stat_page_pkey" PRIMARY KEY ("day")
);

-- CreateIndex
CREATE INDEX "stat_closing_at_idx" ON "stat_closing"("at");

-- CreateIndex
CREATE INDEX "stat_closing_request_id_idx" ON "stat_closing"("request_id");

-- CreateIndex
CREATE INDEX "request_repeat_of_id_idx" ON "request"("repeat_of_id");

-- Pages are packed already: compressing them again costs time at every reading and saves nothing.
ALTER TABLE "stat_page" ALTER COLUMN "body" SET STORAGE EXTERNAL;
