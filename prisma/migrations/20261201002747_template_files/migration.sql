-- AlterTable
ALTER TABLE "template_version" ADD COLUMN     "file_ids" UUID[] DEFAULT ARRAY[]::UUID[];

-- CreateTable
CREATE TABLE "template_file" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "mime_type" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "storage_key" TEXT NOT NULL,
    "added_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "template_file_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "template_file_created_at_idx" ON "template_file"("created_at");
