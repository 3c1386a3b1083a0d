-- The way back of migration.sql: drops what it made and the data in it.
DROP TABLE "disputes", "refunds", "payment_methods", "sign_ups", "mails";
DROP INDEX "workspaces_trial_ends_at_idx";
ALTER TABLE "workspaces" DROP COLUMN "closed_at", DROP COLUMN "trial_banked_seconds";
ALTER TABLE "profiles" DROP COLUMN "erased_at", DROP COLUMN "deletion_requested_at";
DROP TYPE "mail_state";
