import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { requireBilling } from "../access.ts";
import { askStripe } from "../ask-stripe.ts";
import { holdsPlace, type SubscriptionRow } from "../mirror/subscription-row.ts";
import { type SyncTools, syncCustomer } from "../mirror/sync-customer.ts";
import { openCardPage } from "../portal.ts";
import * as store from "../store.ts";
import { idempotent } from "../stripe.ts";
import * as methodsStore from "./payment-methods-store.ts";

export type PaymentMethod = Pick<
  methodsStore.StoredMethod,
  "id" | "type" | "brand" | "last4" | "expMonth" | "expYear"
> & {
  /** What the next payment is taken from. */
  isDefault: boolean;
  /** Why it cannot be removed; null where it can. */
  removalBar: RemovalBar | null;
};

/** The reason that a refusal names. */
type RemovalBar = "only_card" | "default_card";

type Wallet = {
  customerId: string;
  /** The plan that these cards pay for; null for none. */
  subscription: SubscriptionRow | null;
  methods: methodsStore.StoredMethod[];
  /** A subscription's own card comes before the customer's. */
  payingId: string | null;
};

async function findWallet(db: Prisma, viewer: Viewer): Promise<Wallet | null> {
  const workspaceId = viewer.workspace.id;
  const [rows, current] = await Promise.all([
    store.listSubscriptions(db, workspaceId),
    store.findCurrentCustomer(db, workspaceId),
  ]);
  const subscription = rows.find(holdsPlace) ?? null;
  const customerId = subscription?.customerId ?? current?.id;
  if (customerId === undefined) return null;
  const methods = await methodsStore.listPaymentMethods(db, workspaceId, customerId);
  const own = subscription?.details.defaultPaymentMethodId ?? null;
  const payingId = own ?? methods.find(({ isDefault }) => isDefault)?.id ?? null;
  return { customerId, subscription, methods, payingId };
}

/**
 * The cards that the workspace pays with, from our own tables.
 * @throws Refusal `forbidden` for members who may not see to money
 */
export async function listPaymentMethods(db: Prisma, viewer: Viewer): Promise<PaymentMethod[]> {
  requireBilling(viewer);
  const wallet = await findWallet(db, viewer);
  if (!wallet) return [];
  return wallet.methods.map(({ id, type, brand, last4, expMonth, expYear }) => ({
    ...{ id, type, brand, last4, expMonth, expYear },
    isDefault: id === wallet.payingId,
    removalBar: findRemovalBar(wallet, id),
  }));
}

/**
 * A page of Stripe's that takes one more card and makes it the default: no card number ever comes
 * by here.
 * @throws Refusal `forbidden`, `conflict` for a workspace that has never bought anything, `unavailable`
 */
export async function addPaymentMethod(tools: SyncTools, viewer: Viewer): Promise<{ url: string }> {
  requireBilling(viewer);
  const wallet = await findWallet(tools.db, viewer);
  if (!wallet) throw new Refusal("conflict", { values: { reason: "no_customer" } });
  return openCardPage(tools, viewer, wallet.customerId);
}

async function requireMethod(tools: SyncTools, viewer: Viewer, id: string): Promise<Wallet> {
  requireBilling(viewer);
  const wallet = await findWallet(tools.db, viewer);
  if (!wallet?.methods.some((method) => method.id === id)) throw new Refusal("not_found");
  return wallet;
}

/** Another one whenever something about the cards has changed here: then the deed is a new one. */
function versionOf({ methods, subscription, payingId }: Wallet): (string | number)[] {
  const changedAt = Math.max(...methods.map(({ updatedAt }) => updatedAt.getTime()));
  return [changedAt, payingId ?? "none", subscription?.id ?? "none"];
}

/**
 * Takes the next payments from this card. The subscription is told too: a card of its own would
 * stay in use however the customer's default changes.
 * @throws Refusal `forbidden`, `not_found` also for another workspace's, `unavailable`
 */
export async function makeDefault(tools: SyncTools, viewer: Viewer, id: string): Promise<void> {
  const wallet = await requireMethod(tools, viewer, id);
  const { customerId, subscription } = wallet;
  await askStripe(async () => {
    await tools.stripe.customers.update(
      customerId,
      { invoice_settings: { default_payment_method: id } },
      idempotent("default-card", customerId, id, ...versionOf(wallet)),
    );
    if (subscription) {
      await tools.stripe.subscriptions.update(
        subscription.id,
        { default_payment_method: id },
        idempotent("plan-card", id, ...versionOf(wallet)),
      );
    }
    await syncCustomer(tools, customerId);
  });
}

/** While a plan runs, the card that pays for it stays. */
function findRemovalBar({ subscription, methods, payingId }: Wallet, id: string): RemovalBar | null {
  if (!subscription) return null;
  if (methods.length === 1) return "only_card";
  return id === payingId ? "default_card" : null;
}

/**
 * Forgets a card. While a plan runs, the card that pays for it stays: another one has to be made
 * the default first.
 * @throws Refusal `forbidden`, `not_found` also for another workspace's, `conflict` with the reason
 *   `only_card` or `default_card`, `unavailable`
 */
export async function removePaymentMethod(tools: SyncTools, viewer: Viewer, id: string): Promise<void> {
  const wallet = await requireMethod(tools, viewer, id);
  const reason = findRemovalBar(wallet, id);
  if (reason) throw new Refusal("conflict", { values: { reason } });
  await askStripe(async () => {
    await tools.stripe.paymentMethods.detach(id, {}, idempotent("remove-card", id));
    await syncCustomer(tools, wallet.customerId);
  });
}
