-- The way back of migration.sql.
DROP INDEX "subscriptions_ending_idx", "mails_told_workspace_idx", "workspaces_closed_idx",
    "profiles_erased_idx", "profiles_deletion_due_idx";
