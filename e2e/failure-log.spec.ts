import { startServerProcess } from "../sandbox/testing/server-process.ts";
import { severableWire } from "../src/platform/db/severable-wire.testing.ts";
import { allowComplaint, expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";
import { readStackVariables } from "./stack.ts";

test("a page that fails is one line of the log, under the digest that its reader sees", async ({
  page,
  person,
  stack,
}) => {
  for (const text of ["500", "503", "#441"]) allowComplaint(text);
  const wire = await severableWire(stack.databaseUrl);
  const database = { DATABASE_URL: wire.url, DIRECT_DATABASE_URL: wire.url };
  let printed = "";
  const { url, kill } = await startServerProcess(
    { ...readStackVariables(), ...database },
    { onOutput: (text) => (printed += text) },
  );
  try {
    await signIn(page, person, url);
    await page.waitForURL("**/dashboard");
    // Next tells of its start in lines of its own.
    printed = "";
    await wire.sever();
    await page.goto(`${url}/dashboard/settings?token=canary-secret`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const lines = () =>
      printed
        .split("\n")
        .slice(0, -1)
        .filter((line) => line !== "");
    const failures = () => lines().filter((line) => line.includes("a request failed"));
    // What the page before had still asked for may fail, too.
    const told = () =>
      failures()
        .map((line) => JSON.parse(line))
        .filter(({ path }) => path === "/dashboard/settings");
    await expect.poll(() => told().length).toBeGreaterThan(0);
    for (const line of lines()) expect(() => JSON.parse(line), line).not.toThrow();
    expect(told()[0]).toMatchObject({ level: "error", kind: "render" });
    expect(told()[0].digest).toBeTruthy();
    const digests = told().map(({ digest }) => digest);
    expect(new Set(digests).size).toBe(digests.length);
    expect(printed).not.toContain("canary-secret");
    expect(printed).not.toContain(person.email);
  } finally {
    // It asks again and again whether the server is back.
    await page.goto("about:blank");
    await kill();
    await wire.close();
  }
});
