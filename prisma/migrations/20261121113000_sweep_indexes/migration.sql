-- What is swept every minute is found without reading whole tables. Prisma does not know partial
-- indexes, so the schema does not name them.
CREATE INDEX "profiles_deletion_due_idx" ON "profiles"("deletion_requested_at", "id")
    WHERE "deletion_requested_at" IS NOT NULL AND "erased_at" IS NULL;
CREATE INDEX "profiles_erased_idx" ON "profiles"("erased_at") WHERE "erased_at" IS NOT NULL;
CREATE INDEX "workspaces_closed_idx" ON "workspaces"("closed_at") WHERE "closed_at" IS NOT NULL;
CREATE INDEX "mails_told_workspace_idx" ON "mails"("workspace_id") WHERE "recipient" <> '';
CREATE INDEX "subscriptions_ending_idx" ON "subscriptions"("cancel_at") WHERE "cancel_at" IS NOT NULL;
