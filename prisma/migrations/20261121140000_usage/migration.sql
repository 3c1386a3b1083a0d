CREATE TABLE "usage_events" (
    "workspace_id" UUID NOT NULL,
    "meter" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "repeats" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "usage_events_pkey" PRIMARY KEY ("workspace_id", "meter", "key")
);

CREATE TABLE "usage_counters" (
    "workspace_id" UUID NOT NULL,
    "meter" TEXT NOT NULL,
    "period_start" TIMESTAMPTZ(3) NOT NULL,
    "used" INTEGER NOT NULL,
    "limit_reached_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "usage_counters_pkey" PRIMARY KEY ("workspace_id", "meter", "period_start")
);

CREATE TABLE "usage_daily" (
    "workspace_id" UUID NOT NULL,
    "meter" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "used" INTEGER NOT NULL,
    CONSTRAINT "usage_daily_pkey" PRIMARY KEY ("workspace_id", "meter", "day")
);

CREATE TABLE "usage_differences" (
    "workspace_id" UUID NOT NULL,
    "meter" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "summed" INTEGER NOT NULL,
    "recorded" INTEGER NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "usage_differences_pkey" PRIMARY KEY ("workspace_id", "meter", "day")
);

CREATE TABLE "usage_notices" (
    "workspace_id" UUID NOT NULL,
    "meter" TEXT NOT NULL,
    "period_start" TIMESTAMPTZ(3) NOT NULL,
    "threshold" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "usage_notices_pkey" PRIMARY KEY ("workspace_id", "meter", "period_start", "threshold")
);

CREATE TABLE "scan_overruns" (
    "workspace_id" UUID NOT NULL,
    "period_start" TIMESTAMPTZ(3) NOT NULL,
    "period_end" TIMESTAMPTZ(3) NOT NULL,
    "scan_limit" INTEGER NOT NULL,
    "reached_at" TIMESTAMPTZ(3) NOT NULL,
    "hidden_from" TIMESTAMPTZ(3),
    "lifted_at" TIMESTAMPTZ(3),
    CONSTRAINT "scan_overruns_pkey" PRIMARY KEY ("workspace_id", "period_start")
);

CREATE TABLE "usage_progress" (
    "name" TEXT NOT NULL,
    "done_until" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "usage_progress_pkey" PRIMARY KEY ("name")
);

CREATE INDEX "usage_events_workspace_id_meter_at_idx" ON "usage_events"("workspace_id", "meter", "at");
-- Rows come in the order of their time: this is small, and is all that dropping the old ones needs.
CREATE INDEX "usage_events_at_idx" ON "usage_events" USING BRIN ("at");
CREATE INDEX "usage_daily_day_idx" ON "usage_daily"("day");
CREATE INDEX "usage_counters_updated_at_idx" ON "usage_counters"("updated_at");

ALTER TABLE "usage_events" ADD CONSTRAINT "usage_events_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "usage_counters" ADD CONSTRAINT "usage_counters_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "usage_daily" ADD CONSTRAINT "usage_daily_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "usage_differences" ADD CONSTRAINT "usage_differences_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "usage_notices" ADD CONSTRAINT "usage_notices_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "scan_overruns" ADD CONSTRAINT "scan_overruns_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Closed to Supabase's Data API like everything else.
ALTER TABLE "usage_events" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "usage_counters" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "usage_daily" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "usage_differences" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "usage_notices" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "scan_overruns" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "usage_progress" ENABLE ROW LEVEL SECURITY;
DO $$
DECLARE
    api_role TEXT;
BEGIN
    FOREACH api_role IN ARRAY ARRAY['anon', 'authenticated'] LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_roles WHERE rolname = api_role);
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM %I', api_role);
    END LOOP;
END $$;
