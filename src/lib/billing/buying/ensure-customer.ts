import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { SyncTools } from "../mirror/sync-customer.ts";
import type { Currency } from "../plans.ts";
import * as store from "../store.ts";
import { idempotent } from "../stripe.ts";

/**
 * The customer that the workspace buys with, made at Stripe when there is none. However many ask
 * at once, there is one: they all send the same idempotency key. Stripe fixes a customer's
 * currency with the first payment; another currency takes another customer, and the workspace
 * keeps both.
 * @param currency what will be paid in; with a plan running only its own is possible
 * @returns Stripe's id
 */
export async function ensureCustomer(
  { db, stripe }: Pick<SyncTools, "db" | "stripe">,
  viewer: Viewer,
  currency: Currency,
): Promise<string> {
  const workspaceId = viewer.workspace.id;
  // Counted before looking: whoever counts the customer that another tab has just made sees it too.
  const generation = await store.countCustomers(db, workspaceId);
  const current = await store.findCurrentCustomer(db, workspaceId);
  if (current && (current.currency === null || current.currency === currency)) return current.id;
  const { id } = await stripe.customers.create(
    { email: viewer.email, preferred_locales: [viewer.locale], metadata: { workspace_id: workspaceId } },
    // Stripe takes a key again only with the same parameters, and who asks may have changed theirs.
    idempotent("customer", workspaceId, generation, viewer.profileId, viewer.email, viewer.locale),
  );
  await db.$transaction(async (tx) => {
    await store.lockWorkspace(tx, workspaceId);
    const now = await store.findCurrentCustomer(tx, workspaceId);
    if (now?.id === id) return;
    if (now && now.id !== current?.id) return;
    if (now) await store.updateCustomer(tx, now.id, { isCurrent: false });
    await store.insertCustomer(tx, { id, workspaceId });
  });
  return (await store.findCurrentCustomer(db, workspaceId))?.id ?? id;
}
