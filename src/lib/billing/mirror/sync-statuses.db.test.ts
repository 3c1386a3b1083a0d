import { afterEach, describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { advance } from "../../../../sandbox/stripe/testing/harness.ts";
import { openLocalStripe } from "../../../../sandbox/testing/local-stripe.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { clockStart, day, makeSyncedPayer, type SyncedPayer } from "./synced-payer.testing.ts";

openTestDatabase();
const local = openLocalStripe({ GATEKEEPER_ENABLED: "true", BILLING_GRACE_HOURS: "24" });

afterEach(() => local.control("POST", "settings/reset"));

const renewal = clockStart + 31 * day + 7_200;

type Case = {
  status: string;
  /** What happens at Stripe after the first reading; the time of the second one. */
  happen: (payer: SyncedPayer) => Promise<number>;
  tier: "premium" | "starter";
  active: number;
  /** What the second reading adds to the audit, in any order. */
  audit: string[];
};

async function failAtRenewal(payer: SyncedPayer, until = renewal): Promise<number> {
  await payer.subscribe();
  await payer.sync();
  await payer.setCard("pm_card_chargeCustomerFail");
  await advance(local.stripe, payer.clock, renewal);
  if (until > renewal) {
    await payer.sync(renewal);
    await advance(local.stripe, payer.clock, until);
  }
  return until;
}

const dunning = (dunningEnd: string) => local.control("POST", "settings", { dunningEnd });
const restricted = ["codes.paused_by_plan"];

const cases: Record<string, Case> = {
  "the first payment works": {
    status: "active",
    happen: async (payer) => {
      await payer.subscribe();
      return clockStart;
    },
    tier: "premium",
    active: 12,
    audit: ["subscription.created", "access.changed"],
  },
  "the first payment fails": {
    status: "incomplete",
    happen: async (payer) => {
      await payer.setCard("pm_card_chargeCustomerFail");
      await payer.subscribe({ payment_behavior: "allow_incomplete" });
      return clockStart;
    },
    tier: "starter",
    active: 10,
    audit: ["subscription.created", ...restricted],
  },
  "the first payment has failed for a day": {
    status: "incomplete_expired",
    happen: async (payer) => {
      await payer.setCard("pm_card_chargeCustomerFail");
      await payer.subscribe({ payment_behavior: "allow_incomplete" });
      await advance(local.stripe, payer.clock, clockStart + day);
      return clockStart + day;
    },
    tier: "starter",
    active: 10,
    audit: ["subscription.created", ...restricted],
  },
  "a renewal fails": {
    status: "past_due",
    happen: failAtRenewal,
    tier: "premium",
    active: 12,
    audit: ["subscription.changed", "warning.payment_failed", "access.changed"],
  },
  "the retries end and the plan is left unpaid": {
    status: "unpaid",
    happen: async (payer) => {
      await dunning("unpaid");
      return failAtRenewal(payer, renewal + 20 * day);
    },
    tier: "starter",
    active: 10,
    audit: ["subscription.changed", ...restricted],
  },
  "the retries end and the plan is ended": {
    status: "canceled",
    happen: (payer) => failAtRenewal(payer, renewal + 20 * day),
    tier: "starter",
    active: 10,
    audit: ["subscription.changed", ...restricted],
  },
  "a trial at Stripe ends without a card": {
    status: "paused",
    happen: async (payer) => {
      const { customers } = local.stripe;
      await customers.update(payer.customerId, { invoice_settings: { default_payment_method: "" } });
      await payer.subscribe({
        trial_period_days: 3,
        trial_settings: { end_behavior: { missing_payment_method: "pause" } },
      });
      await payer.sync();
      await advance(local.stripe, payer.clock, clockStart + 4 * day);
      return clockStart + 4 * day;
    },
    tier: "starter",
    active: 10,
    audit: ["subscription.changed", "access.changed", ...restricted],
  },
  "the plan is ended by hand": {
    status: "canceled",
    happen: async (payer) => {
      const { id } = await payer.subscribe();
      await payer.sync();
      await local.stripe.subscriptions.cancel(id);
      return clockStart;
    },
    tier: "starter",
    active: 10,
    audit: ["subscription.changed", "access.changed", ...restricted],
  },
  "the customer is deleted": {
    status: "canceled",
    happen: async (payer) => {
      await payer.subscribe();
      await payer.sync();
      await local.stripe.customers.del(payer.customerId);
      return clockStart;
    },
    tier: "starter",
    active: 10,
    audit: [
      ...["customer.deleted", "subscription.changed", "payment_method.removed", "access.changed"],
      ...restricted,
    ],
  },
};

describe("a reading gives what Stripe's status says, to access, codes and audit, and a second one nothing", () => {
  test.each(Object.entries(cases))("%s", async (_, { status, happen, tier, active, audit }) => {
    const payer = await makeSyncedPayer(local.stripe, { codes: 12 });
    const at = await happen(payer);
    const told = (await payer.actions()).length;
    await payer.sync(at);
    expect(Object.values(await payer.statuses())).toEqual([status]);
    expect((await payer.access(at)).tier).toBe(tier);
    const where = { workspaceId: payer.workspaceId, isActive: true };
    expect(await db().qrCode.count({ where })).toBe(active);
    const added = (await payer.actions())
      .slice(told)
      .filter((one) => !one.startsWith("payment_method.") || audit.includes(one));
    expect(added.toSorted()).toEqual(audit.toSorted());
    const before = await payer.versions();
    expect(await payer.sync(at + 60)).toMatchObject({ kind: "written", changes: 0 });
    expect(await payer.versions()).toBe(before);
  });
});

test("days of a trial that a purchase stopped go on when the plan has ended, and the audit says so", async () => {
  const at = (seconds: number) => new Date(seconds * 1000);
  const payer = await makeSyncedPayer(local.stripe, {
    codes: 12,
    trialEndsAt: at(clockStart + 5 * day),
  });
  const { id } = await payer.subscribe();
  await payer.sync(clockStart + day);
  const workspace = () => db().workspace.findUnique({ where: { id: payer.workspaceId } });
  expect(await workspace()).toMatchObject({ trialEndsAt: null, trialBankedSeconds: 4 * day });
  expect((await payer.access(clockStart + 9 * day)).source).toBe("subscription");

  await local.stripe.subscriptions.cancel(id);
  await payer.sync(clockStart + 20 * day);
  expect(await workspace()).toMatchObject({ trialEndsAt: at(clockStart + 24 * day), trialBankedSeconds: 0 });
  expect(await payer.access(clockStart + 20 * day)).toMatchObject({
    source: "trial",
    nextChangeAt: at(clockStart + 24 * day),
  });
  expect(await db().qrCode.count({ where: { workspaceId: payer.workspaceId, isActive: true } })).toBe(12);
  expect(await payer.actions()).toEqual(expect.arrayContaining(["trial.banked", "trial.resumed"]));
});

test("a trial whose plan fails goes on when the grace has run out, and is stored by the next reading", async () => {
  const at = (seconds: number) => new Date(seconds * 1000);
  const payer = await makeSyncedPayer(local.stripe, { trialEndsAt: at(clockStart + 2 * day) });
  const failed = await failAtRenewal(payer);
  await payer.sync(failed);
  const graceEnd = failed + day;
  expect((await payer.access(graceEnd - 1)).source).toBe("subscription");
  expect(await payer.access(graceEnd)).toMatchObject({
    source: "trial",
    nextChangeAt: at(graceEnd + 2 * day),
  });
  await payer.sync(graceEnd + day);
  const workspace = await db().workspace.findUnique({ where: { id: payer.workspaceId } });
  expect(workspace).toMatchObject({ trialEndsAt: at(graceEnd + 2 * day), trialBankedSeconds: 0 });
});
