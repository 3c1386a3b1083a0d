import { randomBytes, randomUUID } from "node:crypto";
import { test as base, type Page } from "@playwright/test";
import { createClient } from "@supabase/supabase-js";
import pg from "pg";
import { enter } from "./enter.ts";
import { Mailbox } from "./mailbox.ts";
import { makeAdmin } from "./second-factor.ts";
import type { Person } from "./sign-in.ts";
import { readStack, type Stack } from "./stack.ts";

export { expect } from "@playwright/test";
export type { Person } from "./sign-in.ts";

type Fixtures = {
  mailbox: Mailbox;
  /** A confirmed person who has never signed in. */
  person: Person;
  /** A page on which that person is signed in, standing in the dashboard. */
  dashboard: Page;
  /** A page on which that person runs the platform and has shown a second factor, standing in the console. */
  admin: Page;
  /** Somebody else on their dashboard, in a browser of their own. */
  other: { page: Page; person: Person };
};

type WorkerFixtures = {
  /** The file in which the sandbox that runs tells of itself. */
  sandboxEnv: string | undefined;
  stack: Stack;
  pool: pg.Pool;
};

/** An address nobody else has used: limits are counted by address. */
function someAddress(): string {
  const groups = randomBytes(8).toString("hex").match(/.{4}/g) ?? [];
  return `2001:db8:${groups.join(":")}::1`;
}

export function newEmail(): string {
  return `${randomUUID()}@e2e.dynamicqr.test`;
}

async function makePerson(stack: Stack, mailbox: Mailbox, pool: pg.Pool): Promise<Person> {
  const person = { email: newEmail(), password: randomBytes(12).toString("base64url") };
  const client = createClient(stack.supabaseUrl, stack.supabaseKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const signUp = await client.auth.signUp({ ...person, options: { data: { locale: "en" } } });
  if (signUp.error) throw signUp.error;
  const link = new URL((await mailbox.latest(person.email)).link("/auth/confirm"));
  const token_hash = link.searchParams.get("token_hash") ?? "";
  const confirmed = await client.auth.verifyOtp({ token_hash, type: "signup" });
  if (confirmed.error) throw confirmed.error;
  // Confirmed long ago: a link of theirs is not taken for their first.
  await pool.query("UPDATE auth.users SET email_confirmed_at = now() - interval '1 day' WHERE email = $1", [
    person.email,
  ]);
  return person;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  sandboxEnv: [process.env.E2E_SANDBOX_ENV, { scope: "worker", option: true }],
  stack: [async ({ sandboxEnv }, use) => use(readStack(sandboxEnv)), { scope: "worker" }],
  pool: [
    async ({ stack }, use) => {
      const pool = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
      await use(pool);
      await pool.end();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ stack }, use) => use(stack.appUrl),
  extraHTTPHeaders: async ({ extraHTTPHeaders }, use) =>
    use({ ...extraHTTPHeaders, "x-forwarded-for": someAddress() }),
  mailbox: async ({ stack }, use) => use(new Mailbox(stack.mailboxUrl)),

  page: async ({ page }, use, info) => {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") errors.push(message.text());
    });
    await use(page);
    const allowed = info.annotations
      .filter(({ type }) => type === "allow")
      .map(({ description }) => description ?? "");
    const unexpected = errors.filter((error) => !allowed.some((text) => error.includes(text)));
    if (unexpected.length > 0) throw new Error(`the browser complained:\n${unexpected.join("\n")}`);
  },

  person: async ({ stack, mailbox, pool }, use) => use(await makePerson(stack, mailbox, pool)),

  dashboard: async ({ page, person, stack }, use) => {
    await enter(page.context(), stack, person);
    await page.goto("/dashboard");
    await use(page);
  },

  admin: async ({ page, person, pool, stack }, use) => {
    await enter(page.context(), stack, person, { hasSecondFactor: true });
    // The first visit makes the profile.
    await page.request.get("/dashboard");
    await makeAdmin(pool, person);
    await page.goto("/admin");
    await use(page);
  },

  other: async ({ browser, stack, mailbox, pool }, use) => {
    const person = await makePerson(stack, mailbox, pool);
    const context = await browser.newContext({
      baseURL: stack.appUrl,
      extraHTTPHeaders: { "x-forwarded-for": someAddress() },
    });
    const page = await context.newPage();
    await enter(context, stack, person);
    await page.goto("/dashboard");
    await use({ page, person });
    await context.close();
  },
});

/** Lets a journey's browser complain with this text: for faults that the journey makes on purpose. */
export function allowComplaint(text: string): void {
  test.info().annotations.push({ type: "allow", description: text });
}
