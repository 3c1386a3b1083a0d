import type { APIResponse, Page } from "@playwright/test";
import type pg from "pg";
import { expect, test } from "./fixtures.ts";
import { customerOf, localStripe, workspaceOf } from "./local-stripe.ts";
import { post } from "./requests.ts";
import { makeCode, storeScans } from "./scans.ts";
import { readStackVariables } from "./stack.ts";
import { endTrial, giveTrial } from "./trial.ts";

/** Said here once more and not read from the product's table: a change of what is sold shows. */
const tiers = ["starter", "basic", "premium", "exclusive", "elite", "enterprise"] as const;
type Tier = (typeof tiers)[number];

const since = {
  custom_slugs: "basic",
  link_expiry: "basic",
  badges: "basic",
  detailed_analytics: "premium",
  geo_analytics: "premium",
  bot_filter: "premium",
  csv_export: "premium",
  api_access: "premium",
  insights: "exclusive",
  audit_export: "elite",
  redaction_presets: "elite",
  sso: "enterprise",
} as const satisfies Record<string, Tier>;
type Feature = keyof typeof since;
const features = Object.keys(since) as Feature[];

const has = (tier: Tier, feature: Feature) => tiers.indexOf(tier) >= tiers.indexOf(since[feature]);

type Place = { page: Page; pool: pg.Pool; workspaceId: string; email: string };
type Source = {
  /** The tiers that it can give. */
  gives: readonly Tier[];
  give: (place: Place, tier: Tier) => Promise<unknown>;
  takeBack?: (place: Place) => Promise<unknown>;
};

/** Every source that is stored. Boosts are known to the decision alone, and tried beside it. */
const sources: Record<string, Source> = {
  waiver: {
    gives: tiers,
    give: ({ pool, workspaceId }, tier) =>
      pool.query(
        "INSERT INTO fee_waivers (workspace_id, tier, reason, granted_by) VALUES ($1, $2, 'journey', 'admin:journey')",
        [workspaceId, tier],
      ),
    takeBack: ({ pool, workspaceId }) =>
      pool.query("DELETE FROM fee_waivers WHERE workspace_id = $1", [workspaceId]),
  },
  // Of what is sold; of anything else Stripe knows no price.
  subscription: {
    gives: ["premium", "enterprise"],
    async give({ page, pool, email }, tier) {
      const stripe = localStripe();
      const variables = readStackVariables();
      // Only a customer that the product has made is anybody's.
      await ask(page, "/api/billing/checkout", { plan: "pro", interval: "month", currency: "usd" });
      const customer = await customerOf(pool, email);
      const card = await stripe.paymentMethods.attach("pm_card_visa", { customer });
      const price =
        variables[
          tier === "premium" ? "STRIPE_PRICE_ID_MONTHLY_USD" : "STRIPE_ENTERPRISE_PRICE_ID_MONTHLY_USD"
        ];
      await stripe.subscriptions.create({ customer, items: [{ price }], default_payment_method: card.id });
      await ask(page, "/api/billing/restore");
    },
    async takeBack({ page, pool, email }) {
      const stripe = localStripe();
      const { data } = await stripe.subscriptions.list({ customer: await customerOf(pool, email) });
      for (const { id } of data) await stripe.subscriptions.cancel(id);
      await ask(page, "/api/billing/restore");
    },
  },
  promo: {
    gives: ["premium"],
    give: ({ pool, workspaceId }) =>
      pool.query("UPDATE workspaces SET promo_ends_at = now() + interval '3 days' WHERE id = $1", [
        workspaceId,
      ]),
  },
  trial: { gives: ["premium"], give: ({ pool, email }) => giveTrial(pool, email) },
  free: { gives: ["starter"], give: async () => {} },
};

async function ask(page: Page, path: string, data?: object): Promise<APIResponse> {
  const answer = await post(page, path, data);
  expect(answer.ok(), `${path} answers ${answer.status()}`).toBe(true);
  return answer;
}

for (const [source, { gives, give, takeBack }] of Object.entries(sources)) {
  test(`what a ${source} opens, feature by feature and tier by tier`, async ({
    dashboard: page,
    person,
    pool,
    stack,
  }) => {
    test.setTimeout(240_000);
    const place = { page, pool, workspaceId: await workspaceOf(pool, person.email), email: person.email };
    await storeScans(pool, await makeCode(page, stack, "Menu"));
    await endTrial(pool, person.email);
    for (const tier of gives) {
      await give(place, tier);
      await test.step(tier, async () => {
        await expectAnswers(page, source, tier);
        await expectPages(page, tier);
      });
      await takeBack?.(place);
    }
  });
}

async function expectAnswers(page: Page, source: string, tier: Tier): Promise<void> {
  const answer = await page.request.get("/api/entitlements");
  const open = features.filter((feature) => has(tier, feature));
  const entitlements = await answer.json();
  expect(entitlements).toMatchObject({ tier, source });
  expect([...entitlements.features].sort()).toEqual([...open].sort());
  for (const feature of features) {
    expect(await (await ask(page, "/api/feature-check", { feature })).json()).toEqual({
      canAccess: open.includes(feature),
      tier,
      requiredTier: since[feature],
      source,
      gracePeriod: false,
      reason: open.includes(feature) ? "included" : "tier_too_low",
      upgradeUrl: new URL("/dashboard/billing", page.url()).href,
    });
  }
}

/** What the interface has a place for: the other features come with later pages. */
async function expectPages(page: Page, tier: Tier): Promise<void> {
  await page.goto("/dashboard/codes/new");
  await expect(page.getByLabel("Short link")).toBeEditable({ editable: has(tier, "custom_slugs") });
  await expect(page.getByLabel("Expires")).toBeEditable({ editable: has(tier, "link_expiry") });

  await page.goto("/dashboard/analytics");
  const details = has(tier, "detailed_analytics");
  await expect(page.getByText("Your scans have more to tell")).toBeVisible({ visible: !details });
  await expect(page.getByRole("heading", { name: "Countries" })).toBeVisible({
    visible: details && has(tier, "geo_analytics"),
  });
  await expect(page.getByRole("checkbox", { name: /Count bots as well/ })).toBeEnabled({
    enabled: has(tier, "bot_filter"),
  });
  await expect(page.getByRole("link", { name: "Export as CSV" })).toBeVisible({
    visible: has(tier, "csv_export"),
  });
  expect((await page.request.get("/api/analytics/export")).status()).toBe(
    has(tier, "csv_export") ? 200 : 403,
  );

  await page.goto("/dashboard/settings/api");
  await expect(page.getByRole("button", { name: "Create key" })).toBeVisible({
    visible: has(tier, "api_access"),
  });
}
