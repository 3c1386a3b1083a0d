import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bareEnvironment, readOptions } from "./options.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dynamicqr-options-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const real = `DATABASE_URL=postgresql://u:p@db.example.com/postgres
SUPABASE_URL=https://abc.supabase.co
SUPABASE_ANON_KEY=anon
SUPABASE_SERVICE_ROLE_KEY=service
`;

function read(file: string, shell: Record<string, string> = {}, flags: string[] = []) {
  writeFileSync(join(folder, ".env.local"), file);
  return readOptions(flags, shell, folder);
}

test("without a file everything is local, on loopback", () => {
  expect(readOptions([], {}, folder)).toMatchObject({
    isReal: false,
    host: "127.0.0.1",
    appUrl: "http://localhost:3000",
    mayMigrate: false,
    dataDir: join(folder, ".data"),
  });
});

test("PORT, HOST and DATA_DIR of the shell are honoured", () => {
  const options = readOptions([], { PORT: "4000", DATA_DIR: "/srv/qr" }, folder);
  expect(options).toMatchObject({ port: 4000, appUrl: "http://localhost:4000", dataDir: "/srv/qr" });
  expect(() => readOptions([], { PORT: "many" }, folder)).toThrow("PORT=many");
});

describe("real services", () => {
  test("come from the file, older key names included", () => {
    const options = read(real, {}, ["--migrate"]);
    expect(options).toMatchObject({ isReal: true, mayMigrate: true });
    expect(options.fromFile.SUPABASE_SECRET_KEY).toBe("service");
  });

  test("never come from a bare variable of the shell", () => {
    const shell = {
      DATABASE_URL: "postgresql://u:p@db.example.com/postgres",
      STRIPE_SECRET_KEY: "sk_test_x",
    };
    expect(readOptions([], shell, folder)).toMatchObject({ isReal: false, fromFile: {}, fromShell: {} });
    expect(bareEnvironment({ ...shell, HOME: "/home/x" } as unknown as NodeJS.ProcessEnv)).toEqual({
      HOME: "/home/x",
    });
  });

  test("are taken together or not at all", () => {
    expect(() => read("DATABASE_URL=postgresql://u:p@db.example.com/postgres")).toThrow("SUPABASE_URL");
  });

  test("a live key of Stripe is refused, a test key alone is not", () => {
    expect(() => read("STRIPE_SECRET_KEY=sk_live_x")).toThrow("live key");
    expect(read("STRIPE_SECRET_KEY=sk_test_x")).toMatchObject({ isReal: false });
  });
});
