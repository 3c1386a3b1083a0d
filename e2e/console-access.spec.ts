import { readFileSync } from "node:fs";
import type { APIResponse, Page } from "@playwright/test";
import { consoleActions, consolePages, consoleRoutes } from "./console-surface.ts";
import { allowComplaint, expect, test } from "./fixtures.ts";
import { makeAdmin } from "./second-factor.ts";

// Every page, route and action of the console, as the code has them, for everybody who might ask.

const pages = consolePages();
const routes = consoleRoutes();

/** What only the console says, in both languages: none of it is in an answer to anybody else. */
const consoleTexts = ["en", "pl"].flatMap((locale) => {
  const { admin, ...others } = JSON.parse(readFileSync(`messages/${locale}.json`, "utf8"));
  const elsewhere = textsOf(others).join("\n");
  return textsOf(admin).filter(
    (text) => text.length >= 12 && !/[{}<>]/.test(text) && !elsewhere.includes(text),
  );
});

function textsOf(words: unknown): string[] {
  return typeof words === "string" ? [words] : Object.values(words as object).flatMap(textsOf);
}

async function expectNoWord(answer: APIResponse, what: string): Promise<void> {
  const text = await answer.text();
  expect(
    consoleTexts.filter((word) => text.includes(word)),
    what,
  ).toEqual([]);
}

function pathOf(answer: APIResponse): string {
  const location = new URL(answer.headers().location ?? "", "http://x");
  return decodeURIComponent(location.pathname + location.search);
}

/** Sends an action as the page's form would that has nothing filled in. */
function act(page: Page, origin: string, { id, path }: { id: string; path: string }): Promise<APIResponse> {
  return page.request.post(path, {
    headers: { "next-action": id, origin, accept: "text/x-component" },
    multipart: { "0": '[{"status":"idle"},"$K1"]' },
    maxRedirects: 0,
  });
}

type Expected = {
  /** Where pages lead to; null where they are shown, or say that there is no such thing. */
  leadsTo: RegExp | null;
  /** What routes and actions answer; null where they do what is asked, or name what is missing. */
  refusal: { status: number; code: string } | null;
};

async function expectAll(page: Page, origin: string, { leadsTo, refusal }: Expected): Promise<void> {
  const actions = consoleActions();
  // All of them were found: nothing here passes for want of anything to ask.
  expect(pages).toContain("/admin/audit");
  expect(routes.map(({ path }) => path)).toContain("/api/admin/reconcile");
  expect(actions.map(({ name }) => name)).toContain("src/lib/console/actions.ts replayAllAction");
  expect(consoleTexts.length).toBeGreaterThan(100);
  for (const { path, method, byKey } of routes) {
    const what = `${method} ${path}`;
    const answer = await page.request.fetch(path, { method, headers: { origin } });
    if (byKey) expect(answer.status(), what).toBe(401);
    else if (refusal === null) expect([401, 403], what).not.toContain(answer.status());
    else {
      expect(answer.status(), what).toBe(refusal.status);
      expect(await answer.json(), what).toMatchObject({ code: refusal.code });
    }
    if (refusal !== null) await expectNoWord(answer, what);
  }
  for (const action of actions) {
    const answer = await act(page, origin, action);
    const text = await answer.text();
    const code = /"status":"refused","code":"(\w+)"/.exec(text)?.[1];
    if (refusal === null) {
      expect(["unauthenticated", "forbidden", "second_factor"], action.name).not.toContain(code);
    } else {
      expect(code, `${action.name}: ${text.slice(0, 300)}`).toBe(refusal.code);
      await expectNoWord(answer, action.name);
    }
  }
  // Polish comes last: the browser then asks for it everywhere.
  for (const path of [...pages, ...pages.map((path) => `/pl${path}`)]) {
    const answer = await page.request.get(path, { maxRedirects: 0 });
    if (leadsTo === null) {
      expect([200, 404], `${path} → ${pathOf(answer)}`).toContain(answer.status());
      continue;
    }
    expect(answer.status(), path).toBe(307);
    expect(pathOf(answer), path).toMatch(leadsTo);
    await expectNoWord(answer, path);
    // As the router asks, for a page's content alone.
    await expectNoWord(await page.request.get(path, { headers: { RSC: "1" } }), `${path} (content)`);
  }
}

const refusedToUsers = {
  leadsTo: /^(\/pl)?\/dashboard$/,
  refusal: { status: 403, code: "forbidden" },
};

test("whoever is not signed in is sent to sign in, and finds nothing", async ({ page, stack }) => {
  await expectAll(page, new URL(stack.appUrl).origin, {
    leadsTo: /^(\/pl)?\/sign-in\?next=(\/pl)?\/admin/,
    refusal: { status: 401, code: "unauthenticated" },
  });
});

for (const role of ["VIEWER", "OWNER"]) {
  test(`whoever is ${role} of a workspace and nothing else finds nothing`, async ({
    dashboard: page,
    person,
    pool,
    stack,
  }) => {
    await pool.query(
      "UPDATE workspace_members SET role = $2::workspace_role WHERE profile_id = (SELECT id FROM profiles WHERE email = $1)",
      [person.email, role],
    );
    await expectAll(page, new URL(stack.appUrl).origin, refusedToUsers);
  });
}

test("an admin who has not shown the second factor is asked for it, and finds nothing before", async ({
  dashboard: page,
  person,
  pool,
  stack,
}) => {
  await makeAdmin(pool, person);
  await expectAll(page, new URL(stack.appUrl).origin, {
    leadsTo: /^(\/pl)?\/admin\/second-factor\?next=(\/pl)?\/admin/,
    refusal: { status: 403, code: "second_factor" },
  });
});

test("an admin is let in everywhere", async ({ admin: page, stack }) => {
  allowComplaint("404");
  await expectAll(page, new URL(stack.appUrl).origin, { leadsTo: null, refusal: null });
});
