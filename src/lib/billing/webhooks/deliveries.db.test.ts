import fc from "fast-check";
import type Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { compareWithStripe } from "../../../../sandbox/drills/compare-with-stripe.ts";
import { sign } from "../../../../sandbox/drills/sign.ts";
import { dumpTables } from "../../../../sandbox/drills/world.ts";
import { advance, keys } from "../../../../sandbox/stripe/testing/harness.ts";
import { openLocalStripe } from "../../../../sandbox/testing/local-stripe.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import {
  day,
  makeSyncedPayer,
  type SyncedPayer,
  clockStart as start,
} from "../mirror/synced-payer.testing.ts";
import { reconcile } from "../reconcile/reconcile.ts";
import { processEvent, sweepEvents } from "../webhook-handlers.ts";
import { receiveWebhook } from "./receive-webhook.ts";

const database = openTestDatabase();
const local = openLocalStripe({ BILLING_GRACE_HOURS: "24", GATEKEEPER_ENABLED: "true" });
const toolsAt = (seconds: number) => ({
  db: db(),
  stripe: local.stripe,
  now: () => new Date(seconds * 1000),
});
/** Events carry the machine's time, whatever clock their objects live on. */
const wallSeconds = () => Math.floor(Date.now() / 1000);

describe("deliveries", () => {
  /** Of every other payer something comes back: in part, by a bank, or because it was bought twice. */
  async function giveBack({ customerId, clock, subscribe }: SyncedPayer, index: number): Promise<void> {
    const [charge] = (await local.stripe.charges.list({ customer: customerId })).data;
    if (index % 8 === 1) await local.stripe.refunds.create({ charge: charge?.id ?? "", amount: 100 });
    if (index % 8 === 3) {
      const { id } = await local.control<{ id: string }>("POST", "disputes", { charge: charge?.id });
      if (index % 16 === 3) await local.control("POST", "disputes/settle", { dispute: id, outcome: "lost" });
    }
    if (index % 8 === 5) {
      // So late that it is fresh when it is read.
      await advance(local.stripe, clock, start + 31 * day);
      await subscribe();
    }
  }

  /** A history that leaves every payer in some state, and all its events. */
  async function live(payers: number): Promise<Stripe.Event[]> {
    const since = (await local.stripe.events.list({ limit: 1 })).data[0]?.id;
    const failing: SyncedPayer[] = [];
    for (let index = 0; index < payers; index++) {
      const payer = await makeSyncedPayer(local.stripe, { codes: index % 3 === 0 ? 12 : 0 });
      const { id } = await payer.subscribe();
      await giveBack(payer, index);
      if (index % 4 === 1) await local.stripe.subscriptions.update(id, { cancel_at_period_end: true });
      if (index % 4 === 2) await local.stripe.subscriptions.cancel(id);
      if (index % 4 === 3) {
        await payer.setCard("pm_card_chargeCustomerFail");
        failing.push(payer);
      }
      if (index % 5 === 4) await local.stripe.customers.del(payer.customerId);
    }
    for (const { clock } of failing) await advance(local.stripe, clock, start + 32 * day);
    const events: Stripe.Event[] = [];
    for await (const event of local.stripe.events.list({
      limit: 100,
      ...(since ? { ending_before: since } : {}),
    })) {
      events.push(event);
    }
    return events;
  }

  const deliver = (event: Stripe.Event) =>
    receiveWebhook(db(), { ...sign(event), secrets: [keys.webhookSecret] }, new Date());

  test.each([1, 2])(
    "shuffled, doubled, some lost and some failing, seed %i: the mirror is Stripe's",
    async (seed) => {
      const events = await live(8);
      const [order] = fc.sample(
        fc.shuffledSubarray([...events, ...events.filter((_, index) => index % 3 === 0)], {
          minLength: events.length,
        }),
        { numRuns: 1, seed },
      );
      if (!order) throw new Error("no order was drawn");
      await local.control("POST", "faults", { kind: "500", count: 5 });
      const lanes = 10;
      const tools = toolsAt(start + 32 * day);
      await Promise.all(
        Array.from({ length: lanes }, async (_, lane) => {
          for (let at = lane; at < order.length; at += lanes) {
            const event = order[at];
            if (!event) continue;
            const { isForCaller, eventId } = await deliver(event);
            // A tenth die right after the answer: the sweep finds them.
            if (isForCaller && at % 10 !== 0) await processEvent(tools, eventId);
          }
        }),
      );
      await sweepEvents(toolsAt(wallSeconds() + day));
      await local.control("POST", "settings/reset");
      await reconcile(tools);
      expect(await compareWithStripe(database(), local, { now: tools.now() })).toEqual([]);
      const left = await db().webhookEvent.count({ where: { state: { in: ["pending", "set_aside"] } } });
      expect(left).toBe(0);

      const before = await dumpTables(database());
      const again = await reconcile(tools);
      expect(again).toMatchObject({ missedEvents: 0, drifted: 0, failed: 0, contradictions: 0 });
      expect(await dumpTables(database())).toEqual(before);
    },
  );

  test("that were all lost are made up for by reconciliation", async () => {
    await live(5);
    const tools = toolsAt(wallSeconds());
    expect((await reconcile(tools)).missedEvents).toBeGreaterThan(20);
    expect(await compareWithStripe(database(), local, { now: tools.now() })).toEqual([]);
  });
});
