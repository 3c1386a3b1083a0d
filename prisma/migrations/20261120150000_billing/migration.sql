CREATE TYPE "subscription_kind" AS ENUM ('plan', 'boost');
CREATE TYPE "webhook_event_state" AS ENUM ('pending', 'processed', 'ignored', 'set_aside');
CREATE TYPE "checkout_intent_state" AS ENUM ('open', 'completed', 'expired');

CREATE TABLE "billing_customers" (
    "id" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "is_current" BOOLEAN NOT NULL DEFAULT true,
    "currency" TEXT,
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "billing_customers_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "subscriptions" (
    "id" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "customer_id" TEXT NOT NULL,
    "kind" "subscription_kind" NOT NULL,
    "status" TEXT NOT NULL,
    "price_id" TEXT NOT NULL,
    "tier" TEXT,
    "interval" TEXT,
    "currency" TEXT NOT NULL,
    "amount_minor" INTEGER,
    "quantity" INTEGER NOT NULL,
    "period_start" TIMESTAMPTZ(3),
    "period_end" TIMESTAMPTZ(3),
    "cancel_at" TIMESTAMPTZ(3),
    "canceled_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "latest_invoice_id" TEXT,
    "grace_until" TIMESTAMPTZ(3),
    "grace_invoice_id" TEXT,
    "set_aside_reason" TEXT,
    "details" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "subscriptions_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "invoices" (
    "id" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "customer_id" TEXT NOT NULL,
    "subscription_id" TEXT,
    "number" TEXT,
    "status" TEXT NOT NULL,
    "billing_reason" TEXT,
    "currency" TEXT NOT NULL,
    "subtotal_minor" INTEGER NOT NULL,
    "total_minor" INTEGER NOT NULL,
    "amount_due_minor" INTEGER NOT NULL,
    "amount_paid_minor" INTEGER NOT NULL,
    "attempt_count" INTEGER NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(3),
    "period_start" TIMESTAMPTZ(3),
    "period_end" TIMESTAMPTZ(3),
    "paid_at" TIMESTAMPTZ(3),
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "invoices_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "billing_sync_fences" (
    "customer_id" TEXT NOT NULL,
    "ticket" BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT "billing_sync_fences_pkey" PRIMARY KEY ("customer_id")
);

CREATE TABLE "billing_cursors" (
    "name" TEXT NOT NULL,
    "position" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "billing_cursors_pkey" PRIMARY KEY ("name")
);

CREATE TABLE "webhook_events" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "api_version" TEXT,
    "object_id" TEXT,
    "customer_id" TEXT,
    "payload" JSONB NOT NULL,
    "state" "webhook_event_state" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "error" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "processed_at" TIMESTAMPTZ(3),
    CONSTRAINT "webhook_events_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "checkout_intents" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "workspace_id" UUID NOT NULL,
    "profile_id" UUID,
    "plan" TEXT NOT NULL,
    "interval" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "state" "checkout_intent_state" NOT NULL DEFAULT 'open',
    "session_id" TEXT,
    "url" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "checkout_intents_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "audit_events" (
    "id" BIGSERIAL NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "workspace_id" UUID,
    "before" JSONB,
    "after" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "billing_customers_workspace_id_idx" ON "billing_customers"("workspace_id");
CREATE INDEX "subscriptions_workspace_id_idx" ON "subscriptions"("workspace_id");
CREATE INDEX "subscriptions_customer_id_idx" ON "subscriptions"("customer_id");
CREATE INDEX "invoices_workspace_id_issued_at_idx" ON "invoices"("workspace_id", "issued_at" DESC);
CREATE INDEX "invoices_customer_id_idx" ON "invoices"("customer_id");
CREATE INDEX "webhook_events_state_next_attempt_at_idx" ON "webhook_events"("state", "next_attempt_at");
CREATE INDEX "webhook_events_customer_id_state_idx" ON "webhook_events"("customer_id", "state");
CREATE INDEX "webhook_events_received_at_idx" ON "webhook_events"("received_at");
CREATE UNIQUE INDEX "checkout_intents_session_id_key" ON "checkout_intents"("session_id");
CREATE INDEX "checkout_intents_workspace_id_idx" ON "checkout_intents"("workspace_id");
CREATE INDEX "audit_events_workspace_id_at_idx" ON "audit_events"("workspace_id", "at" DESC);
CREATE INDEX "audit_events_action_at_idx" ON "audit_events"("action", "at" DESC);

ALTER TABLE "billing_customers" ADD CONSTRAINT "billing_customers_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "billing_customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "billing_customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "checkout_intents" ADD CONSTRAINT "checkout_intents_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One customer of a workspace is the one that new things are bought with.
CREATE UNIQUE INDEX "billing_customers_current_key" ON "billing_customers"("workspace_id") WHERE "is_current";
-- A workspace pays for one plan. A second one that Stripe has all the same is set aside.
CREATE UNIQUE INDEX "subscriptions_live_plan_key" ON "subscriptions"("workspace_id")
    WHERE "kind" = 'plan' AND "set_aside_reason" IS NULL
      AND "status" IN ('active', 'trialing', 'past_due', 'unpaid', 'paused');
CREATE UNIQUE INDEX "checkout_intents_open_key" ON "checkout_intents"("workspace_id") WHERE "state" = 'open';

-- A reading of Stripe draws its number before it begins, so that of two the later is known.
CREATE SEQUENCE "billing_sync_tickets" AS BIGINT;

-- What was done stays told: rows of the audit are added and nothing else.
CREATE FUNCTION "refuse_audit_change"() RETURNS TRIGGER
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    RAISE EXCEPTION 'audit_events is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "audit_events_append_only" BEFORE UPDATE OR DELETE ON "audit_events"
    FOR EACH ROW EXECUTE FUNCTION "refuse_audit_change"();
CREATE TRIGGER "audit_events_no_truncate" BEFORE TRUNCATE ON "audit_events"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();

-- Closed to Supabase's Data API like every other table.
ALTER TABLE "billing_customers" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "subscriptions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "invoices" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "billing_sync_fences" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "billing_cursors" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "webhook_events" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "checkout_intents" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "audit_events" ENABLE ROW LEVEL SECURITY;
DO $$
DECLARE
    api_role TEXT;
BEGIN
    FOREACH api_role IN ARRAY ARRAY['anon', 'authenticated'] LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_roles WHERE rolname = api_role);
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM %I', api_role);
        EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM %I', api_role);
        EXECUTE format('REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM %I', api_role);
    END LOOP;
    REVOKE EXECUTE ON FUNCTION "refuse_audit_change"() FROM PUBLIC;
END $$;
