import { blankDeliveries, endBilling, listStillPaying } from "#lib/billing/end-billing.ts";
import { log } from "#platform/log/log.ts";
import { dayMs } from "#shared/time.ts";
import { dueSince } from "./deletion.ts";
import { type ErasureTools, eraseAccount } from "./erase-account.ts";
import * as store from "./store.ts";

const accountsAtOnce = 20;
const workspacesAtOnce = 50;
/** Nothing is on its way for longer: Stripe delivers for days, and mails are dropped after days. */
const blankedForMs = 30 * dayMs;

export type ErasureReport = {
  /** Closed workspaces that something was still bought for. */
  ended: number;
  erased: number;
  failed: number;
};

/**
 * Ends what closed workspaces still pay for, and erases the accounts that are due. One that fails
 * keeps no other from its turn, and has its own again at the next sweep.
 */
export async function eraseDueAccounts(
  tools: ErasureTools,
  isTimeUp: () => boolean = () => false,
): Promise<ErasureReport> {
  const report: ErasureReport = { ended: 0, erased: 0, failed: 0 };
  let paying = await listStillPaying(tools.db, null, workspacesAtOnce);
  while (paying.length > 0) {
    for (const id of paying) {
      if (isTimeUp()) return report;
      const isEnded = await attempt(() => endBilling(tools, id), { workspaceId: id });
      report[isEnded ? "ended" : "failed"]++;
    }
    paying = await listStillPaying(tools.db, paying.at(-1) ?? null, workspacesAtOnce);
  }
  const dueUntil = dueSince(tools.now());
  let due = await store.listDueAccounts(tools.db, dueUntil, null, accountsAtOnce);
  while (due.length > 0) {
    for (const { id } of due) {
      if (isTimeUp()) return report;
      const isErased = await attempt(() => eraseAccount(tools, id), { profileId: id });
      report[isErased ? "erased" : "failed"]++;
    }
    due = await store.listDueAccounts(tools.db, dueUntil, due.at(-1) ?? null, accountsAtOnce);
  }
  // Again and again: a mail or a delivery may have been on its way when the account was erased.
  const since = new Date(tools.now().getTime() - blankedForMs);
  await store.blankSentMails(tools.db, since);
  await blankDeliveries(tools.db, since);
  return report;
}

async function attempt(work: () => Promise<void>, what: Record<string, string>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (err) {
    log().error({ err, ...what }, "an account could not be taken further towards its deletion");
    return false;
  }
}
