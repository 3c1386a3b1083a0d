import { beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { openLocalStripe } from "../../../../sandbox/testing/local-stripe.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { asMember, makeViewer, priceOf, refusal, setCard, toolsOf } from "../billing.testing.ts";
import { type SyncTools, syncCustomer } from "../mirror/sync-customer.ts";
import { restorePurchases } from "../restore-purchases.ts";
import * as store from "../store.ts";
import { getBillingState } from "../subscription.ts";
import { findDueInvoice, findInvoicePage, invoicesPerPage, listInvoices } from "./invoices.ts";
import { addPaymentMethod, listPaymentMethods, makeDefault, removePaymentMethod } from "./payment-methods.ts";

openTestDatabase();
const local = openLocalStripe();
let tools: SyncTools;

beforeAll(() => {
  tools = toolsOf(local);
});

async function addCard(customer: string, token: string): Promise<string> {
  return (await local.stripe.paymentMethods.attach(token, { customer })).id;
}

/** A customer of the workspace with a Visa that pays for the plan, and a Mastercard beside it. */
async function makePayer(hasPlan = true) {
  const viewer = await makeViewer();
  const customer = await local.stripe.customers.create({ metadata: { workspace_id: viewer.workspace.id } });
  await store.insertCustomer(db(), { id: customer.id, workspaceId: viewer.workspace.id });
  const visa = await setCard(local.stripe, customer.id, "pm_card_visa");
  const mastercard = await addCard(customer.id, "pm_card_mastercard");
  const subscription = hasPlan
    ? await local.stripe.subscriptions.create({
        customer: customer.id,
        items: [{ price: priceOf() }],
        default_payment_method: visa,
      })
    : null;
  await syncCustomer(tools, customer.id);
  return { viewer, customerId: customer.id, subscriptionId: subscription?.id ?? "", visa, mastercard };
}

const cardsOf = async (viewer: Viewer) =>
  (await listPaymentMethods(db(), viewer)).map(({ brand, last4, isDefault, removalBar }) => ({
    brand,
    last4,
    isDefault,
    removalBar,
  }));

describe("payment methods", () => {
  test("are listed with brand, last digits and expiry, and the one that pays is the default", async () => {
    const { viewer } = await makePayer();
    expect(await cardsOf(viewer)).toEqual(
      expect.arrayContaining([
        { brand: "visa", last4: "4242", isDefault: true, removalBar: "default_card" },
        { brand: "mastercard", last4: "4444", isDefault: false, removalBar: null },
      ]),
    );
    const [card] = await listPaymentMethods(db(), viewer);
    expect(card?.expYear).toBeGreaterThan(2025);
  });

  test("a new default pays for the running plan, too, however often it is changed", async () => {
    const { viewer, customerId, subscriptionId, visa, mastercard } = await makePayer();
    for (const wanted of [mastercard, visa, mastercard]) {
      await makeDefault(tools, viewer, wanted);
      const customer = await local.stripe.customers.retrieve(customerId);
      expect(customer).toMatchObject({ invoice_settings: { default_payment_method: wanted } });
      const subscription = await local.stripe.subscriptions.retrieve(subscriptionId);
      expect(subscription.default_payment_method).toBe(wanted);
      const listed = await listPaymentMethods(db(), viewer);
      expect(listed.filter(({ isDefault }) => isDefault).map(({ id }) => id)).toEqual([wanted]);
    }
  });

  test("the card of a running plan is not removed, the other is, and then it is the only one", async () => {
    const { viewer, visa, mastercard } = await makePayer();
    expect(await refusal(removePaymentMethod(tools, viewer, visa))).toBe("conflict: default_card");
    await removePaymentMethod(tools, viewer, mastercard);
    expect(await cardsOf(viewer)).toEqual([
      { brand: "visa", last4: "4242", isDefault: true, removalBar: "only_card" },
    ]);
    expect(await refusal(removePaymentMethod(tools, viewer, visa))).toBe("conflict: only_card");
  });

  test("without a plan every card can go", async () => {
    const { viewer, visa, mastercard } = await makePayer(false);
    await removePaymentMethod(tools, viewer, visa);
    await removePaymentMethod(tools, viewer, mastercard);
    expect(await cardsOf(viewer)).toEqual([]);
  });

  test("of another workspace are not found and stay as they are", async () => {
    const { visa, mastercard, customerId } = await makePayer();
    const stranger = await makePayer();
    expect(await refusal(makeDefault(tools, stranger.viewer, mastercard))).toBe("not_found");
    expect(await refusal(removePaymentMethod(tools, stranger.viewer, mastercard))).toBe("not_found");
    const { data } = await local.stripe.paymentMethods.list({ customer: customerId });
    expect(data.map(({ id }) => id).sort()).toEqual([visa, mastercard].sort());
  });

  test("are added on a page of Stripe's that comes back to the billing page", async () => {
    const { viewer } = await makePayer();
    const { url } = await addPaymentMethod(tools, viewer);
    expect(url).toContain(`${local.server.url}/p/session/`);
    expect(await refusal(addPaymentMethod(tools, await makeViewer()))).toBe("conflict: no_customer");
  });

  test("are nothing for members who may not pay", async () => {
    const { viewer, visa } = await makePayer();
    const member = asMember(viewer);
    const tries = [
      listPaymentMethods(db(), member),
      addPaymentMethod(tools, member),
      makeDefault(tools, member, visa),
      removePaymentMethod(tools, member, visa),
      restorePurchases(tools, member),
    ];
    for (const attempt of tries) expect(await refusal(attempt)).toBe("forbidden");
  });
});

describe("restoring a purchase", () => {
  test("finds what was paid by a customer that is no longer the current one", async () => {
    const viewer = await makeViewer();
    const old = await local.stripe.customers.create({});
    const current = await local.stripe.customers.create({});
    await store.insertCustomer(db(), { id: old.id, workspaceId: viewer.workspace.id, isCurrent: false });
    await store.insertCustomer(db(), { id: current.id, workspaceId: viewer.workspace.id });
    const card = await addCard(old.id, "pm_card_visa");
    await local.stripe.subscriptions.create({
      customer: old.id,
      items: [{ price: priceOf() }],
      default_payment_method: card,
    });
    expect((await getBillingState(db(), viewer, new Date())).subscription).toBeNull();
    const { access, subscription } = await restorePurchases(tools, viewer);
    expect(subscription).toMatchObject({ status: "active", customerId: old.id });
    expect(access.tier).toBe("premium");
  });

  test("of a workspace that has never bought anything finds nothing and asks nobody", async () => {
    const { subscription } = await restorePurchases(tools, await makeViewer());
    expect(subscription).toBeNull();
  });
});

describe("the billing history", () => {
  test("comes in pages, the newest first, and shows what was given back", async () => {
    const { viewer, customerId } = await makePayer(false);
    const workspaceId = viewer.workspace.id;
    const count = invoicesPerPage + 3;
    for (let index = 0; index < count; index++) {
      const issuedAt = new Date(Date.UTC(2026, 0, 1 + index));
      const sums = { subtotalMinor: 900, totalMinor: 900, amountDueMinor: 900, amountPaidMinor: 900 };
      const plain = { status: "paid", currency: "usd", attemptCount: 1, customerId, workspaceId };
      await db().billingInvoice.create({
        data: { id: `in_${workspaceId}_${index}`, issuedAt, ...plain, ...sums },
      });
    }
    const refund = { workspaceId, customerId, chargeId: "ch_1", currency: "usd", issuedAt: new Date() };
    const invoiceId = `in_${workspaceId}_${count - 1}`;
    for (const [index, status] of ["succeeded", "pending", "failed"].entries()) {
      const id = `re_${workspaceId}_${index}`;
      await db().billingRefund.create({ data: { ...refund, id, invoiceId, status, amountMinor: 200 } });
    }
    const first = await listInvoices(db(), viewer);
    expect(first).toMatchObject({ page: 1, pages: 2, total: count });
    expect(first.invoices[0]).toMatchObject({ id: invoiceId, refundedMinor: 400 });
    expect(first.invoices[1]?.refundedMinor).toBe(0);
    const last = await listInvoices(db(), viewer, 99);
    expect(last.page).toBe(2);
    expect(last.invoices.map(({ id }) => id)).toEqual([2, 1, 0].map((index) => `in_${workspaceId}_${index}`));
  });

  test("leads to the page on which a payment is finished, of the own invoice alone", async () => {
    const { viewer, customerId } = await makePayer(false);
    const card = await addCard(customerId, "pm_card_authenticationRequired");
    const { id } = await local.stripe.subscriptions.create({
      customer: customerId,
      items: [{ price: priceOf() }],
      default_payment_method: card,
      payment_behavior: "allow_incomplete",
    });
    await syncCustomer(tools, customerId);
    const due = await findDueInvoice(db(), viewer, [id]);
    expect(due).toMatchObject({ status: "open", amountDueMinor: 900 });
    expect(await findInvoicePage(tools, viewer, due?.id ?? "")).toContain(`${local.server.url}/i/`);
    const stranger = await makeViewer();
    expect(await refusal(findInvoicePage(tools, stranger, due?.id ?? ""))).toBe("not_found");
    expect(await findDueInvoice(db(), stranger, [id])).toBeNull();
  });
});
