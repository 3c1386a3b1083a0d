-- The way back of migration.sql.
DROP TABLE "job_runs";
DROP INDEX "webhook_events_error_idx";
DROP INDEX "webhook_events_customer_id_received_at_idx";
DROP INDEX "webhook_events_type_received_at_idx";
DROP INDEX "webhook_events_state_received_at_idx";
DROP INDEX "profiles_lower_email_idx";
DROP INDEX "audit_events_actor_kind_idx";
DROP INDEX "audit_events_subject_at_idx";
DROP INDEX "audit_events_actor_at_idx";
DROP INDEX "audit_events_utc_idx";
