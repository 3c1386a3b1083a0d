import { randomUUID } from "node:crypto";
import { dayMs, minuteMs } from "#shared/time.ts";
import type { SyncTools } from "../mirror/sync-customer.ts";
import { findCursor, saveCursor } from "../store.ts";
import { dropLease, takeLease } from "../webhooks/lease.ts";
import { progressTeller } from "./progress.ts";
import { type Reconciled, reconcile } from "./reconcile.ts";

const lastCursor = "reconciliation.last";
const leaseName = "reconciliation";
/** Whoever dies while reconciling holds the others up for so long. */
const leaseMs = 15 * minuteMs;

/**
 * Reconciles when the last whole reconciliation is a day old, whichever process did it and however
 * often processes have been started since. One at a time.
 * @returns null when it is not due, or another process is at it
 */
export async function reconcileWhenDue(tools: SyncTools, isTimeUp = () => false): Promise<Reconciled | null> {
  return (await isDue(tools)) ? reconcileAlone(tools, isTimeUp, isDue) : null;
}

/** Reconciles now. @returns null when another process is at it */
export function reconcileNow(tools: SyncTools, isTimeUp: () => boolean): Promise<Reconciled | null> {
  return reconcileAlone(tools, isTimeUp, async () => true);
}

async function isDue({ db, now }: SyncTools): Promise<boolean> {
  const last = await findCursor(db, lastCursor);
  return last === null || now().getTime() - Date.parse(last) >= dayMs;
}

async function reconcileAlone(
  tools: SyncTools,
  isTimeUp: () => boolean,
  isWanted: (tools: SyncTools) => Promise<boolean>,
): Promise<Reconciled | null> {
  const { db, now } = tools;
  const token = randomUUID();
  if (!(await takeLease(db, leaseName, token, leaseMs))) return null;
  try {
    // Another one may have done it between the first look and the lease.
    if (!(await isWanted(tools))) return null;
    const startedAt = now();
    const result = await reconcileAloud(tools, isTimeUp);
    if (result.isComplete) await saveCursor(db, lastCursor, startedAt.toISOString());
    return result;
  } finally {
    await dropLease(db, leaseName, token);
  }
}

/** Tells how far it has come, and last of all what it found, or that it broke off. */
async function reconcileAloud(tools: SyncTools, isTimeUp: () => boolean): Promise<Reconciled> {
  const tell = progressTeller(tools.db, tools.now);
  try {
    await tell({ step: "events" });
    const result = await reconcile(tools, isTimeUp, tell);
    const { missedEvents, customers, drifted, failed, isComplete } = result;
    await tell({ step: "done", missedEvents, customers, drifted, failed, isComplete });
    return result;
  } catch (error) {
    await tell({ step: "broken", isComplete: false }).catch(() => {});
    throw error;
  }
}
