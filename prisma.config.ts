import { fileURLToPath } from "node:url";
import { defineConfig } from "prisma/config";

// Read before the CLI looks for its engine: ours comes from npm and needs no download. Windows
// cannot execute a script by its path and keeps Prisma's own.
if (process.platform !== "win32") {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= fileURLToPath(
    new URL("./scripts/prisma-schema-engine.mjs", import.meta.url),
  );
}

// Migrations hold a session, so they never go through a pooler that works by transaction.
// `prisma generate` needs no database at all.
const url = process.env.DIRECT_DATABASE_URL ?? process.env.DATABASE_URL;

export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  ...(url === undefined ? {} : { datasource: { url } }),
});
