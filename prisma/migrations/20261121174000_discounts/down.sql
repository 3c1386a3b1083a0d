-- The way back of migration.sql: drops what it made and the data in it. Stripe still has all of it.
DROP TABLE "discount_uses", "discount_codes";
ALTER TABLE "invoices" DROP COLUMN "discount_minor";
ALTER TABLE "checkout_intents" DROP COLUMN "promotion_code_id", DROP COLUMN "discount_code";
