import { describe, expect, test } from "vitest";
import { codeNames, noCodes } from "#lib/mails/code-names.ts";
import type { MailKind, Notice } from "#lib/mails/mail-kinds.ts";
import { dayMs, hourMs } from "#shared/time.ts";
import type { InvoiceRow } from "../mirror/invoice-row.ts";
import type { SubscriptionRow } from "../mirror/subscription-row.ts";
import { type BillingChange, type BillingSight, billingMails } from "./billing-mails.ts";

const now = new Date("2026-05-10T12:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);
const someCodes = codeNames(["Menu", "Flyer"]);

const details: SubscriptionRow["details"] = {
  items: [],
  discountIds: [],
  isCancelingAtPeriodEnd: false,
  defaultPaymentMethodId: null,
  scheduleId: null,
  pendingUpdateExpiresAt: null,
};

const active: SubscriptionRow = {
  ...{ id: "sub_1", workspaceId: "w", customerId: "cus_1", kind: "plan", status: "active" },
  ...{
    priceId: "price_pro",
    tier: "premium",
    interval: "month",
    currency: "usd",
    amountMinor: 900,
    mrrMinor: 900,
  },
  ...{ quantity: 1, periodStart: now, periodEnd: later(30 * dayMs), cancelAt: null, canceledAt: null },
  ...{ endedAt: null, startedAt: later(-hourMs), latestInvoiceId: "in_1", graceUntil: null },
  ...{ graceInvoiceId: null, setAsideReason: null, details },
};
const long = { ...active, startedAt: later(-90 * dayMs) };
const pastDue = { ...long, status: "past_due", graceUntil: later(dayMs), graceInvoiceId: "in_1" };
const unpaid = { ...pastDue, status: "unpaid" };
const ended = { ...long, status: "canceled", endedAt: now };
const ending = { ...long, cancelAt: later(9 * dayMs), canceledAt: now };
const yearly = { ...long, interval: "year", amountMinor: 9_000, priceId: "price_pro_year" };
const enterprise = { ...long, tier: "enterprise", amountMinor: 4_900, priceId: "price_enterprise" };
const change = {
  tier: "premium" as const,
  interval: "month",
  priceId: "price_pro",
  at: later(dayMs).toISOString(),
};
const stepping = { ...enterprise, details: { ...details, scheduleId: "sched_1", scheduledChange: change } };

const paid: InvoiceRow = {
  ...{ id: "in_1", workspaceId: "w", customerId: "cus_1", subscriptionId: "sub_1", number: "A-1" },
  ...{ status: "paid", billingReason: "subscription_cycle", currency: "usd", subtotalMinor: 900 },
  ...{
    totalMinor: 900,
    amountDueMinor: 900,
    amountPaidMinor: 900,
    discountMinor: 0,
    taxMinor: 0,
    tier: "premium",
    interval: "month",
    attemptCount: 1,
    nextAttemptAt: null,
  },
  ...{ periodStart: now, periodEnd: now, paidAt: now, issuedAt: later(-hourMs) },
};
const failed = { ...paid, status: "open", amountPaidMinor: 0, paidAt: null, nextAttemptAt: later(dayMs) };
const failedAgain = { ...failed, attemptCount: 2 };
const draft = { ...failed, status: "draft", attemptCount: 0, nextAttemptAt: null };

function sight(row: SubscriptionRow | null, ...invoices: InvoiceRow[]): BillingSight {
  return { subscriptions: row ? [row] : [], invoices };
}

function mails(before: BillingSight, after: BillingSight, rest: Partial<BillingChange> = {}): Notice[] {
  const quiet = {
    hasPausedCodes: false,
    resumed: noCodes,
    trialEndsAt: null,
    refunds: [],
    endedByDispute: [],
  };
  const foreseen = { codes: someCodes, trialEndsAt: null };
  return billingMails({ before, after, source: "free", foreseen, ...quiet, ...rest }, now);
}

const kinds = (notices: Notice[]) => notices.map(({ kind }) => kind);

describe("who is told what", () => {
  test.each<[string, BillingSight, BillingSight, MailKind[]]>([
    ["a first purchase", sight(null), sight(active, paid), ["plan_started", "receipt"]],
    [
      "a purchase that was incomplete",
      sight({ ...long, status: "incomplete" }, failed),
      sight(long, paid),
      ["plan_started", "receipt"],
    ],
    [
      "a purchase that fails at the checkout",
      sight(null),
      sight({ ...active, status: "incomplete" }, failed),
      [],
    ],
    ["a renewal", sight(long, draft), sight(long, paid), ["receipt"]],
    ["nothing new", sight(long, paid), sight(long, paid), []],
    ["an invoice over nothing", sight(long), sight(long, { ...paid, amountPaidMinor: 0 }), []],
    ["a payment that fails", sight(long, draft), sight(pastDue, failed), ["payment_failed"]],
    ["the same failure again", sight(pastDue, failed), sight(pastDue, failed), []],
    ["the next try that fails", sight(pastDue, failed), sight(pastDue, failedAgain), ["payment_failed"]],
    ["a try seen before it was past due", sight(long, failed), sight(pastDue, failed), ["payment_failed"]],
    ["a failed upgrade, which changes nothing", sight(long), sight(long, failed), []],
    ["the last try that fails", sight(pastDue, failed), sight(unpaid, failedAgain), ["payment_failed"]],
    [
      "a payment that comes late",
      sight(pastDue, failed),
      sight(long, paid),
      ["payment_recovered", "receipt"],
    ],
    [
      "a payment that comes very late",
      sight(unpaid, failed),
      sight(long, paid),
      ["payment_recovered", "receipt"],
    ],
    ["another interval", sight(long), sight(yearly), ["plan_changed"]],
    ["another tier", sight(long), sight(enterprise), ["plan_changed"]],
    ["a change that is to come", sight(enterprise), sight(stepping), ["plan_change_scheduled"]],
    ["the same change to come", sight(stepping), sight(stepping), []],
    ["a change that has come", sight(stepping), sight(long), ["plan_changed"]],
    ["a cancellation", sight(long), sight(ending), ["plan_cancelled"]],
    ["a cancellation taken back", sight(ending), sight(long), ["plan_kept"]],
    [
      "a cancellation while unpaid",
      sight(pastDue),
      sight({ ...pastDue, cancelAt: later(dayMs) }),
      ["plan_cancelled"],
    ],
    ["the end of a cancelled plan", sight(ending), sight(ended), ["plan_ended"]],
    [
      "a price that we do not know",
      sight(null),
      sight({ ...active, tier: null, setAsideReason: "unknown_price" }),
      [],
    ],
    [
      "a second plan",
      sight(long),
      { ...sight(long), subscriptions: [long, { ...active, id: "sub_2", setAsideReason: "second_plan" }] },
      [],
    ],
  ])("%s", (_, before, after, told) => {
    expect(kinds(mails(before, after))).toEqual(told);
    expect(mails(after, after)).toEqual([]);
  });
});

describe("history that is read for the first time", () => {
  const old = { ...paid, paidAt: later(-4 * dayMs), issuedAt: later(-4 * dayMs) };
  test.each<[string, BillingSight]>([
    ["a plan of long ago", sight(long)],
    ["an invoice paid days ago", sight(long, old)],
    ["a failure of days ago", sight(pastDue, { ...failed, issuedAt: later(-4 * dayMs) })],
    ["a plan that is over", sight(ended)],
    ["a plan that is ending", sight(ending)],
  ])("%s is no news", (_, after) => {
    expect(mails(sight(null), after)).toEqual([]);
  });

  test("but a failure of today is", () => {
    expect(kinds(mails(sight(null), sight(pastDue, failed)))).toEqual(["payment_failed"]);
  });
});

describe("what they are told", () => {
  test("of a failed payment: the rest that is due, the next try, the end of grace, the codes at risk", () => {
    const [mail] = mails(sight(long), sight(pastDue, { ...failed, amountPaidMinor: 100 }));
    expect(mail).toEqual({
      kind: "payment_failed",
      about: "in_1:1",
      values: {
        ...{ plan: "pro", amountMinor: 800, currency: "usd", codes: someCodes },
        nextAttemptAt: later(dayMs).toISOString(),
        accessUntil: later(dayMs).toISOString(),
      },
    });
  });

  test.each([
    ["after the grace", { ...pastDue, graceUntil: now }],
    ["once unpaid", unpaid],
  ])("of a failed payment %s: no access any more", (_, row) => {
    expect(mails(sight(pastDue, failed), sight(row, failedAgain))[0]?.values).toMatchObject({
      accessUntil: null,
    });
  });

  test.each([
    ["a plan in order", long, ending, null],
    [
      "a plan whose payment fails",
      pastDue,
      { ...pastDue, cancelAt: later(9 * dayMs) },
      { amountMinor: 800, currency: "usd" },
    ],
  ])("of the cancellation of %s: what is still owed for it", (_, before, after, owed) => {
    const open = { ...failed, amountPaidMinor: 100 };
    expect(mails(sight(before, open), sight(after, open))).toMatchObject([
      { kind: "plan_cancelled", values: { owed } },
    ]);
  });

  test("of an end by a lost dispute: that it was one, also where codes are paused", () => {
    const told = mails(sight(long), sight(ended), { hasPausedCodes: true, endedByDispute: [long.id] });
    expect(told).toMatchObject([{ kind: "plan_ended", values: { isByDispute: true } }]);
    const other = mails(sight(long), sight(ended), { endedByDispute: ["sub_other"] });
    expect(other).toMatchObject([{ kind: "plan_ended", values: { isByDispute: false } }]);
  });

  test("of a cancellation: its end, the codes at risk, and the trial that goes on", () => {
    const foreseen = { codes: noCodes, trialEndsAt: later(12 * dayMs) };
    const [mail] = mails(sight(long), sight(ending), { foreseen });
    expect(mail?.values).toEqual({
      ...{ plan: "pro", codes: noCodes, endsAt: later(9 * dayMs).toISOString() },
      trialEndsAt: later(12 * dayMs).toISOString(),
      owed: null,
    });
  });

  test("a cancellation after one that was taken back is another one", () => {
    const again = { ...ending, canceledAt: later(hourMs) };
    const about = (row: SubscriptionRow) => mails(sight(long), sight(row))[0]?.about;
    expect(about(again)).not.toBe(about(ending));
  });

  test("of codes that run again", () => {
    const [mail] = mails(sight(pastDue, failed), sight(long, paid), { resumed: someCodes });
    expect(mail?.values).toMatchObject({ resumed: someCodes });
  });

  test("of an end that paused codes another mail tells", () => {
    expect(mails(sight(ending), sight(ended), { hasPausedCodes: true })).toEqual([]);
  });

  test("of an end after which the rest of a trial goes on: until when", () => {
    const trial = { source: "trial" as const, trialEndsAt: later(3 * dayMs) };
    expect(mails(sight(ending), sight(ended), trial)[0]?.values).toEqual({
      plan: "pro",
      trialEndsAt: later(3 * dayMs).toISOString(),
      isByDispute: false,
    });
  });

  test("of a payment that was given back because a plan was bought twice", () => {
    const refunds = [{ id: "re_1", amountMinor: 900, currency: "usd" }];
    expect(mails(sight(long), sight(long), { refunds })).toEqual([
      { kind: "second_payment_refunded", about: "re_1", values: { amountMinor: 900, currency: "usd" } },
    ]);
  });
});
