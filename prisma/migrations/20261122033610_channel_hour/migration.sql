-- CreateTable
CREATE TABLE "channel_hour" (
    "channel_account_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "received" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_hour_pkey" PRIMARY KEY ("channel_account_id","hour")
);
