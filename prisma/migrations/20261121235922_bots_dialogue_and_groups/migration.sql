-- AlterTable
ALTER TABLE "dialogue_state" ADD COLUMN     "handled_seq" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "visitor" ADD COLUMN     "display_name" TEXT;

-- CreateTable
CREATE TABLE "group_notice" (
    "channel_account_id" UUID NOT NULL,
    "chat_id" TEXT NOT NULL,
    "day" DATE NOT NULL,

    CONSTRAINT "group_notice_pkey" PRIMARY KEY ("channel_account_id","chat_id")
);
