-- The console looks at these tables across all workspaces, by any one filter, the newest first.
-- Without any filter all are walked by their time. Written as no other query writes it, for Postgres would
-- take this index, too, where it should look for a rare action, and read millions of others on the way.
CREATE INDEX "audit_events_utc_idx" ON "audit_events"(("at" AT TIME ZONE 'UTC') DESC);
CREATE INDEX "audit_events_actor_at_idx" ON "audit_events"("actor", "at" DESC);
CREATE INDEX "audit_events_subject_at_idx" ON "audit_events"("subject", "at" DESC);
-- Who did it is a kind and an id; asked for a kind, each action is looked up by itself.
CREATE INDEX "audit_events_actor_kind_idx" ON "audit_events"(split_part("actor", ':', 1), "action", "at" DESC);
-- Whoever is asked for by their whole address.
CREATE INDEX "profiles_lower_email_idx" ON "profiles"(lower("email"));

CREATE INDEX "webhook_events_state_received_at_idx" ON "webhook_events"("state", "received_at" DESC);
CREATE INDEX "webhook_events_type_received_at_idx" ON "webhook_events"("type", "received_at" DESC);
CREATE INDEX "webhook_events_customer_id_received_at_idx" ON "webhook_events"("customer_id", "received_at" DESC);
CREATE INDEX "webhook_events_error_idx" ON "webhook_events"("received_at" DESC) WHERE "error" IS NOT NULL;

-- What became of each job that is done again and again, when it was last run.
CREATE TABLE "job_runs" (
    "name" TEXT NOT NULL,
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,
    "has_failed" BOOLEAN NOT NULL,
    "report" JSONB,
    "error" TEXT,
    "last_success_at" TIMESTAMPTZ(3),
    CONSTRAINT "job_runs_pkey" PRIMARY KEY ("name")
);

-- Closed to Supabase's Data API like everything else.
ALTER TABLE "job_runs" ENABLE ROW LEVEL SECURITY;
DO $$
DECLARE
    api_role TEXT;
BEGIN
    FOREACH api_role IN ARRAY ARRAY['anon', 'authenticated'] LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_roles WHERE rolname = api_role);
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM %I', api_role);
    END LOOP;
END $$;
