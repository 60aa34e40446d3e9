-- AlterTable
-- In two steps, so that the rows there are are not rewritten: they stay without a number and are linked in the order of
-- their ids.
ALTER TABLE "audit_entry" ADD COLUMN "written_in" BIGINT;
ALTER TABLE "audit_entry" ALTER COLUMN "written_in" SET DEFAULT ((pg_current_xact_id())::text)::bigint;

-- CreateTable
CREATE TABLE "audit_link" (
    "no" BIGINT NOT NULL,
    "entry_id" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_link_pkey" PRIMARY KEY ("no")
);

-- CreateTable
CREATE TABLE "audit_anchor" (
    "no" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "key_id" TEXT NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "audit_anchor_pkey" PRIMARY KEY ("no")
);

-- CreateTable
CREATE TABLE "audit_chain_state" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "cluster" TEXT NOT NULL,
    "written_in" BIGINT NOT NULL,
    "entry_id" BIGINT NOT NULL,

    CONSTRAINT "audit_chain_state_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "audit_link_entry_id_key" ON "audit_link"("entry_id");

-- CreateIndex
CREATE INDEX "audit_entry_written_in_id_idx" ON "audit_entry"("written_in", "id");

-- What staff and the program did, for the reader. What clients did is most of the table, is written by the intake and is
-- found by its object, so these leave it out.
CREATE INDEX "audit_entry_not_clients_at" ON "audit_entry" ("at", "id") WHERE "actor" NOT LIKE 'client:%';
CREATE INDEX "audit_entry_not_clients_actor" ON "audit_entry" ("actor", "at", "id") WHERE "actor" NOT LIKE 'client:%';
CREATE INDEX "audit_entry_not_clients_action" ON "audit_entry" ("action", "at", "id") WHERE "actor" NOT LIKE 'client:%';

-- Append-only, whoever asks: also the owner of the tables, whom no grant binds.
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit is append-only: % of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON "audit_entry" FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_entry_not_emptied BEFORE TRUNCATE ON "audit_entry" FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_link_append_only BEFORE UPDATE OR DELETE ON "audit_link" FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_link_not_emptied BEFORE TRUNCATE ON "audit_link" FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_anchor_append_only BEFORE UPDATE OR DELETE ON "audit_anchor" FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_anchor_not_emptied BEFORE TRUNCATE ON "audit_anchor" FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
