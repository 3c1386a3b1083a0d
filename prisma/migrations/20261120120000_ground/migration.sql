CREATE TYPE "platform_role" AS ENUM ('USER', 'ADMIN');
CREATE TYPE "workspace_role" AS ENUM ('OWNER', 'ADMIN', 'MEMBER', 'VIEWER');
CREATE TYPE "pause_reason" AS ENUM ('owner', 'plan', 'abuse');

CREATE TABLE "profiles" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "locale" TEXT NOT NULL DEFAULT 'en',
    "role" "platform_role" NOT NULL DEFAULT 'USER',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "profiles_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "trials" (
    "identity_hash" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "trials_pkey" PRIMARY KEY ("identity_hash")
);
CREATE INDEX "trials_workspace_id_idx" ON "trials"("workspace_id");

CREATE TABLE "workspaces" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "is_personal" BOOLEAN NOT NULL DEFAULT false,
    "trial_ends_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "workspaces_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "workspace_members" (
    "workspace_id" UUID NOT NULL,
    "profile_id" UUID NOT NULL,
    "role" "workspace_role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "workspace_members_pkey" PRIMARY KEY ("workspace_id", "profile_id"),
    CONSTRAINT "workspace_members_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "workspace_members_profile_id_fkey" FOREIGN KEY ("profile_id") REFERENCES "profiles"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "workspace_members_profile_id_idx" ON "workspace_members"("profile_id");

CREATE TABLE "qr_codes" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "workspace_id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "destination" TEXT NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "pause_reason" "pause_reason",
    "pause_note" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "qr_codes_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "qr_codes_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    -- A reason is there exactly while the code is paused.
    CONSTRAINT "qr_codes_pause_reason_check" CHECK ("is_active" = ("pause_reason" IS NULL))
);
CREATE UNIQUE INDEX "qr_codes_slug_key" ON "qr_codes"("slug");
CREATE INDEX "qr_codes_workspace_id_created_at_id_idx" ON "qr_codes"("workspace_id", "created_at" DESC, "id");

CREATE SEQUENCE "scan_events_id_seq" AS BIGINT CACHE 100;
CREATE TABLE "scan_events" (
    "id" BIGINT NOT NULL DEFAULT nextval('"scan_events_id_seq"'),
    "scanned_at" TIMESTAMPTZ(3) NOT NULL,
    "qr_code_id" UUID NOT NULL,
    "country" TEXT,
    "region" TEXT,
    "device" TEXT NOT NULL,
    "os" TEXT,
    "browser" TEXT,
    "language" TEXT,
    "referrer_host" TEXT,
    "is_bot" BOOLEAN NOT NULL,
    "visitor_hash" BYTEA NOT NULL,
    CONSTRAINT "scan_events_pkey" PRIMARY KEY ("scanned_at", "id")
) PARTITION BY RANGE ("scanned_at");
ALTER SEQUENCE "scan_events_id_seq" OWNED BY "scan_events"."id";
CREATE INDEX "scan_events_qr_code_id_scanned_at_idx" ON "scan_events"("qr_code_id", "scanned_at");

-- Nothing is lost when a month has no partition yet: it lands here and is moved later.
CREATE TABLE "scan_events_default" PARTITION OF "scan_events" DEFAULT;
ALTER TABLE "scan_events_default" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "scan_daily" (
    "qr_code_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "scans" INTEGER NOT NULL,
    "bot_scans" INTEGER NOT NULL,
    CONSTRAINT "scan_daily_pkey" PRIMARY KEY ("qr_code_id", "day")
) WITH (fillfactor = 50);

CREATE TABLE "scan_totals" (
    "qr_code_id" UUID NOT NULL,
    "scans" BIGINT NOT NULL,
    "bot_scans" BIGINT NOT NULL,
    "last_scanned_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "scan_totals_pkey" PRIMARY KEY ("qr_code_id")
) WITH (fillfactor = 50);

CREATE TABLE "scan_batches" (
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "scan_batches_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "scan_batches_created_at_idx" ON "scan_batches"("created_at");

CREATE TABLE "visitor_salts" (
    "day" DATE NOT NULL,
    "salt" BYTEA NOT NULL,
    CONSTRAINT "visitor_salts_pkey" PRIMARY KEY ("day")
);

CREATE TABLE "rate_limits" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,
    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- Creates the monthly partitions of scan_events from the month of `first` to `months_ahead`
-- months later, and moves into each whatever had to wait for it in the default partition.
CREATE FUNCTION "ensure_scan_partitions"("first" DATE, "months_ahead" INTEGER) RETURNS INTEGER
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    month_start DATE;
    month_end DATE;
    partition TEXT;
    made INTEGER := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('ensure_scan_partitions'));
    FOR i IN 0..months_ahead LOOP
        month_start := (date_trunc('month', "first") + make_interval(months => i))::date;
        month_end := (month_start + interval '1 month')::date;
        partition := 'scan_events_' || to_char(month_start, 'YYYY_MM');
        CONTINUE WHEN to_regclass('public.' || partition) IS NOT NULL;
        EXECUTE format('CREATE TABLE public.%I (LIKE public.scan_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', partition);
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', partition);
        LOCK TABLE public.scan_events_default IN ACCESS EXCLUSIVE MODE;
        EXECUTE format(
            'WITH moved AS (DELETE FROM public.scan_events_default WHERE scanned_at >= %L AND scanned_at < %L RETURNING *)
             INSERT INTO public.%I SELECT * FROM moved',
            month_start::timestamp AT TIME ZONE 'UTC', month_end::timestamp AT TIME ZONE 'UTC', partition);
        EXECUTE format(
            'ALTER TABLE public.scan_events ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
            partition, month_start::timestamp AT TIME ZONE 'UTC', month_end::timestamp AT TIME ZONE 'UTC');
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;
SELECT "ensure_scan_partitions"((now() AT TIME ZONE 'UTC')::date, 3);

-- Every change of a code, made anywhere, reaches every process that redirects.
CREATE FUNCTION "notify_code_changed"() RETURNS TRIGGER
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM pg_notify('code_changed', OLD.slug);
    END IF;
    IF TG_OP <> 'DELETE' AND (TG_OP = 'INSERT' OR NEW.slug <> OLD.slug) THEN
        PERFORM pg_notify('code_changed', NEW.slug);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER "code_changed" AFTER INSERT OR UPDATE OR DELETE ON "qr_codes"
    FOR EACH ROW EXECUTE FUNCTION "notify_code_changed"();

-- Supabase publishes the schema `public` over its Data API. Nothing here is for it: row-level
-- security is on without any policy, and its roles, where they exist, lose every grant.
ALTER TABLE "profiles" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "trials" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workspaces" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workspace_members" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "qr_codes" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "scan_events" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "scan_daily" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "scan_totals" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "scan_batches" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "visitor_salts" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "rate_limits" ENABLE ROW LEVEL SECURITY;
DO $$
DECLARE
    api_role TEXT;
BEGIN
    -- Prisma makes this table before the first migration runs; another runner may not have it.
    IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
        ALTER TABLE public."_prisma_migrations" ENABLE ROW LEVEL SECURITY;
    END IF;
    FOREACH api_role IN ARRAY ARRAY['anon', 'authenticated'] LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_roles WHERE rolname = api_role);
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM %I', api_role);
        EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM %I', api_role);
        EXECUTE format('REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM %I', api_role);
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM %I', api_role);
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM %I', api_role);
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON FUNCTIONS FROM %I', api_role);
    END LOOP;
    REVOKE EXECUTE ON FUNCTION "ensure_scan_partitions"(DATE, INTEGER) FROM PUBLIC;
    REVOKE EXECUTE ON FUNCTION "notify_code_changed"() FROM PUBLIC;
END $$;
