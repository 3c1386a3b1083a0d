-- Keys of workspaces beside those of the platform. One acts as the member who made it, and goes with
-- their membership.
ALTER TABLE "api_keys"
    ADD COLUMN "workspace_id" UUID,
    ADD COLUMN "profile_id" UUID,
    ADD CONSTRAINT "api_keys_member_check" CHECK (num_nonnulls("workspace_id", "profile_id") IN (0, 2)),
    ADD CONSTRAINT "api_keys_workspace_id_profile_id_fkey" FOREIGN KEY ("workspace_id", "profile_id")
        REFERENCES "workspace_members"("workspace_id", "profile_id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE INDEX "api_keys_workspace_id_profile_id_idx" ON "api_keys"("workspace_id", "profile_id");
CREATE INDEX "api_keys_profile_id_idx" ON "api_keys"("profile_id");
