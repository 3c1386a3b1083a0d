import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { keys, until } from "../../../sandbox/stripe/testing/harness.ts";
import { openLocalStripe } from "../../../sandbox/testing/local-stripe.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { makeViewer, payCheckout, toolsOf } from "./billing.testing.ts";
import { startCheckout } from "./checkout.ts";
import type { SyncTools } from "./mirror/sync-customer.ts";
import { versionsOf } from "./mirror/synced-payer.testing.ts";
import { refreshBilling } from "./refresh-billing.ts";
import { getBillingState } from "./subscription.ts";
import { processEvent } from "./webhook-handlers.ts";
import { receiveWebhook } from "./webhooks/receive-webhook.ts";

openTestDatabase();
const local = openLocalStripe({ GATEKEEPER_ENABLED: "true" });
let tools: SyncTools;
let endpoint: Server;
/** Events that are being processed, also those that another one's reading has settled meanwhile. */
const underway: Promise<void>[] = [];

const deliver = (delayMs: number) => local.control("POST", "settings", { deliveries: { delayMs } });

beforeAll(async () => {
  tools = toolsOf(local);
  endpoint = createServer(async (request, response) => {
    const sent = { rawBody: await text(request), signature: String(request.headers["stripe-signature"]) };
    const taken = await receiveWebhook(db(), { ...sent, secrets: [keys.webhookSecret] }, new Date());
    response.end();
    if (taken.isForCaller) underway.push(processEvent(tools, taken.eventId));
  });
  await new Promise<void>((resolve) => endpoint.listen(0, "127.0.0.1", resolve));
  const { port } = endpoint.address() as AddressInfo;
  await local.control("POST", "webhook", {
    url: `http://127.0.0.1:${port}/`,
    secret: keys.webhookSecret,
  });
});
afterEach(() => local.control("POST", "settings/reset"));
afterAll(async () => {
  endpoint.closeAllConnections();
  endpoint.close();
  await Promise.all(underway);
});

const find = (viewer: Viewer) => getBillingState(db(), viewer, new Date());

/** The workspace as people and the audit see it. */
async function standing(viewer: Viewer) {
  const where = { workspaceId: viewer.workspace.id };
  const { access, subscription } = await find(viewer);
  const mails = await db().mail.findMany({ where, select: { kind: true }, orderBy: { kind: "asc" } });
  const audit = await db().auditEvent.findMany({ where, select: { action: true }, orderBy: { id: "asc" } });
  return {
    tier: access.tier,
    status: subscription?.status ?? null,
    mails: mails.map(({ kind }) => kind),
    audit: audit.map(({ action }) => action),
    intents: (await db().checkoutIntent.findMany({ where })).map(({ state }) => state),
    invoices: await db().billingInvoice.count({ where: { ...where, status: "paid" } }),
  };
}

const bought = {
  ...{ tier: "premium", status: "active", intents: ["completed"], invoices: 1 },
  mails: ["plan_started", "receipt"],
  audit: ["subscription.created", "payment_method.added", "access.changed"],
};

async function allTaken(): Promise<void> {
  type Delivery = { state: string };
  await until(async () => {
    const { data } = await local.control<{ data: Delivery[] }>("GET", "deliveries");
    const pending = await db().webhookEvent.count({ where: { state: "pending" } });
    return data.every(({ state }) => state === "delivered") && pending === 0;
  });
  await Promise.all(underway);
}

/** Back on the page after paying, until Stripe has told it. */
const comeBack = (viewer: Viewer) => until(() => refreshBilling(tools, viewer));

describe("after paying", () => {
  test("the page that comes back first has the plan, and the deliveries that follow change no row", async () => {
    const viewer = await makeViewer();
    await deliver(3_600_000);
    await payCheckout((await startCheckout(tools, viewer, { plan: "pro", interval: "month" }, null)).url);
    expect(await standing(viewer)).toMatchObject({ tier: "starter", status: null, audit: [] });
    await comeBack(viewer);
    expect(await standing(viewer)).toEqual(bought);
    expect(await db().webhookEvent.count()).toBe(0);

    const before = await versionsOf(viewer.workspace.id);
    await deliver(0);
    await local.control("POST", "deliveries/hurry");
    await allTaken();
    expect(await db().webhookEvent.count({ where: { state: "processed" } })).toBeGreaterThan(3);
    expect(await versionsOf(viewer.workspace.id)).toBe(before);
  });

  test("the deliveries that come first give the plan, and the page that comes back changes no row", async () => {
    const viewer = await makeViewer();
    await payCheckout((await startCheckout(tools, viewer, { plan: "pro", interval: "month" }, null)).url);
    await until(async () => (await find(viewer)).subscription);
    await allTaken();
    const { audit, ...rest } = await standing(viewer);
    const { audit: told, ...same } = bought;
    expect(rest).toEqual(same);
    expect(new Set(audit)).toEqual(new Set(told));

    const before = await versionsOf(viewer.workspace.id);
    await comeBack(viewer);
    expect(await versionsOf(viewer.workspace.id)).toBe(before);
  });
});
