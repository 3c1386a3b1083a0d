import { randomUUID } from "node:crypto";
import type Stripe from "stripe";
import { allowAct } from "#lib/admin/acts.ts";
import { requireAdmin } from "#lib/admin/guard.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { toRefusal } from "#lib/billing/ask-stripe.ts";
import { found } from "#lib/billing/mirror/read-customer.ts";
import type { SyncTools } from "#lib/billing/mirror/sync-customer.ts";
import { dropLease, takeLease } from "#lib/billing/webhooks/lease.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { hourMs, minuteMs, secondMs } from "#shared/time.ts";
import {
  type Compared,
  type ComparedList,
  comparedInvoice,
  comparedSubscription,
  type Difference,
  findDifferences,
} from "./compare-facts.ts";
import * as store from "./comparison-store.ts";

const leaseName = "revenue.comparison";
const pageSize = 100;
const differencesKept = 100;
/** A person waits for it; what is left is done by the next one, from where it stopped. */
const withinMs = 20 * secondMs;
/** One that stopped longer ago is begun anew. */
const goesOnForMs = hourMs;

/** @throws Refusal `forbidden` */
export async function getLatestComparison(db: Prisma, viewer: Viewer): Promise<store.Comparison | null> {
  requireAdmin(viewer);
  return store.findLatestComparison(db);
}

/**
 * Compares the mirror's subscriptions and invoices with what Stripe lists, by id and amount. What
 * differs is looked at once more in the end: a delivery may have been on its way.
 * @throws Refusal `forbidden`, `conflict` while another one runs, `unavailable` when Stripe does not
 *   answer: what was compared until then is kept
 */
export async function compareWithStripe(
  tools: SyncTools,
  viewer: Viewer,
  isTimeUp = within(withinMs),
): Promise<store.Comparison> {
  const { db, now } = tools;
  const actor = allowAct(viewer, "revenue.compared", now());
  const token = randomUUID();
  if (!(await takeLease(db, leaseName, token, minuteMs)))
    throw new Refusal("conflict", { values: { reason: "comparison_running" } });
  try {
    const comparison = await walk(tools, await begin(db, actor, now()), isTimeUp);
    const { id, invoices, subscriptions, differenceCount, endedAt } = comparison;
    const after = { invoices, subscriptions, differenceCount, isComplete: endedAt !== null };
    const entry = {
      actor,
      action: "revenue.compared",
      subject: `stripe_comparison:${id}`,
      workspaceId: null,
    };
    await recordAudit(db, [{ ...entry, action: "revenue.compared", after }], now());
    return comparison;
  } catch (error) {
    throw toRefusal(error);
  } finally {
    await dropLease(db, leaseName, token);
  }
}

function within(ms: number): () => boolean {
  const until = performance.now() + ms;
  return () => performance.now() >= until;
}

async function begin(db: Prisma, by: string, now: Date): Promise<store.Comparison> {
  const latest = await store.findLatestComparison(db);
  const isRunning = latest !== null && latest.endedAt === null;
  if (isRunning && now.getTime() - latest.startedAt.getTime() < goesOnForMs) return latest;
  if (isRunning) await store.forgetSeen(db, latest.id);
  return store.insertComparison(db, by, now);
}

async function walk(
  tools: SyncTools,
  begun: store.Comparison,
  isTimeUp: () => boolean,
): Promise<store.Comparison> {
  const { db, stripe } = tools;
  let comparison = begun;
  const lists: ComparedList[] = comparison.list === "invoices" ? ["invoices"] : ["subscriptions", "invoices"];
  for (const list of lists) {
    if (comparison.list !== list) comparison = { ...comparison, list, place: null };
    for await (const page of pagesOf(stripe, list, comparison.place)) {
      comparison = await comparePage(db, comparison, list, page);
      await store.saveComparison(db, comparison);
      if (isTimeUp()) return comparison;
    }
  }
  return finish(tools, comparison);
}

async function* pagesOf(
  stripe: Stripe,
  list: ComparedList,
  after: string | null,
): AsyncGenerator<Compared[]> {
  const from = { limit: pageSize, ...(after && { starting_after: after }) };
  const listed: AsyncIterable<Compared> =
    list === "invoices"
      ? mapped(stripe.invoices.list(from), comparedInvoice)
      : mapped(stripe.subscriptions.list({ ...from, status: "all" }), comparedSubscription);
  let page: Compared[] = [];
  for await (const item of listed) {
    page.push(item);
    if (page.length < pageSize) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

async function* mapped<T>(items: AsyncIterable<T>, to: (item: T) => Compared): AsyncGenerator<Compared> {
  for await (const item of items) yield to(item);
}

async function comparePage(
  db: Prisma,
  comparison: store.Comparison,
  list: ComparedList,
  page: readonly Compared[],
): Promise<store.Comparison> {
  const ids = page.map(({ id }) => id);
  const known = await store.listKnownCustomers(
    db,
    page.map(({ customerId }) => customerId),
  );
  const ours = await store.listOurFacts(db, list, ids);
  await store.addSeen(db, comparison.id, ids);
  const foreign = page.filter(({ id, customerId }) => !ours.has(id) && !known.has(customerId)).length;
  const differences = findDifferences(list, page, ours, (customerId) => known.has(customerId));
  return {
    ...withDifferences(comparison, differences),
    place: ids.at(-1) ?? comparison.place,
    [list]: comparison[list] + page.length - foreign,
    foreign: comparison.foreign + foreign,
  };
}

/** @param count of all of them, where not every one is told */
function withDifferences(
  comparison: store.Comparison,
  more: readonly Difference[],
  count = more.length,
): store.Comparison {
  return {
    ...comparison,
    differences: [...comparison.differences, ...more].slice(0, differencesKept),
    differenceCount: comparison.differenceCount + count,
  };
}

async function finish({ db, stripe, now }: SyncTools, walked: store.Comparison): Promise<store.Comparison> {
  const { unseen, count } = await store.findUnseen(db, walked, differencesKept);
  const all = withDifferences(walked, unseen, count);
  const settled: string[] = [];
  const differences: Difference[] = [];
  for (const difference of all.differences) {
    const again = await lookAgain(db, stripe, difference);
    if (again === null) settled.push(difference.id);
    else differences.push(again);
  }
  const differenceCount = all.differenceCount - settled.length;
  const done = { ...all, differences, differenceCount, endedAt: now() };
  await store.saveComparison(db, done);
  await store.forgetSeen(db, done.id);
  return done;
}

/** @returns null where both agree by now */
async function lookAgain(db: Prisma, stripe: Stripe, { list, id }: Difference): Promise<Difference | null> {
  const item =
    list === "invoices"
      ? await found(stripe.invoices.retrieve(id).then(comparedInvoice))
      : await found(stripe.subscriptions.retrieve(id).then(comparedSubscription));
  const here = (await store.listOurFacts(db, list, [id])).get(id) ?? null;
  return item?.facts === here ? null : { list, id, stripe: item?.facts ?? null, here };
}
