import { beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { openLocalStripe } from "../../../sandbox/testing/local-stripe.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { makeViewer, payCheckout, priceOf, refusal, setCard, toolsOf } from "./billing.testing.ts";
import { startCheckout } from "./checkout.ts";
import { findInvoicePdf, listInvoices } from "./history/invoices.ts";
import { type SyncTools, syncCustomer } from "./mirror/sync-customer.ts";
import { openPortal } from "./portal.ts";
import * as store from "./store.ts";
import { createStripe } from "./stripe.ts";
import { getBillingState } from "./subscription.ts";

openTestDatabase();
const local = openLocalStripe();
let tools: SyncTools;
const pro = { plan: "pro", interval: "month" } as const;

beforeAll(() => {
  tools = toolsOf(local);
});

async function openSessions(viewer: Viewer) {
  const customers = await db().billingCustomer.findMany({ where: { workspaceId: viewer.workspace.id } });
  const lists = await Promise.all(
    customers.map(({ id }) => local.stripe.checkout.sessions.list({ customer: id, status: "open" })),
  );
  return lists.flatMap(({ data }) => data);
}

/** A workspace with a paid plan, its customer's card included. */
async function makeSubscriber(): Promise<Viewer> {
  const viewer = await makeViewer();
  await startCheckout(tools, viewer, pro, null);
  const customer = await store.findCurrentCustomer(db(), viewer.workspace.id);
  if (!customer) throw new Error("no customer was made");
  await setCard(local.stripe, customer.id, "pm_card_visa");
  await local.stripe.subscriptions.create({ customer: customer.id, items: [{ price: priceOf() }] });
  await syncCustomer(tools, customer.id);
  return viewer;
}

describe("a checkout", () => {
  test("leads to a page of Stripe's with the price of the list, in the language of the buyer", async () => {
    const viewer = await makeViewer("ADMIN", "pl");
    const { url } = await startCheckout(tools, viewer, pro, "PL");
    const [session] = await openSessions(viewer);
    expect(session).toMatchObject({
      url,
      currency: "pln",
      amount_total: 3600,
      mode: "subscription",
      locale: "pl",
    });
    expect(session?.client_reference_id).toBe(viewer.workspace.id);
    expect(session?.success_url).toBe("http://127.0.0.1:3000/pl/dashboard/billing?checkout=done");
  });

  test("of twenty tabs at once is one checkout of one customer", async () => {
    const viewer = await makeViewer();
    const all = await Promise.all(Array.from({ length: 20 }, () => startCheckout(tools, viewer, pro, null)));
    expect(new Set(all.map(({ url }) => url)).size).toBe(1);
    expect(await openSessions(viewer)).toHaveLength(1);
    const customers = await local.stripe.customers.list({ email: viewer.email });
    expect(customers.data).toHaveLength(1);
  });

  test("for something else closes the one before, so that only one can be paid", async () => {
    const viewer = await makeViewer();
    const first = await startCheckout(tools, viewer, pro, null);
    const second = await startCheckout(tools, viewer, { ...pro, interval: "year" }, null);
    expect(second.url).not.toBe(first.url);
    expect((await openSessions(viewer)).map(({ amount_total }) => amount_total)).toEqual([9000]);
  });

  test("of a customer who was deleted at Stripe meanwhile gives way to one of a new customer", async () => {
    const viewer = await makeViewer();
    const first = await startCheckout(tools, viewer, pro, null);
    const gone = await store.findCurrentCustomer(db(), viewer.workspace.id);
    await local.stripe.customers.del(gone?.id ?? "");
    await syncCustomer(tools, gone?.id ?? "");
    const second = await startCheckout(tools, viewer, pro, null);
    expect(second.url).not.toBe(first.url);
    const current = await store.findCurrentCustomer(db(), viewer.workspace.id);
    expect(await openSessions(viewer)).toMatchObject([{ url: second.url, customer: current?.id }]);
  });

  test("that is left leads back to what was chosen", async () => {
    const viewer = await makeViewer("OWNER", "pl");
    await startCheckout(tools, viewer, { plan: "enterprise", interval: "year", currency: "pln" }, null);
    const [session] = await openSessions(viewer);
    expect(session?.cancel_url).toMatch(
      /\/pl\/dashboard\/billing\?plan=enterprise&interval=year&currency=pln&checkout=canceled$/,
    );
  });

  test("that has run out is begun anew", async () => {
    const viewer = await makeViewer();
    const first = await startCheckout(tools, viewer, pro, null);
    const [session] = await openSessions(viewer);
    await local.stripe.checkout.sessions.expire(session?.id ?? "");
    expect((await startCheckout(tools, viewer, pro, null)).url).not.toBe(first.url);
    expect(await openSessions(viewer)).toHaveLength(1);
  });

  test("that was paid gives the plan, also when nobody has told us, and cannot be paid again", async () => {
    const viewer = await makeViewer();
    const { url } = await startCheckout(tools, viewer, pro, null);
    await payCheckout(url);
    expect((await openSessions(viewer)).length).toBe(0);
    // No webhook has come: asking again finds out.
    expect(await refusal(startCheckout(tools, viewer, pro, null))).toBe("conflict: already_subscribed");
    const state = await getBillingState(db(), viewer, new Date());
    expect(state).toMatchObject({ access: { tier: "premium" }, subscription: { status: "active" } });
    const [intent] = await db().checkoutIntent.findMany({ where: { workspaceId: viewer.workspace.id } });
    expect(intent?.state).toBe("completed");
  });

  test("is refused while a plan runs", async () => {
    expect(await refusal(startCheckout(tools, await makeSubscriber(), pro, null))).toBe(
      "conflict: already_subscribed",
    );
  });

  test.each(["MEMBER", "VIEWER"] as const)("is refused to a %s, and nothing is made", async (role) => {
    const viewer = await makeViewer(role);
    expect(await refusal(startCheckout(tools, viewer, pro, null))).toBe("forbidden");
    expect(await refusal(openPortal(tools, viewer))).toBe("forbidden");
    expect(await store.countCustomers(db(), viewer.workspace.id)).toBe(0);
  });

  test("of which Stripe lost the answer is one object when it is tried again", async () => {
    const viewer = await makeViewer();
    await local.control("POST", "faults", {
      kind: "reset_after_commit",
      count: 1,
      match: "POST /v1/checkout/sessions",
    });
    await startCheckout(tools, viewer, pro, null);
    expect(await openSessions(viewer)).toHaveLength(1);
  });

  test("of which we lost the answer is found again, also in another language", async () => {
    const viewer = await makeViewer();
    const { url } = await startCheckout(tools, viewer, pro, null);
    await db().checkoutIntent.updateMany({
      where: { workspaceId: viewer.workspace.id },
      data: { url: null, sessionId: null },
    });
    expect((await startCheckout(tools, { ...viewer, locale: "pl" }, pro, null)).url).toBe(url);
    expect(await openSessions(viewer)).toHaveLength(1);
  });

  test("that another tab overtakes with something else cannot be paid any more", async () => {
    const viewer = await makeViewer();
    const { stripe } = toolsOf(local);
    const { sessions } = stripe.checkout;
    const create = sessions.create.bind(sessions);
    sessions.create = async (...call: Parameters<typeof create>) => {
      const session = await create(...call);
      await startCheckout(tools, viewer, { ...pro, interval: "year" }, null);
      return session;
    };
    expect(await refusal(startCheckout({ ...tools, stripe }, viewer, pro, null))).toBe("conflict");
    expect((await openSessions(viewer)).map(({ amount_total }) => amount_total)).toEqual([9000]);
  });

  test("while Stripe does not answer says that it can be tried again", async () => {
    const viewer = await makeViewer();
    const away = { ...tools, stripe: createStripe("sk_test_sandbox", "127.0.0.1:9") };
    expect(await refusal(startCheckout(away, viewer, pro, null))).toBe("unavailable: change_unknown");
    expect((await startCheckout(tools, viewer, pro, null)).url).toContain(local.server.url);
  });
});

describe("the portal", () => {
  test("is opened for the workspace's own customer, and set up once", async () => {
    const viewer = await makeSubscriber();
    const visits = [await openPortal(tools, viewer), await openPortal(tools, viewer)];
    for (const { url } of visits) expect(url).toContain(local.server.url);
    const { data } = await local.stripe.billingPortal.configurations.list();
    expect(data).toHaveLength(1);
    expect(data[0]?.features.subscription_cancel).toMatchObject({ enabled: true, mode: "at_period_end" });
  });

  test("is refused to a workspace that has bought nothing", async () => {
    expect(await refusal(openPortal(tools, await makeViewer()))).toBe("conflict: no_customer");
  });
});

describe("invoices", () => {
  test("are listed, and the PDF of each is where Stripe has it now", async () => {
    const viewer = await makeSubscriber();
    const [invoice, ...others] = (await listInvoices(db(), viewer)).invoices;
    expect(others).toEqual([]);
    expect(invoice).toMatchObject({ status: "paid", amountPaidMinor: 900, currency: "usd" });
    expect(await findInvoicePdf(tools, viewer, invoice?.id ?? "")).toContain(local.server.url);
  });

  test("of another workspace are not found, and members who may not pay see none", async () => {
    const [invoice] = (await listInvoices(db(), await makeSubscriber())).invoices;
    const stranger = await makeSubscriber();
    expect(await refusal(findInvoicePdf(tools, stranger, invoice?.id ?? ""))).toBe("not_found");
    expect(await refusal(listInvoices(db(), await makeViewer("VIEWER")))).toBe("forbidden");
  });
});
