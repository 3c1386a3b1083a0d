-- From where something was done, where a person or a program asked for it.
ALTER TABLE "audit_events" ADD COLUMN "address" TEXT;
