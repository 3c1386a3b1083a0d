-- The newest warnings among all that the audit tells: the console shows them on every visit.
CREATE INDEX "audit_events_warnings_idx" ON "audit_events"("at" DESC, "id" DESC) WHERE "action" LIKE 'warning.%';
