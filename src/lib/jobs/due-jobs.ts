import { eraseDueAccounts } from "#lib/account/erase-due-accounts.ts";
import { erasureTools } from "#lib/account/tools.ts";
import { applyRetention } from "#lib/audit/apply-retention.ts";
import { remind } from "#lib/billing/notices/remind.ts";
import { reconcileWhenDue } from "#lib/billing/reconcile/reconcile-when-due.ts";
import { hasStripe } from "#lib/billing/stripe.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { sweepEvents } from "#lib/billing/webhook-handlers.ts";
import { sweepAccess } from "#lib/codes/sweep-access.ts";
import { sweepProjection } from "#lib/entitlements/projection.ts";
import { env } from "#lib/env/server.ts";
import { mailTools, sendDueMails } from "#lib/mails/send-due-mails.ts";
import { redirects } from "#lib/redirects/runtime.ts";
import { foldFigures } from "#lib/revenue/figures-store.ts";
import { mendFigures } from "#lib/revenue/mend-figures.ts";
import { upkeepScans } from "#lib/scans/scan-upkeep.ts";
import { rollUp } from "#lib/usage/roll-up.ts";
import { tellUsage } from "#lib/usage/tell-usage.ts";
import { endDueGrants } from "#lib/waivers/end-due-grants.ts";
import { forgetNetworks } from "#lib/workspaces/count-sign-ups.ts";
import { pool } from "#platform/db/pool.ts";
import { db } from "#platform/db/prisma.ts";
import { hasMailer } from "#platform/mail/mailer.ts";
import { dayMs, hourMs, minuteMs, secondMs } from "#shared/time.ts";
import { keepDenials } from "./keep-denials.ts";
import { keptRows } from "./kept-rows.ts";

/** What a run found to do; null when its time had not come. */
export type JobReport = number | Record<string, number | boolean> | null;

export type DueJob = {
  name: string;
  /** How often a worker runs it. Where none lives, the platform's cron decides. */
  everyMs: number;
  /** When a worker runs it first, after its start; `everyMs` where not given. */
  firstMs?: number;
  /**
   * Does what is due, and begins nothing new when its time is up. Any number of processes may run
   * it at once, and none relies on another having run.
   */
  run: (isTimeUp: () => boolean) => Promise<JobReport>;
};

/** Everything that has to be done again and again. */
export function dueJobs(): DueJob[] {
  return [
    ...(hasStripe() ? [events] : []),
    { name: "access", everyMs: minuteMs, run: () => sweepAccess(db(), new Date()) },
    projection,
    { name: "grants", everyMs: minuteMs, run: (isTimeUp) => endDueGrants(db(), new Date(), isTimeUp) },
    deletions,
    denials,
    usage,
    usageDays,
    figures,
    { name: "figures-mend", everyMs: dayMs, firstMs: 10 * minuteMs, run: () => mendFigures(db()) },
    retention,
    { name: "networks", everyMs: hourMs, run: () => forgetNetworks(db(), new Date()) },
    ...(hasMailer() ? [reminders, mails] : []),
    ...(env().JOBS_MODE === "inline" ? [scans] : []),
    ...(hasStripe() ? [reconciliation] : []),
  ];
}

const events: DueJob = {
  name: "events",
  everyMs: 15 * secondMs,
  firstMs: secondMs,
  run: (isTimeUp) => sweepEvents(billingTools(), isTimeUp),
};

/** Soon after the start, too: what was changed while no worker ran is in lists then. */
const projection: DueJob = {
  name: "projection",
  everyMs: minuteMs,
  firstMs: secondMs,
  run: (isTimeUp) => sweepProjection(db(), new Date(), isTimeUp),
};

/** What plans did not allow, as this process has counted it. */
const denials: DueJob = {
  name: "denials",
  everyMs: 5 * minuteMs,
  firstMs: minuteMs,
  run: () => keepDenials(db(), new Date()),
};

const usage: DueJob = {
  name: "usage",
  everyMs: 5 * minuteMs,
  firstMs: minuteMs,
  run: (isTimeUp) => tellUsage(db(), new Date(), isTimeUp),
};

const usageDays: DueJob = {
  name: "usage-days",
  everyMs: hourMs,
  firstMs: minuteMs,
  run: (isTimeUp) => rollUp(db(), new Date(), isTimeUp),
};

/** The console reads what waits as well; added up it is read sooner. */
const figures: DueJob = {
  name: "figures",
  everyMs: minuteMs,
  run: async () => {
    const folded = await foldFigures(db());
    return folded > 0 ? folded : null;
  },
};

const deletions: DueJob = {
  name: "deletions",
  everyMs: minuteMs,
  run: async (isTimeUp) => {
    const report = await eraseDueAccounts(erasureTools(), isTimeUp);
    // Hardly ever is there anything to tell, and a worker tells whatever is not null.
    return Object.values(report).some((count) => count > 0) ? report : null;
  },
};

const reminders: DueJob = {
  name: "reminders",
  everyMs: minuteMs,
  run: (isTimeUp) => remind({ db: db(), now: () => new Date() }, isTimeUp),
};

/** What no job of the queue has sent: the server was away, or the process that was to send it. */
const mails: DueJob = {
  name: "mails",
  everyMs: 15 * secondMs,
  firstMs: secondMs,
  run: async (isTimeUp) => (await sendDueMails(mailTools(), isTimeUp)).sent,
};

/** What is due comes up at midnight (UTC); the other runs of the day find nothing. */
const retention: DueJob = {
  name: "retention",
  everyMs: hourMs,
  firstMs: 5 * minuteMs,
  run: (isTimeUp) => applyRetention(db(), keptRows(env()), new Date(), isTimeUp),
};

/** Elsewhere the server that stands in front of the redirects does it. */
const scans: DueJob = {
  name: "scans",
  everyMs: hourMs,
  run: async () => {
    await upkeepScans(pool(), redirects().salts);
    return null;
  },
};

/** Once a day; the first one soon, for while no server ran Stripe may have given up delivering. */
const reconciliation: DueJob = {
  name: "reconciliation",
  everyMs: 10 * minuteMs,
  firstMs: minuteMs,
  run: (isTimeUp) => reconcileWhenDue(billingTools(), isTimeUp),
};
