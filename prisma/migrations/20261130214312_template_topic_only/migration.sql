-- AlterTable
ALTER TABLE "template_version" ADD COLUMN     "is_topic_only" BOOLEAN NOT NULL DEFAULT false;
