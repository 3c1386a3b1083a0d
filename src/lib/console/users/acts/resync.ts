import { allowAct } from "#lib/admin/acts.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { askStripe } from "#lib/billing/ask-stripe.ts";
import { type SyncOutcome, type SyncTools, syncCustomer } from "#lib/billing/mirror/sync-customer.ts";
import { hasStripe } from "#lib/billing/stripe.ts";
import type { Tier } from "#lib/entitlements/tiers.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { Refusal } from "#shared/errors.ts";
import { listCustomers } from "../detail-store.ts";
import type { OfWorkspace } from "./forms.ts";

export type Resynced = {
  /** Customers that were read from Stripe. */
  customers: number;
  /** Rows that were not as Stripe has them, and what followed. */
  changes: number;
  tierBefore: Tier | null;
  tierAfter: Tier | null;
  codesPaused: number;
  codesResumed: number;
};

/**
 * Reads all of a workspace's customers from Stripe now, as a webhook about one of them would.
 * @throws Refusal what `allowAct` refuses, `not_found`, `unavailable` where Stripe is not there
 */
export async function resyncByAdmin(
  tools: SyncTools,
  viewer: Viewer,
  { workspaceId }: OfWorkspace,
): Promise<Resynced> {
  const actor = allowAct(viewer, "subscription.resynced", tools.now());
  if (!hasStripe()) throw new Refusal("unavailable");
  const isThere = (await tools.db.workspace.count({ where: { id: workspaceId } })) > 0;
  if (!isThere) throw new Refusal("not_found");
  const customers = await listCustomers(tools.db, workspaceId);
  const outcomes: SyncOutcome[] = [];
  try {
    await askStripe(async () => {
      for (const { id } of customers) outcomes.push(await syncCustomer(tools, id));
    });
  } finally {
    const entry = { actor, action: "subscription.resynced", subject: `workspace:${workspaceId}` } as const;
    const after = sumUp(outcomes);
    await recordAudit(tools.db, [{ ...entry, workspaceId, after }], tools.now());
  }
  return sumUp(outcomes);
}

function sumUp(outcomes: readonly SyncOutcome[]): Resynced {
  const written = outcomes.filter((outcome) => outcome.kind === "written");
  const sum = (count: (one: (typeof written)[number]) => number) =>
    written.reduce((total, one) => total + count(one), 0);
  return {
    customers: outcomes.length,
    changes: sum(({ changes }) => changes),
    tierBefore: written[0]?.before.tier ?? null,
    tierAfter: written.at(-1)?.after.tier ?? null,
    codesPaused: sum(({ codes }) => codes.paused.length),
    codesResumed: sum(({ codes }) => codes.resumed.length),
  };
}
