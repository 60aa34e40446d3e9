-- Files uploaded and not sent yet, by whoever uploaded them: found to be counted, and the oldest let go where there are too many.
CREATE INDEX "attachment_unsent_idx" ON "attachment" ("staged_by", "created_at") WHERE "message_id" IS NULL;
