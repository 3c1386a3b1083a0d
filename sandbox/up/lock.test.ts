import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockFolder } from "./lock.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dynamicqr-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a second one learns what the holder tells, and gets the lock after it", async () => {
  const first = await lockFolder(folder, "test");
  if (!first.isHeld) throw new Error("the first did not get the lock");
  first.tell("http://localhost:1234");
  expect(await lockFolder(folder, "test")).toEqual({ isHeld: false, told: "http://localhost:1234" });
  expect((await lockFolder(folder, "another purpose")).isHeld).toBe(true);
  first.release();
  await expect.poll(async () => (await lockFolder(folder, "test")).isHeld).toBe(true);
});

test("a lock whose process was killed is taken over", async () => {
  const module = new URL("./lock.ts", import.meta.url).href;
  const code = `const { lockFolder } = await import(${JSON.stringify(module)});
    await lockFolder(${JSON.stringify(folder)}, "test"); console.log("held"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  expect((await lockFolder(folder, "test")).isHeld).toBe(false);
  child.kill("SIGKILL");
  await once(child, "exit");
  await expect.poll(async () => (await lockFolder(folder, "test")).isHeld).toBe(true);
});
