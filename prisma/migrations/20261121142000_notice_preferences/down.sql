-- The way back of migration.sql: drops what it made and the data in it.
DROP TABLE "notice_dismissals";
ALTER TABLE "profiles" DROP COLUMN "usage_mails";
DROP TYPE "usage_mails";
