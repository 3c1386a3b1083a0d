-- The console lists those who are paused, of whom there are few among many.
CREATE INDEX "profiles_paused_idx" ON "profiles"("created_at" DESC, "id" DESC) WHERE "paused_at" IS NOT NULL;
