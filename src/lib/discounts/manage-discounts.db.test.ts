import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { SyncTools } from "#lib/billing/mirror/sync-customer.ts";
import { findCurrentCustomer, insertCustomer } from "#lib/billing/store.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { openLocalStripe } from "../../../sandbox/testing/local-stripe.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { makeViewer, payCheckout, refusal, toolsOf } from "../billing/billing.testing.ts";
import { syncCustomer } from "../billing/mirror/sync-customer.ts";
import { createStripe } from "../billing/stripe.ts";
import { createDiscount } from "./create-discount.ts";
import { deactivateDiscount } from "./deactivate-discount.ts";
import { fillIn, makeDiscount } from "./discounts.testing.ts";
import { getDiscount, listDiscounts } from "./read-discounts.ts";
import { startPurchase } from "./start-purchase.ts";

openTestDatabase();
const local = openLocalStripe();
const nowhere = { address: "unknown", country: null };
const monthly = { plan: "pro", interval: "month", currency: "usd" } as const;
/** A busy machine is no Stripe that is away. */
const patienceMs = 30_000;
const everything = { q: "", state: null, after: null };

const admin = async (): Promise<Viewer> => ({
  ...(await makeViewer()),
  platformRole: "ADMIN",
  secondFactorAt: new Date(),
});
const away = (): SyncTools => ({ ...toolsOf(local), stripe: createStripe("sk_test_sandbox", "127.0.0.1:9") });
const create = (viewer: Viewer, fields: Record<string, string> = {}) =>
  createDiscount(toolsOf(local), viewer, fillIn(fields));
const list = (viewer: Viewer, query: object = {}, tools = toolsOf(local)) =>
  listDiscounts(tools, viewer, { ...everything, ...query }, patienceMs);
const auditOf = (id: string) =>
  db().auditEvent.findMany({ where: { subject: `discount:${id}` }, orderBy: { id: "asc" } });

describe("a code that is made", () => {
  test("is at Stripe with all of its terms, and in the audit", async () => {
    const viewer = await admin();
    const buyer = await makeViewer();
    await insertCustomer(db(), {
      id: (await local.stripe.customers.create({})).id,
      workspaceId: buyer.workspace.id,
    });
    const customer = await findCurrentCustomer(db(), buyer.workspace.id);
    const made = await create(viewer, {
      ...{ kind: "amount", offUsd: "3", offEur: "2.50", offPln: "12" },
      ...{ duration: "repeating", months: "6", maxUses: "50", endsAt: "2031-01-01T00:00" },
      ...{ isFirstPurchaseOnly: "on", minimumUsd: "5", minimumEur: "4", minimumPln: "20" },
      ...{ customer: buyer.workspace.id, planPro: "on" },
    });
    const expand = [
      "promotion.coupon.applies_to",
      "promotion.coupon.currency_options",
      "restrictions.currency_options",
    ];
    const stripes = await local.stripe.promotionCodes.retrieve(made.id, { expand });
    expect(stripes).toMatchObject({
      code: made.code,
      max_redemptions: 50,
      expires_at: Date.parse("2031-01-01T00:00Z") / 1000,
      customer: customer?.id,
      restrictions: {
        first_time_transaction: true,
        minimum_amount: 500,
        minimum_amount_currency: "usd",
        currency_options: { eur: { minimum_amount: 400 }, pln: { minimum_amount: 2_000 } },
      },
      promotion: {
        coupon: {
          name: made.code,
          amount_off: 300,
          currency: "usd",
          currency_options: { eur: { amount_off: 250 }, pln: { amount_off: 1_200 } },
          duration: "repeating",
          duration_in_months: 6,
        },
      },
    });
    const [entry, ...more] = await auditOf(made.id);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ actor: `admin:${viewer.profileId}`, action: "discount.created" });
    expect(JSON.stringify(entry?.after)).not.toContain(made.code);
    expect(entry?.after).toMatchObject({ amountsOff: ["300 usd", "250 eur", "1200 pln"], maxUses: 50 });
  });

  test("for one plan lowers that one alone", async () => {
    const { terms } = await createDiscount(toolsOf(local), await admin(), {
      ...fillIn(),
      plans: ["enterprise"],
    });
    expect(terms.productIds).toEqual(["dynamicqr_enterprise"]);
  });

  test("by the same form twice, even at once, is one", async () => {
    const viewer = await admin();
    const form = fillIn();
    const made = await Promise.all([1, 2].map(() => createDiscount(toolsOf(local), viewer, form)));
    made.push(await createDiscount(toolsOf(local), viewer, form));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect((await local.stripe.promotionCodes.list({ code: form.code })).data).toHaveLength(1);
    expect(await auditOf(made[0]?.id ?? "")).toHaveLength(1);
  });

  test("of which Stripe's answer was lost is found again by the same form", async () => {
    const viewer = await admin();
    const form = fillIn();
    const fault = { kind: "reset_after_commit", count: 20, match: "^POST /v1/promotion_codes$" };
    await local.control("POST", "faults", fault);
    expect(await refusal(createDiscount(toolsOf(local), viewer, form))).toBe("unavailable: change_unknown");
    await local.control("POST", "settings", { faults: [] });
    const made = await createDiscount(toolsOf(local), viewer, form);
    expect((await local.stripe.promotionCodes.list({ code: form.code })).data.map(({ id }) => id)).toEqual([
      made.id,
    ]);
    expect(await auditOf(made.id)).toHaveLength(1);
  });

  test("is refused where its name is taken, also in small letters, and made once that one is off", async () => {
    const viewer = await admin();
    const { id, code } = await create(viewer);
    const again = createDiscount(toolsOf(local), viewer, fillIn({ code: code.toLowerCase() }));
    await expect(again).rejects.toMatchObject({ details: { fields: { code: ["discount_taken"] } } });
    await deactivateDiscount(toolsOf(local), viewer, id, "a better one comes");
    expect((await create(viewer, { code })).id).not.toBe(id);
  });

  test.each([
    ["an end that is past", { endsAt: "2020-01-01T00:00" }, { endsAt: ["expiry_past"] }],
    ["a workspace that has no customer", { customer: randomUUID() }, { customer: ["discount_no_customer"] }],
    ["a customer of somebody else's", { customer: "cus_nobody" }, { customer: ["discount_no_customer"] }],
  ])("is refused for %s, and nothing is at Stripe", async (_, fields, expected) => {
    const form = fillIn(fields as Record<string, string>);
    const made = createDiscount(toolsOf(local), await admin(), form);
    await expect(made).rejects.toMatchObject({ details: { fields: expected } });
    expect((await local.stripe.promotionCodes.list({ code: form.code })).data).toEqual([]);
  });
});

describe("a code that is switched off", () => {
  test("is so at Stripe, with the reason in the audit; who has it keeps it", async () => {
    const viewer = await admin();
    const { id } = await create(viewer);
    await deactivateDiscount(toolsOf(local), viewer, id, "leaked");
    expect((await local.stripe.promotionCodes.retrieve(id)).active).toBe(false);
    const [, entry] = await auditOf(id);
    expect(entry).toMatchObject({
      action: "discount.deactivated",
      before: { isActive: true },
      after: { isActive: false, reason: "leaked" },
    });
  });

  test("needs a reason, and has to be there", async () => {
    const viewer = await admin();
    const { id } = await create(viewer);
    expect(await refusal(deactivateDiscount(toolsOf(local), viewer, id, " "))).toBe("validation");
    expect(await refusal(deactivateDiscount(toolsOf(local), viewer, "promo_none", "x"))).toBe("not_found");
    expect((await local.stripe.promotionCodes.retrieve(id)).active).toBe(true);
  });
});

test("nobody but admins makes, sees or switches off", async () => {
  const viewer = await makeViewer();
  const tools = toolsOf(local);
  const { id } = await create(await admin());
  expect(await refusal(createDiscount(tools, viewer, fillIn()))).toBe("forbidden");
  expect(await refusal(deactivateDiscount(tools, viewer, id, "x"))).toBe("forbidden");
  expect(await refusal(listDiscounts(tools, viewer, everything))).toBe("forbidden");
  expect(await refusal(getDiscount(tools, viewer, id, null))).toBe("forbidden");
});

describe("the list", () => {
  test("shows what was made here and at Stripe, the newest first, with Stripe's counts", async () => {
    const viewer = await admin();
    const ours = await create(viewer, { maxUses: "2" });
    const theirs = await makeDiscount(local.stripe, { percent_off: 10, duration: "forever" });
    const { url } = await startPurchase(
      toolsOf(local),
      await makeViewer(),
      { ...monthly, code: ours.code },
      nowhere,
    );
    await payCheckout(url);
    const { rows, asOf } = await list(viewer);
    expect(asOf).toBeNull();
    expect(rows.slice(0, 2)).toMatchObject([
      { id: theirs.id, createdBy: null, state: "live", timesRedeemed: 0 },
      {
        id: ours.id,
        createdBy: `admin:${viewer.profileId}`,
        state: "live",
        timesRedeemed: 1,
        terms: { maxUses: 2 },
      },
    ]);
  });

  test("tells apart what is used up, over and switched off, and finds by name and by state", async () => {
    const viewer = await admin();
    const used = await makeDiscount(
      local.stripe,
      { percent_off: 10, duration: "once" },
      { max_redemptions: 1 },
    );
    await payCheckout(
      (await startPurchase(toolsOf(local), await makeViewer(), { ...monthly, code: used.code }, nowhere)).url,
    );
    const off = await create(viewer);
    await deactivateDiscount(toolsOf(local), viewer, off.id, "x");
    const states = Object.fromEntries(
      (await list(viewer, { state: "over" })).rows.map(({ id, state }) => [id, state]),
    );
    expect(states).toMatchObject({ [used.id]: "used_up", [off.id]: "inactive" });
    expect((await list(viewer, { state: "live" })).rows.every(({ state }) => state === "live")).toBe(true);
    expect((await list(viewer, { q: off.code.toLowerCase() })).rows.map(({ id }) => id)).toEqual([off.id]);
    expect((await list(viewer, { q: "NOT-ONE" })).rows).toEqual([]);
  });

  test("goes on page by page, and says the same from memory, since when, while Stripe is away", async () => {
    const viewer = await admin();
    for (let at = 0; at < 55; at++) await makeDiscount(local.stripe, { percent_off: 10, duration: "once" });
    const first = await list(viewer);
    expect(first.rows).toHaveLength(50);
    const second = await list(viewer, { after: first.next });
    const ids = [...first.rows, ...second.rows].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);

    expect(await list(viewer, { q: "NOT-KEPT" }, away())).toMatchObject({ rows: [], asOf: "unknown" });
    const kept = await list(viewer, {}, away());
    expect(kept.asOf).toBeInstanceOf(Date);
    const rest = await list(viewer, { after: kept.next }, away());
    expect([...kept.rows, ...rest.rows].map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    const code = first.rows[0]?.code ?? "";
    expect((await list(viewer, { q: code.toLowerCase() }, away())).rows).toMatchObject([{ code }]);
  });
});

describe("one code", () => {
  test("shows the invoices that it has lowered, and their sums by currency", async () => {
    const viewer = await admin();
    const { id, code } = await create(viewer);
    for (const currency of ["usd", "pln", "usd"] as const) {
      const buyer = await makeViewer();
      await payCheckout(
        (await startPurchase(toolsOf(local), buyer, { ...monthly, currency, code }, nowhere)).url,
      );
      await syncCustomer(toolsOf(local), (await findCurrentCustomer(db(), buyer.workspace.id))?.id ?? "");
    }
    const { code: seen, sums, uses, asOf } = await getDiscount(toolsOf(local), viewer, id, null, patienceMs);
    expect([seen.timesRedeemed, asOf]).toEqual([3, null]);
    expect(sums).toEqual([
      { currency: "pln", amountMinor: 720n, invoices: 1, workspaces: 1 },
      { currency: "usd", amountMinor: 360n, invoices: 2, workspaces: 2 },
    ]);
    expect(uses.rows.map(({ amountMinor }) => amountMinor).toSorted()).toEqual([180, 180, 720]);
    expect(uses.rows[0]).toMatchObject({ workspaceName: "Test", invoiceNumber: expect.any(String) });
  });

  test("is known while Stripe is away, and not found where there is none", async () => {
    const viewer = await admin();
    const { id, code } = await create(viewer);
    const kept = await getDiscount(away(), viewer, id, null, patienceMs);
    expect([kept.code.code, kept.asOf]).toEqual([code, expect.any(Date)]);
    expect(await refusal(getDiscount(toolsOf(local), viewer, "promo_none", null, patienceMs))).toBe(
      "not_found",
    );
  });
});
