import Stripe from "stripe";
import { afterEach, describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { advance } from "../../../../sandbox/stripe/testing/harness.ts";
import { openLocalStripe } from "../../../../sandbox/testing/local-stripe.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { priceOf } from "../billing.testing.ts";
import {
  clockStart,
  day,
  isWritten,
  makeSyncedPayer,
  type SyncedPayer,
} from "../mirror/synced-payer.testing.ts";
import { processEvent } from "../webhook-handlers.ts";
import { receiveWebhook } from "../webhooks/receive-webhook.ts";
import { settle } from "./settle.ts";

openTestDatabase();
const local = openLocalStripe({ GATEKEEPER_ENABLED: "true", BILLING_GRACE_HOURS: "24" });

afterEach(() => local.control("POST", "settings/reset"));

const makePayer = () => makeSyncedPayer(local.stripe);
const fault = (kind: string, match: string, count = 1) =>
  local.control("POST", "faults", { kind, match, count });

const count = (actions: string[], action: string) => actions.filter((one) => one === action).length;

/** Two checkouts that were completed at once: both are paid when we come to read. */
async function makeDouble() {
  const payer = await makePayer();
  const { id: first } = await payer.subscribe();
  await advance(local.stripe, payer.clock, clockStart + 60);
  const { id: second } = await payer.subscribe();
  return { payer, first, second };
}

async function expectOneLeft(payer: SyncedPayer, kept: string, gone: string): Promise<void> {
  expect(await payer.statuses()).toEqual({ [kept]: "active", [gone]: "canceled" });
  const charges = await payer.charges();
  expect(charges.map(({ refunded, amount_refunded: back }) => [refunded, back])).toEqual([
    [true, 900],
    [false, 0],
  ]);
  const refunds = await db().billingRefund.findMany({ where: { workspaceId: payer.workspaceId } });
  expect(refunds).toMatchObject([{ amountMinor: 900, status: "succeeded", chargeId: charges[0]?.id }]);
  const actions = await payer.actions();
  expect(count(actions, "subscription.second_refunded")).toBe(1);
  expect(count(actions, "refund.created")).toBe(1);
  const before = await payer.versions();
  expect(await payer.sync()).toMatchObject({ kind: "written", changes: 0 });
  expect(await payer.versions()).toBe(before);
}

describe("two plans bought at once", () => {
  test("leave the older one, with one price paid and access all along", async () => {
    const { payer, first, second } = await makeDouble();
    const outcome = await payer.sync();
    expect(isWritten(outcome) && [outcome.before.tier, outcome.after.tier]).toEqual(["starter", "premium"]);
    expect(await payer.access()).toMatchObject({ tier: "premium", source: "subscription" });
    await expectOneLeft(payer, first, second);
    const [created] = await db().auditEvent.findMany({
      where: { workspaceId: payer.workspaceId, action: "refund.created" },
    });
    expect(created?.after).toMatchObject({ cause: "second_plan", reason: "duplicate" });
  });

  test("leave one with one price paid, however many read them at once", async () => {
    const { payer, first, second } = await makeDouble();
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => payer.sync()));
    expect(all.some(({ status }) => status === "fulfilled")).toBe(true);
    await payer.sync();
    await expectOneLeft(payer, first, second);
  });

  test("leave the higher one, also when it is the younger", async () => {
    const payer = await makePayer();
    const { id: pro } = await payer.subscribe();
    const { id: enterprise } = await payer.subscribe({
      items: [{ price: priceOf({ plan: "enterprise", interval: "year" }) }],
    });
    await payer.sync();
    expect(await payer.statuses()).toEqual({ [pro]: "canceled", [enterprise]: "active" });
    expect((await payer.access()).tier).toBe("enterprise");
  });

  test("are settled although they are two customers' of the workspace, whichever is read", async () => {
    const payer = await makePayer();
    const other = await makePayer();
    const { workspaceId } = payer;
    await db().billingCustomer.update({
      where: { id: other.customerId },
      data: { workspaceId, isCurrent: false },
    });
    const { id: first } = await payer.subscribe();
    await advance(local.stripe, other.clock, clockStart + 60);
    const { id: second } = await other.subscribe();
    await other.sync();
    expect(await payer.statuses()).toEqual({ [second]: "active" });
    await payer.sync();
    expect(await payer.statuses()).toEqual({ [first]: "active", [second]: "canceled" });
    expect((await other.charges()).map(({ refunded }) => refunded)).toEqual([true]);
    const refunds = await db().billingRefund.findMany({ where: { workspaceId } });
    expect(refunds.map((row) => row.customerId)).toEqual([other.customerId]);
  });

  test("are a person's to sort out after two days", async () => {
    const { payer, first, second } = await makeDouble();
    await payer.sync(clockStart + 3 * day);
    expect(await payer.statuses()).toEqual({ [first]: "active", [second]: "active" });
    expect((await payer.charges()).some(({ refunded }) => refunded)).toBe(false);
    expect(await payer.actions()).toContain("warning.subscription_set_aside");
  });

  test.each([
    ["the refund fails", "500", "POST /v1/refunds"],
    ["the answer to the refund is lost", "reset_after_commit", "POST /v1/refunds"],
    ["the cancellation fails", "500", "DELETE /v1/subscriptions"],
    ["the answer to the cancellation is lost", "reset_after_commit", "DELETE /v1/subscriptions"],
  ])("when %s, the delivery stays and the next try does the rest, once", async (_, kind, match) => {
    const { payer, first, second } = await makeDouble();
    const eventId = await deliverNewest(payer);
    // Stripe's own client tries a lost connection again by itself.
    await fault(kind, match, kind === "500" ? 1 : 2);
    const tools = { db: db(), stripe: local.stripe, now: () => new Date(clockStart * 1000) };
    await processEvent(tools, eventId);
    expect(await db().webhookEvent.findUnique({ where: { id: eventId } })).toMatchObject({
      state: "pending",
      attempts: 1,
    });
    await local.control("POST", "settings/reset");
    await processEvent(tools, eventId);
    expect((await db().webhookEvent.findUnique({ where: { id: eventId } }))?.state).toBe("processed");
    await expectOneLeft(payer, first, second);
  });

  test("of which a person has given one back and ended it already are in order", async () => {
    const { payer, first, second } = await makeDouble();
    await fault("500", "DELETE /v1/subscriptions");
    const [charge] = await payer.charges();
    await local.stripe.refunds.create({ charge: charge?.id ?? "" });
    await expect(payer.sync()).rejects.toThrow();
    await local.stripe.subscriptions.cancel(second);
    await payer.sync();
    expect(await payer.statuses()).toEqual({ [first]: "active", [second]: "canceled" });
    expect((await payer.charges()).map(({ amount_refunded: back }) => back)).toEqual([900, 0]);
  });

  test("of which one cannot be given back are left, and nothing else is held up by it", async () => {
    const { payer, first, second } = await makeDouble();
    const [charge] = await payer.charges();
    await local.control("POST", "disputes", { charge: charge?.id });
    expect((await payer.sync()).kind).toBe("written");
    expect(await payer.statuses()).toEqual({ [first]: "active", [second]: "active" });
    expect(await payer.actions()).toContain("warning.dispute_opened");
  });
});

describe("telling Stripe", () => {
  test("what has come true already is done, not refused", async () => {
    const { payer, first, second } = await makeDouble();
    await payer.sync();
    const invoices = (await local.stripe.invoices.list({ subscription: second })).data.map(({ id }) => id);
    const { customerId } = payer;
    const which = { subscriptionId: second, customerId, invoiceIds: invoices };
    const settlement = { cause: "second_plan" as const, ...which };
    expect(await settle(local.stripe, settlement)).toBe("done");
    // Without the key of the first time, as after the day for which Stripe keeps it.
    const byHand = { ...settlement, cause: "dispute_lost" as const };
    expect(await settle(local.stripe, byHand)).toBe("done");
    await expectOneLeft(payer, first, second);
  });
});

async function deliverNewest({ customerId }: SyncedPayer): Promise<string> {
  const events = await local.stripe.events.list({ type: "customer.subscription.created", limit: 100 });
  const event = events.data.find(
    ({ data }) => "customer" in data.object && data.object.customer === customerId,
  );
  if (!event) throw new Error("no event of the customer");
  const rawBody = JSON.stringify(event);
  const secret = "whsec_sandbox";
  const signature = Stripe.webhooks.generateTestHeaderString({ payload: rawBody, secret });
  await receiveWebhook(db(), { rawBody, signature, secrets: [secret] }, new Date());
  return event.id;
}

describe("a dispute", () => {
  async function makeDisputed(isInquiry = false) {
    const payer = await makePayer();
    const { id } = await payer.subscribe();
    await payer.sync();
    const [charge] = await payer.charges();
    const dispute = await local.control<{ id: string }>("POST", "disputes", {
      charge: charge?.id,
      isInquiry,
    });
    await payer.sync();
    const settle = (outcome: string) =>
      local.control("POST", "disputes/settle", { dispute: dispute.id, outcome });
    return { payer, subscription: id, dispute: dispute.id, settle };
  }

  test("leaves access as it is and tells a person", async () => {
    const { payer, subscription, dispute } = await makeDisputed();
    expect((await payer.access()).tier).toBe("premium");
    expect(await payer.actions()).toEqual(
      expect.arrayContaining(["dispute.opened", "warning.dispute_opened"]),
    );
    expect(await db().billingDispute.findUnique({ where: { id: dispute } })).toMatchObject({
      workspaceId: payer.workspaceId,
      subscriptionId: subscription,
      status: "needs_response",
      amountMinor: 900,
    });
  });

  test("that is lost ends what it was about, at once and once", async () => {
    const { payer, subscription, settle } = await makeDisputed();
    await settle("lost");
    await payer.sync();
    expect(await payer.statuses()).toEqual({ [subscription]: "canceled" });
    expect((await payer.access()).tier).toBe("starter");
    const actions = await payer.actions();
    expect([count(actions, "dispute.lost"), count(actions, "subscription.ended_by_dispute")]).toEqual([1, 1]);
    const before = await payer.versions();
    await payer.sync();
    expect(await payer.versions()).toBe(before);
  });

  test.each([
    ["won", false, "won", "dispute.won"],
    ["withdrawn", true, "warning_closed", "dispute.closed"],
  ])("that is %s changes nothing", async (_, isInquiry, status, action) => {
    const { payer, subscription, dispute, settle } = await makeDisputed(isInquiry);
    await settle("won");
    await payer.sync();
    expect((await db().billingDispute.findUnique({ where: { id: dispute } }))?.status).toBe(status);
    expect(await payer.statuses()).toEqual({ [subscription]: "active" });
    expect((await payer.access()).tier).toBe("premium");
    expect(await payer.actions()).toContain(action);
  });

  test("that was lost before it was ever seen is told and acted on in one reading", async () => {
    const payer = await makePayer();
    const { id } = await payer.subscribe();
    const [charge] = await payer.charges();
    const dispute = await local.control<{ id: string }>("POST", "disputes", { charge: charge?.id });
    await local.control("POST", "disputes/settle", { dispute: dispute.id, outcome: "lost" });
    await payer.sync();
    expect(await payer.statuses()).toEqual({ [id]: "canceled" });
    expect(await payer.actions()).toEqual(expect.arrayContaining(["dispute.opened", "dispute.lost"]));
  });
});
