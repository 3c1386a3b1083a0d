-- What Stripe said of each promotion code when it was last read: for lists while Stripe is away, and
-- for who made it here.
CREATE TABLE "discount_codes" (
    "id" TEXT NOT NULL,
    "coupon_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "terms" JSONB NOT NULL,
    "times_redeemed" INTEGER NOT NULL,
    "is_active" BOOLEAN NOT NULL,
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "discount_codes_pkey" PRIMARY KEY ("id")
);

-- What a discount took off a paid invoice.
CREATE TABLE "discount_uses" (
    "invoice_id" TEXT NOT NULL,
    "discount_id" TEXT NOT NULL,
    "promotion_code_id" TEXT,
    "coupon_id" TEXT,
    "code" TEXT,
    "workspace_id" UUID NOT NULL,
    "customer_id" TEXT NOT NULL,
    "amount_minor" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "discount_uses_pkey" PRIMARY KEY ("invoice_id", "discount_id"),
    CONSTRAINT "discount_uses_amount_check" CHECK ("amount_minor" > 0)
);

CREATE INDEX "discount_codes_created_at_id_idx" ON "discount_codes"("created_at" DESC, "id" DESC);
CREATE INDEX "discount_uses_workspace_id_used_at_idx" ON "discount_uses"("workspace_id", "used_at" DESC);
CREATE INDEX "discount_uses_customer_id_idx" ON "discount_uses"("customer_id");
CREATE INDEX "discount_uses_promotion_code_id_used_at_invoice_id_idx" ON "discount_uses"("promotion_code_id", "used_at" DESC, "invoice_id" DESC);

ALTER TABLE "discount_uses" ADD CONSTRAINT "discount_uses_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "discount_uses" ADD CONSTRAINT "discount_uses_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "discount_uses" ADD CONSTRAINT "discount_uses_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "billing_customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "invoices" ADD COLUMN "discount_minor" INTEGER NOT NULL DEFAULT 0;
-- Nothing but discounts has ever stood between the two; the next reading says it again.
UPDATE "invoices" SET "discount_minor" = "subtotal_minor" - "total_minor" WHERE "subtotal_minor" > "total_minor";

-- What a checkout was begun with; both or neither.
ALTER TABLE "checkout_intents" ADD COLUMN "promotion_code_id" TEXT, ADD COLUMN "discount_code" TEXT;

-- Closed to Supabase's Data API like everything else.
ALTER TABLE "discount_codes" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "discount_uses" ENABLE ROW LEVEL SECURITY;
DO $$
DECLARE
    api_role TEXT;
BEGIN
    FOREACH api_role IN ARRAY ARRAY['anon', 'authenticated'] LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_roles WHERE rolname = api_role);
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM %I', api_role);
    END LOOP;
END $$;
