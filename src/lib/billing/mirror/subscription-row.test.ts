import fc from "fast-check";
import type Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { givesAccess } from "#lib/entitlements/gives-access.ts";
import { hourMs } from "#shared/time.ts";
import { arbitraryPlans } from "./arbitrary-plans.testing.ts";
import { makeInvoice, makeSubscription, periodEnd, start, testPrices } from "./stripe-objects.testing.ts";
import {
  holdsPlace,
  missingSubscriptionRow,
  type SubscriptionRow,
  setAsideSecondPlans,
  subscriptionRow,
} from "./subscription-row.ts";

const now = new Date(start * 1000);
const later = (hours: number) => new Date(now.getTime() + hours * hourMs);
const settings = { prices: testPrices, graceHours: 24 };
const owner = { workspaceId: "w1", customerId: "cus_1" };

function row(
  given: Parameters<typeof makeSubscription>[0] = {},
  previous: SubscriptionRow | null = null,
  at = now,
  invoices = [makeInvoice()],
): SubscriptionRow {
  return subscriptionRow(makeSubscription(given), invoices, previous, owner, settings, at);
}

test("a subscription is mirrored with its period, its price and its tier", () => {
  expect(row()).toMatchObject({
    kind: "plan",
    status: "active",
    tier: "premium",
    interval: "month",
    amountMinor: 900,
    periodEnd: new Date(periodEnd * 1000),
    cancelAt: null,
    setAsideReason: null,
  });
  expect(row({ priceId: "price_enterprise_year_pln" }).tier).toBe("enterprise");
});

describe("a cancellation that is to come", () => {
  test("is seen by the flag", () => {
    expect(row({ isCancelingAtPeriodEnd: true }).cancelAt).toEqual(new Date(periodEnd * 1000));
  });

  test("is seen by the date that the portal writes in the flexible mode", () => {
    expect(row({ cancelAt: periodEnd }).cancelAt).toEqual(new Date(periodEnd * 1000));
  });
});

describe("a change that is to come", () => {
  const phase = (priceId: string, from: number) => ({ start_date: from, items: [{ price: priceId }] });
  const scheduled = (status: string, next: string): SubscriptionRow => {
    const schedule = {
      id: "sub_sched_1",
      status,
      current_phase: { start_date: start, end_date: periodEnd },
      phases: [phase("price_pro_month_usd", start), phase(next, periodEnd)],
    };
    // SAFETY: the fields that the mirror does not read are left out.
    const subscription = { ...makeSubscription(), schedule } as unknown as Stripe.Subscription;
    return subscriptionRow(subscription, [], null, owner, settings, now);
  };

  test("is read from the phase after the running one", () => {
    expect(scheduled("active", "price_enterprise_year_pln").details.scheduledChange).toEqual({
      tier: "enterprise",
      interval: "year",
      priceId: "price_enterprise_year_pln",
      at: new Date(periodEnd * 1000).toISOString(),
    });
    expect(scheduled("active", "price_foreign").details.scheduledChange).toMatchObject({ tier: null });
  });

  test("is none when the schedule was let go, or goes on with the same", () => {
    expect(scheduled("released", "price_enterprise_year_pln").details.scheduledChange).toBeNull();
    expect(scheduled("active", "price_pro_month_usd").details.scheduledChange).toBeNull();
  });

  test("and waits for its payment gives nothing yet", () => {
    const items = [{ price: { id: "price_enterprise_year_pln" } }];
    const pending_update = { expires_at: start + 60, subscription_items: items };
    // SAFETY: as above.
    const subscription = { ...makeSubscription(), pending_update } as unknown as Stripe.Subscription;
    expect(subscriptionRow(subscription, [], null, owner, settings, now)).toMatchObject({
      tier: "premium",
      details: { pendingChange: { tier: "enterprise", interval: "year", invoiceId: "in_1" } },
    });
  });
});

describe("an unknown price", () => {
  test("never gives a tier", () => {
    expect(row({ priceId: "price_foreign" })).toMatchObject({ tier: null, setAsideReason: "unknown_price" });
  });

  test("never takes the tier away that was given", () => {
    const before = row();
    expect(row({ priceId: "price_foreign" }, before)).toMatchObject({
      tier: "premium",
      setAsideReason: "unknown_price",
    });
  });

  test("gives nothing back to a subscription that had lost its access", () => {
    const before = row({ status: "unpaid" }, row());
    expect(row({ priceId: "price_foreign", status: "active" }, before).tier).toBeNull();
  });

  test("is forgotten when the price is known again", () => {
    const before = row({ priceId: "price_foreign" });
    expect(row({}, before)).toMatchObject({ tier: "premium", setAsideReason: null });
  });
});

describe("grace", () => {
  const failing = [makeInvoice({ status: "open", id: "in_2" })];
  const failed = row({ status: "past_due" }, row(), now, failing);

  test("begins in the moment in which the failure is learnt", () => {
    expect(failed).toMatchObject({ graceUntil: later(24), graceInvoiceId: "in_2" });
  });

  test("is given once for an invoice, however often it fails", () => {
    const again = row({ status: "past_due" }, failed, later(20), failing);
    expect(again.graceUntil).toEqual(later(24));
  });

  test("is not given again for the next period's invoice while the first is open", () => {
    const two = [...failing, makeInvoice({ id: "in_3", status: "open", created: start + 86_400 })];
    expect(row({ status: "past_due", latestInvoice: "in_3" }, failed, later(48), two).graceUntil).toEqual(
      later(24),
    );
  });

  test("is not begun anew by way of another status", () => {
    const unpaid = row({ status: "unpaid" }, failed, later(30), failing);
    expect(row({ status: "past_due" }, unpaid, later(40), failing).graceUntil).toEqual(later(24));
  });

  test("is cleared by payment, and the next failing invoice has one of its own", () => {
    const paid = row({}, failed, later(2));
    expect(paid).toMatchObject({ graceUntil: null, graceInvoiceId: null });
    const next = [makeInvoice({ id: "in_9", status: "open" })];
    expect(row({ status: "past_due" }, paid, later(99), next)).toMatchObject({ graceUntil: later(123) });
  });
});

test("a subscription that Stripe knows no more is over", () => {
  expect(missingSubscriptionRow(row(), later(1))).toMatchObject({ status: "canceled", endedAt: later(1) });
  const over = row({ status: "canceled" });
  expect(missingSubscriptionRow(over, later(1))).toBe(over);
});

describe("of several plans of one workspace", () => {
  test("the oldest of equals stays", () => {
    const rows = setAsideSecondPlans(
      [row({ id: "sub_old" }), row({ id: "sub_new", created: start + 5 })],
      now,
    );
    expect(rows.map(({ setAsideReason }) => setAsideReason)).toEqual([null, "second_plan"]);
  });

  test("the one that is paid stays before one that is not, and the higher before the lower", () => {
    const [paid, unpaid] = setAsideSecondPlans(
      [row({ id: "sub_a" }), row({ id: "sub_b", status: "unpaid", created: start + 5 })],
      now,
    );
    expect([paid?.setAsideReason, unpaid?.setAsideReason]).toEqual([null, "second_plan"]);
    const [pro, enterprise] = setAsideSecondPlans(
      [row({ id: "sub_a", created: start + 5 }), row({ id: "sub_b", priceId: "price_enterprise_year_pln" })],
      now,
    );
    expect([pro?.setAsideReason, enterprise?.setAsideReason]).toEqual(["second_plan", null]);
  });

  test("of two that began in the same second, whichever has the place keeps it", () => {
    for (const holder of ["sub_a", "sub_b"]) {
      const rows = setAsideSecondPlans([row({ id: "sub_a" }), row({ id: "sub_b" })], now, holder);
      expect(rows.find(holdsPlace)?.id).toBe(holder);
    }
  });

  test("one takes the place back when the other has ended", () => {
    const [first, second] = setAsideSecondPlans(
      [row({ id: "sub_old" }), row({ id: "sub_new", created: start + 5 })],
      now,
    );
    if (!first || !second) throw new Error("rows were lost");
    const [, again] = setAsideSecondPlans([{ ...first, status: "canceled" }, second], now);
    expect(again?.setAsideReason).toBeNull();
  });

  test("at most one holds the place, none loses access by it, and the order does not matter", () => {
    fc.assert(
      fc.property(arbitraryPlans(9), (plans) => {
        const rows = plans.map((one) => row(one));
        const placed = setAsideSecondPlans(rows, now);
        const isOpen = (some: SubscriptionRow[]) =>
          some.some((one) => one.setAsideReason !== "second_plan" && one.tier && givesAccess(one, now));
        expect(placed.filter(holdsPlace).length).toBeLessThanOrEqual(1);
        expect(isOpen(placed)).toBe(isOpen(rows));
        expect(setAsideSecondPlans(placed, now)).toEqual(placed);
        const turned = setAsideSecondPlans(rows.toReversed(), now).toReversed();
        expect(turned).toEqual(placed);
      }),
    );
  });
});
