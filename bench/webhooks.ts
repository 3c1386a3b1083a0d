import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import Stripe from "stripe";
import * as store from "#lib/billing/store.ts";
import { db } from "#platform/db/prisma.ts";
import { beginLife, type Life, live } from "../sandbox/drills/histories.ts";
import { seededRandom } from "../sandbox/drills/random.ts";
import { openStage, quantile, type Stage, startOwnServer } from "./stage.ts";

// Deliveries of real histories at a steady rate against the production build, which works them off
// meanwhile: how fast they are acknowledged, once the code is warm (its first seconds are shown apart). Then payments one at a time: how soon each is visible as
// access, also after the process was killed.
const bars = { acknowledgedP99Ms: 250, visibleP95Ms: 2_000, afterCrashMs: 60_000 };
const lives = 150;
const payments = 40;
const crashes = 3;
const workOffMs = 180_000;

const { values } = parseArgs({
  options: {
    rate: { type: "string", default: "100" },
    warmup: { type: "string", default: "10" },
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
  },
});
const [rate, seconds, warmupSeconds] = [Number(values.rate), Number(values.seconds), Number(values.warmup)];
const random = seededRandom(Number(values.seed));

const stage = await openStage({ JOBS_MODE: "inline" });
Object.assign(process.env, stage.variables, { LOG_LEVEL: "fatal" });
await stage.control("POST", "settings", { deliveries: { isPaused: true } });
const server = await startOwnServer(stage, { JOBS_MODE: "worker" });

/** @returns the status, 0 where no answer came */
async function post(event: Stripe.Event): Promise<number> {
  const payload = JSON.stringify(event);
  const secret = (stage.variable("STRIPE_WEBHOOK_SECRET").split(",")[0] ?? "").trim();
  const headers = {
    "content-type": "application/json",
    "stripe-signature": Stripe.webhooks.generateTestHeaderString({ payload, secret }),
  };
  try {
    const url = `${server.url}/api/webhooks/stripe`;
    const answer = await fetch(url, { method: "POST", body: payload, headers });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}

/** The events of so many lives: as many of each kind as they have in truth. */
async function makeEvents({ stripe, control, variables }: Stage): Promise<Stripe.Event[]> {
  // SAFETY: what a life needs of a world: its Stripe and its prices.
  const world = { local: { stripe, control }, prices: pricesOf(variables) } as never;
  const each = async () => {
    const life: Life = await beginLife(world, random);
    await live(world, life, random, 8);
  };
  for (let done = 0; done < lives; done += 5) await Promise.all(Array.from({ length: 5 }, each));
  return (await control<{ event: Stripe.Event[] }>("GET", "dump?kinds=event")).event;
}

function pricesOf(variables: NodeJS.Dict<string>): Record<string, string> {
  const names = Object.entries(variables).filter(([name]) => /_PRICE_ID_(MONTHLY|ANNUAL)_/.test(name));
  return Object.fromEntries(names.map(([name, value]) => [name, value ?? ""]));
}

/** Somebody pays: the events of that, not yet delivered. */
async function makePayment(): Promise<{ events: Stripe.Event[]; workspaceId: string }> {
  const { stripe } = stage;
  const { id: workspaceId } = await db().workspace.create({ data: { name: "Probe" } });
  const { id: customer } = await stripe.customers.create({});
  await store.insertCustomer(db(), { id: customer, workspaceId });
  const { id } = await stripe.paymentMethods.attach("pm_card_visa", { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
  const price = stage.variable("STRIPE_PRICE_ID_MONTHLY_USD");
  await stripe.subscriptions.create({ customer, items: [{ price }] });
  const { data } = await stripe.events.list({ limit: 100 });
  const events = data.filter(({ data: { object } }) => "customer" in object && object.customer === customer);
  return { events, workspaceId };
}

/** Until a payment is seen as access, or for as long as anything here may take. */
async function untilVisible(workspaceId: string): Promise<void> {
  for (const end = performance.now() + bars.afterCrashMs; performance.now() < end; ) {
    const { rowCount } = await stage.pool.query(
      "SELECT FROM subscriptions WHERE workspace_id = $1 AND status = 'active' AND tier IS NOT NULL",
      [workspaceId],
    );
    if (rowCount) return;
    await sleep(10);
  }
}

/** Until everything that was taken is worked off, so that what is measured next has no queue before it. */
async function untilWorkedOff(): Promise<number> {
  const started = performance.now();
  for (let left = 1; left > 0 && performance.now() - started < workOffMs; await sleep(250)) {
    const { rows } = await stage.pool.query(
      "SELECT count(*)::int AS left FROM webhook_events WHERE state = 'pending' AND attempts = 0",
    );
    left = rows[0].left;
  }
  return performance.now() - started;
}

/** @returns milliseconds from the first delivery to the access */
async function probe(): Promise<number> {
  const { events, workspaceId } = await makePayment();
  const started = performance.now();
  await Promise.all(events.map(post));
  await untilVisible(workspaceId);
  return performance.now() - started;
}

/** @param name keeps the ids of events that come again apart from those of other loads */
async function load(events: readonly Stripe.Event[], forSeconds: number, name: string) {
  const acknowledgedMs: number[] = [];
  const visibleMs: number[] = [];
  const statuses = new Map<number, number>();
  const end = performance.now() + forSeconds * 1000;
  const underway: Promise<unknown>[] = [];
  const probing = (async () => {
    while (performance.now() < end) visibleMs.push(await probe());
  })();
  const started = performance.now();
  for (let count = 0; performance.now() < end; count++) {
    // Events come again when there are not enough of them: each delivery has an id of its own.
    const event = events[count % events.length];
    if (!event) break;
    const sent = performance.now();
    underway.push(
      post({ ...event, id: `${event.id}_${name}_${count}` }).then((status) => {
        acknowledgedMs.push(performance.now() - sent);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }),
    );
    const waitMs = started + ((count + 1) * 1000) / rate - performance.now();
    if (waitMs > 0) await sleep(waitMs);
  }
  await Promise.all([...underway, probing]);
  return { acknowledgedMs, visibleMs, statuses };
}

let isWithin = true;
function show(what: string, ms: number, barMs: number): void {
  if (!(ms < barMs)) isWithin = false;
  const verdict = ms < barMs ? "held" : "MISSED";
  console.log(`  ${what.padEnd(34)} ${ms.toFixed(0).padStart(7)} ms   bar ${barMs} ms: ${verdict}`);
}

/** The first reconciliation, a minute after the start, would read all that is yet to be delivered. */
async function untilReconciled(): Promise<void> {
  for (const end = performance.now() + 2 * bars.afterCrashMs; performance.now() < end; await sleep(250)) {
    const { rowCount } = await stage.pool.query("SELECT FROM billing_cursors WHERE name = 'stripe.events'");
    if (rowCount) return;
  }
}

try {
  await untilReconciled();
  console.log(`webhooks: ${rate} a second for ${seconds} s, seed ${values.seed}`);
  const events = random.shuffle(await makeEvents(stage));
  await probe();
  const cold = await load(events, warmupSeconds, "cold");
  const coldText = [0.5, 0.99].map((part) => `${quantile(cold.acknowledgedMs, part).toFixed(0)} ms`);
  console.log(`  acknowledged in the first ${warmupSeconds} s: median and p99 ${coldText.join(" and ")}`);
  await untilWorkedOff();
  const { acknowledgedMs, visibleMs, statuses } = await load(events, seconds, "warm");
  const others = [...statuses].filter(([status]) => status !== 200);
  console.log(
    `  ${acknowledgedMs.length} deliveries of ${events.length} events, ${visibleMs.length} payments`,
  );
  console.log(`  answers: ${[...statuses].map(([status, count]) => `${count} × ${status}`).join(", ")}`);
  if (others.length > 0) isWithin = false;
  console.log(`  acknowledged: median ${quantile(acknowledgedMs, 0.5).toFixed(0)} ms`);
  show("acknowledged, p99", quantile(acknowledgedMs, 0.99), bars.acknowledgedP99Ms);
  const underLoad = [0.5, 0.95].map((part) => `${quantile(visibleMs, part).toFixed(0)} ms`).join(" and ");
  console.log(`  meanwhile, paid until visible: median and p95 ${underLoad}`);
  console.log(`  worked off ${((await untilWorkedOff()) / 1000).toFixed(1)} s after the last delivery`);
  const aloneMs: number[] = [];
  for (let payment = 0; payment < payments; payment++) aloneMs.push(await probe());
  console.log(`  ${payments} payments one after the other: median ${quantile(aloneMs, 0.5).toFixed(0)} ms`);
  show("paid until visible, p95", quantile(aloneMs, 0.95), bars.visibleP95Ms);
  for (let crash = 1; crash <= crashes; crash++) {
    const { events: paid, workspaceId } = await makePayment();
    await Promise.all(paid.map(post));
    const started = performance.now();
    await server.crash();
    await untilVisible(workspaceId);
    show(`paid until visible, after kill -9`, performance.now() - started, bars.afterCrashMs);
  }
} finally {
  await server.stop();
  await db().$disconnect();
  await stage.stop();
}
process.exit(isWithin ? 0 : 1);
