-- CreateTable
CREATE TABLE "channel_credential" (
    "channel_account_id" UUID NOT NULL,
    "key_id" TEXT NOT NULL,
    "nonce" BYTEA NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "channel_credential_pkey" PRIMARY KEY ("channel_account_id")
);
