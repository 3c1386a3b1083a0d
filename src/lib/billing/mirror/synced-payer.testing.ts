import { randomUUID } from "node:crypto";
import type Stripe from "stripe";
import { type Entitlements, resolve } from "#lib/entitlements/resolve.ts";
import { findAccessFacts } from "#lib/entitlements/store.ts";
import { db } from "#platform/db/prisma.ts";
import { priceOf, setCard } from "../billing.testing.ts";
import { insertCustomer } from "../store.ts";
import { type SyncOutcome, type SyncTools, syncCustomer } from "./sync-customer.ts";
import type { Written } from "./write-reading.ts";

/** When the clocks of these customers start. */
export const clockStart = 1_800_000_000;
export const day = 86_400;

export type SyncedPayer = {
  workspaceId: string;
  customerId: string;
  clock: string;
  /** Of one more subscription; what the local Stripe answers. */
  subscribe: (params?: Partial<Stripe.SubscriptionCreateParams>) => Promise<Stripe.Subscription>;
  setCard: (token: string) => Promise<string>;
  tools: (seconds?: number) => SyncTools;
  sync: (seconds?: number) => Promise<SyncOutcome>;
  access: (seconds?: number) => Promise<Entitlements>;
  /** Actions of the audit, the oldest first. */
  actions: () => Promise<string[]>;
  statuses: () => Promise<Record<string, string>>;
  charges: () => Promise<Stripe.Charge[]>;
  /** Every row of the workspace with the transaction that wrote it. */
  versions: () => Promise<string>;
};

export const isWritten = (outcome: SyncOutcome): outcome is Written => outcome.kind === "written";

/** A workspace whose customer has a card, on a clock of its own at the local Stripe. */
export async function makeSyncedPayer(
  stripe: Stripe,
  { codes = 0, trialEndsAt = null }: { codes?: number; trialEndsAt?: Date | null } = {},
): Promise<SyncedPayer> {
  const { id: clock } = await stripe.testHelpers.testClocks.create({ frozen_time: clockStart });
  const email = "payer@example.test";
  const { id: customerId } = await stripe.customers.create({ email, test_clock: clock });
  const { id: workspaceId } = await db().workspace.create({ data: { name: "Test", trialEndsAt } });
  await insertCustomer(db(), { id: customerId, workspaceId });
  const slugs = Array.from({ length: codes }, () => randomUUID());
  await db().qrCode.createMany({
    data: slugs.map((slug) => ({ workspaceId, slug, name: slug, destination: "https://example.com/" })),
  });
  await setCard(stripe, customerId, "pm_card_visa");
  const at = (seconds: number) => new Date(seconds * 1000);
  const tools = (seconds = clockStart): SyncTools => ({ db: db(), stripe, now: () => at(seconds) });
  const rows = () => db().billingSubscription.findMany({ where: { workspaceId } });
  return {
    workspaceId,
    customerId,
    clock,
    setCard: (token) => setCard(stripe, customerId, token),
    subscribe: (params = {}) =>
      stripe.subscriptions.create({ customer: customerId, items: [{ price: priceOf() }], ...params }),
    tools,
    sync: (seconds) => syncCustomer(tools(seconds), customerId),
    access: async (seconds = clockStart) => resolve(await findAccessFacts(db(), workspaceId), at(seconds)),
    actions: async () => {
      const entries = await db().auditEvent.findMany({ where: { workspaceId }, orderBy: { id: "asc" } });
      return entries.map(({ action }) => action);
    },
    statuses: async () => Object.fromEntries((await rows()).map(({ id, status }) => [id, status])),
    charges: async () => (await stripe.charges.list({ customer: customerId, limit: 100 })).data,
    versions: () => versionsOf(workspaceId),
  };
}

/** Every row of the workspace with the transaction that wrote it. */
export async function versionsOf(workspaceId: string): Promise<string> {
  const tables = [
    "subscriptions",
    "invoices",
    "payment_methods",
    "refunds",
    "disputes",
    "qr_codes",
    "audit_events",
  ];
  const each = tables.map(
    (name) => `SELECT '${name}' AS name, id::text, xmin::text FROM ${name} WHERE workspace_id = $1::uuid`,
  );
  const workspace = "SELECT 'workspaces' AS name, id::text, xmin::text FROM workspaces WHERE id = $1::uuid";
  const uses =
    "SELECT 'discount_uses' AS name, invoice_id || discount_id, xmin::text FROM discount_uses WHERE workspace_id = $1::uuid";
  const query = `${[...each, uses, workspace].join(" UNION ALL ")} ORDER BY 1, 2`;
  return JSON.stringify(await db().$queryRawUnsafe(query, workspaceId));
}
