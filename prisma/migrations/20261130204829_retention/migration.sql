-- AlterTable
ALTER TABLE "contact" ADD COLUMN     "erased_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "request" ADD COLUMN     "erased_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "legal_hold" (
    "id" UUID NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "reference" TEXT,
    "placed_by_id" UUID NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "lifted_by_id" UUID,
    "lifted_at" TIMESTAMPTZ(3),

    CONSTRAINT "legal_hold_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "client_erasure" (
    "id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "asked_by_id" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "client_erasure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "file_removal" (
    "storage_key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "file_removal_pkey" PRIMARY KEY ("storage_key")
);

-- CreateIndex
CREATE INDEX "legal_hold_subject_id_lifted_at_idx" ON "legal_hold"("subject_id", "lifted_at");

-- CreateIndex
CREATE UNIQUE INDEX "client_erasure_contact_id_key" ON "client_erasure"("contact_id");

-- CreateIndex
CREATE INDEX "client_erasure_done_at_idx" ON "client_erasure"("done_at");

-- What retention looks through: closed and not yet taken out. An open request is in no index of it.
CREATE INDEX "request_to_erase" ON "request" ("closed_at") WHERE "closed_at" IS NOT NULL AND "erased_at" IS NULL;
