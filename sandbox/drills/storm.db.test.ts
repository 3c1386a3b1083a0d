import { setTimeout as sleep } from "node:timers/promises";
import type Stripe from "stripe";
import { afterAll, expect, test } from "vitest";
import { reconcile } from "#lib/billing/reconcile/reconcile.ts";
import { sweepEvents } from "#lib/billing/webhook-handlers.ts";
import { subjectOf } from "#lib/billing/webhooks/event-subject.ts";
import { sweepAccess } from "#lib/codes/sweep-access.ts";
import { db } from "#platform/db/prisma.ts";
import { compareWithStripe } from "./compare-with-stripe.ts";
import { deliver } from "./deliveries.ts";
import { beginLife, type Life, live } from "./histories.ts";
import { type Random, seededRandom } from "./random.ts";
import { printTable, seed, sized } from "./size.ts";
import { startWorkerProcess, type WorkerProcess } from "./worker-process.ts";
import { dumpTables, openWorld, type World } from "./world.ts";

const size = {
  workspaces: sized(16, 500),
  deliveries: sized(200, 10_000),
  /** Steps of each life before the deliveries begin, and of every fifth while they go on. */
  steps: sized(5, 8),
  laterSteps: 3,
  crashes: sized(1, 5),
  /** How long the worker may work on after the last delivery. */
  workMs: sized(1_000, 60_000),
  limitMs: sized(240_000, 20 * 60_000),
};
const livesAtOnce = 8;

const openedWorld = openWorld();
let worker: WorkerProcess | null = null;
afterAll(() => worker?.stop());

async function inLanes<T>(
  list: readonly T[],
  lanes: number,
  act: (item: T) => Promise<unknown>,
): Promise<void> {
  const waiting = [...list];
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** Lives that go on during the deliveries, so that what is read is old before it is written. */
async function liveOn(world: World, lives: readonly Life[], random: Random): Promise<void> {
  const moving = lives.filter((_, at) => at % 5 === 0);
  await inLanes(moving, 2, (life) => live(world, life, random, size.laterSteps));
}

async function readEvents({ local }: World): Promise<Stripe.Event[]> {
  const { event } = await local.control<{ event: Stripe.Event[] }>("GET", "dump?kinds=event");
  return event;
}

/** Customers of whom nothing is ever delivered: only the reconciliation can tell. */
const isUnheard = (_: unknown, at: number) => at % 8 === 7;

/** So many deliveries of events in any order, a third of them second ones; the rest is lost. */
function drawDeliveries(
  events: readonly Stripe.Event[],
  count: number,
  lives: readonly Life[],
  random: Random,
): Stripe.Event[] {
  const unheard = new Set(lives.filter(isUnheard).map(({ customerId }) => customerId));
  const heard = events.filter((event) => !unheard.has(subjectOf(event).customerId ?? ""));
  const first = random.shuffle(heard).slice(0, Math.ceil(count * 0.75));
  const second = random.shuffle(first).slice(0, Math.ceil(first.length / 3));
  return random.shuffle([...first, ...second]);
}

/** Gives the worker time for what nobody has tried yet; what died with a worker waits for its sweep. */
async function waitForWorker({ database: { pool } }: World): Promise<void> {
  const end = performance.now() + size.workMs;
  for (let left = 1; left > 0 && performance.now() < end; await sleep(100)) {
    const { rows } = await pool.query(
      "SELECT count(*)::int AS left FROM webhook_events WHERE state = 'pending' AND attempts = 0",
    );
    left = rows[0].left;
  }
}

/** Works off what has been stored, without the pauses between attempts and before a dead worker's locks end. */
async function drain({ database: { pool }, toolsAt }: World): Promise<void> {
  await pool.query("DELETE FROM billing_cursors WHERE name LIKE 'stripe-customer:%'");
  do {
    await pool.query("UPDATE webhook_events SET next_attempt_at = now() WHERE state = 'pending'");
  } while ((await sweepEvents(toolsAt())) > 0);
}

test("shuffled and doubled deliveries, failing calls and a worker that dies leave the database equal to Stripe, and a second reconciliation changes no row", {
  timeout: size.limitMs,
}, async () => {
  const world = openedWorld();
  const random = seededRandom(seed);
  const started = performance.now();
  const lives: Life[] = [];
  const seeds = Array.from({ length: size.workspaces }, () => random.below(2 ** 31));
  await inLanes(seeds, livesAtOnce, async (one) => {
    const own = seededRandom(one);
    const life = await beginLife(world, own);
    lives.push(life);
    await live(world, life, own, size.steps);
  });
  const before = await readEvents(world);
  const lived = performance.now();

  worker = await startWorkerProcess();
  const { url, crash } = worker;
  const crashAfter = Math.floor(size.deliveries / (size.crashes + 1));
  let crashes = 0;
  let taken = 0;
  let crashing: Promise<void> | null = null;
  const onTaken = async () => {
    taken++;
    // A tenth of the attempts to read Stripe fail, and some answers get lost on their way.
    if (taken % 10 === 0)
      await world.local.control("POST", "faults", { kind: "429", count: 1, match: "GET" });
    if (taken % 50 === 0)
      await world.local.control("POST", "faults", { kind: "reset", count: 1, match: "GET" });
    if (crashes < size.crashes && taken >= crashAfter * (crashes + 1)) {
      crashes++;
      crashing = crash();
    }
  };
  const half = Math.floor(size.deliveries / 2);
  const [first] = await Promise.all([
    deliver(drawDeliveries(before, half, lives, random), () => url, random, onTaken),
    liveOn(world, lives, random),
  ]);
  const events = await readEvents(world);
  const second = await deliver(
    drawDeliveries(events, size.deliveries - half, lives, random),
    () => url,
    random,
    onTaken,
  );
  await crashing;
  const delivered = performance.now();
  await waitForWorker(world);
  const worked = performance.now();
  await worker.stop();
  await world.local.control("POST", "settings/reset");
  const { rows } = await world.database.pool.query(
    `SELECT count(*)::int AS stored, count(*) FILTER (WHERE attempts > 0)::int AS failed,
         count(*) FILTER (WHERE state = 'pending')::int AS left FROM webhook_events`,
  );
  await drain(world);
  const drained = performance.now();
  const reconciled = await reconcile(world.toolsAt());
  await sweepAccess(db(), new Date());
  const done = performance.now();
  const differences = await compareWithStripe(world.database, world.local);
  const s = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  printTable("storm", {
    workspaces: size.workspaces,
    events: events.length,
    deliveries: first.taken + second.taken,
    "not reached (dead worker)": first.unreached + second.unreached,
    "answered 503": first.unavailable + second.unavailable,
    "events stored": rows[0].stored,
    "events with a failed attempt": rows[0].failed,
    "left for the drain": rows[0].left,
    crashes,
    "missed, found by reconciliation": reconciled.missedEvents,
    "drifted, mended by reconciliation": reconciled.drifted,
    "lives / deliveries / work / drain / reconciliation": [
      s(lived - started),
      s(delivered - lived),
      s(worked - delivered),
      s(drained - worked),
      s(done - drained),
    ].join(" / "),
    differences: differences.length,
  });
  expect(differences.slice(0, 10)).toEqual([]);
  expect(reconciled.failed).toBe(0);
  expect(first.refused + second.refused).toBe(0);

  const rowsBefore = await dumpTables(world.database);
  expect(await reconcile(world.toolsAt())).toMatchObject({ missedEvents: 0, drifted: 0, failed: 0 });
  expect(await dumpTables(world.database)).toEqual(rowsBefore);
});
