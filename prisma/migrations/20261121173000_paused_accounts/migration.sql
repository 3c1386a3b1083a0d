-- Since when an account is shut out, and why; the person is not told the reason.
ALTER TABLE "profiles" ADD COLUMN "paused_at" TIMESTAMPTZ(3), ADD COLUMN "paused_reason" TEXT;

-- Codes that were suspended together with an account, and what each was before: letting the account in again
-- gives back exactly these.
CREATE TABLE "suspended_codes" (
    "code_id" UUID NOT NULL,
    "profile_id" UUID NOT NULL,
    "was_paused_by_plan" BOOLEAN NOT NULL,
    CONSTRAINT "suspended_codes_pkey" PRIMARY KEY ("code_id")
);
CREATE INDEX "suspended_codes_profile_id_idx" ON "suspended_codes"("profile_id");
ALTER TABLE "suspended_codes" ADD CONSTRAINT "suspended_codes_code_id_fkey" FOREIGN KEY ("code_id") REFERENCES "qr_codes"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "suspended_codes" ADD CONSTRAINT "suspended_codes_profile_id_fkey" FOREIGN KEY ("profile_id") REFERENCES "profiles"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whoever takes an admin's role or account away looks at all who are left.
CREATE INDEX "profiles_admins_idx" ON "profiles"("id") WHERE "role" = 'ADMIN';

-- Closed to Supabase's Data API like everything else.
ALTER TABLE "suspended_codes" ENABLE ROW LEVEL SECURITY;
DO $$
DECLARE
    api_role TEXT;
BEGIN
    FOREACH api_role IN ARRAY ARRAY['anon', 'authenticated'] LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_roles WHERE rolname = api_role);
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM %I', api_role);
    END LOOP;
END $$;
