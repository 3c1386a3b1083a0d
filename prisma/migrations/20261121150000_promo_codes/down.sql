-- The way back of migration.sql: drops what it made and the data in it. Days that were given stay given.
DROP TABLE "promo_redemptions", "promo_codes";
