-- The way back of migration.sql: drops what it made and the data in it.
DROP TABLE "audit_events", "checkout_intents", "webhook_events", "billing_cursors", "billing_sync_fences", "invoices", "subscriptions", "billing_customers";
DROP FUNCTION "refuse_audit_change"();
DROP SEQUENCE "billing_sync_tickets";
DROP TYPE "checkout_intent_state";
DROP TYPE "webhook_event_state";
DROP TYPE "subscription_kind";
