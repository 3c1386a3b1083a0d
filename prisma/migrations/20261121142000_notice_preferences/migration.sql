CREATE TYPE "usage_mails" AS ENUM ('all', 'from_full', 'none');

ALTER TABLE "profiles" ADD COLUMN "usage_mails" "usage_mails" NOT NULL DEFAULT 'all';

CREATE TABLE "notice_dismissals" (
    "profile_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "meter" TEXT NOT NULL,
    "period_start" TIMESTAMPTZ(3) NOT NULL,
    "threshold" INTEGER NOT NULL,
    CONSTRAINT "notice_dismissals_pkey" PRIMARY KEY ("profile_id", "workspace_id", "meter", "period_start")
);

CREATE INDEX "notice_dismissals_workspace_id_idx" ON "notice_dismissals"("workspace_id");

ALTER TABLE "notice_dismissals" ADD CONSTRAINT "notice_dismissals_profile_id_fkey" FOREIGN KEY ("profile_id") REFERENCES "profiles"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notice_dismissals" ADD CONSTRAINT "notice_dismissals_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Closed to Supabase's Data API like every other table.
ALTER TABLE "notice_dismissals" ENABLE ROW LEVEL SECURITY;
DO $$
DECLARE
    api_role TEXT;
BEGIN
    FOREACH api_role IN ARRAY ARRAY['anon', 'authenticated'] LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_roles WHERE rolname = api_role);
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM %I', api_role);
    END LOOP;
END $$;
