import { defineConfig } from "vitest/config";

const databaseTests = ["src/**/*.db.test.ts", "sandbox/**/*.db.test.ts", "prisma/**/*.db.test.ts"];
/** They start a real Redis; `npm test` looks for one first. */
const redisTests = ["src/**/*.redis.test.ts"];
const elsewhere = ["**/node_modules/**", "scripts/architecture/planted/**", ".next/**", ".data/**", "e2e/**"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["{src,sandbox,scripts,prisma,bench}/**/*.test.{ts,tsx}", "*.test.ts"],
          exclude: [...elsewhere, ...databaseTests, ...redisTests],
          // Loaded before each file, which costs a tenth of the time: only where it has something to set.
          setupFiles: process.env.PROPERTY_RUNS ? ["sandbox/testing/properties.ts"] : [],
          // It asks for files of Next's by names that only a bundler finds.
          server: { deps: { inline: ["next-intl"] } },
          testTimeout: process.env.PROPERTY_RUNS ? 600_000 : 30_000,
        },
      },
      {
        test: {
          name: "integration",
          include: databaseTests,
          exclude: elsewhere,
          globalSetup: ["sandbox/testing/global-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Two cores: more workers would only wait for each other, each with a database of its own.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "redis",
          include: redisTests,
          exclude: elsewhere,
          globalSetup: ["sandbox/testing/global-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
