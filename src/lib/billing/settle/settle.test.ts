import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hourMs } from "#shared/time.ts";
import { arbitraryPlans } from "../mirror/arbitrary-plans.testing.ts";
import { makeSubscription, start, testPrices } from "../mirror/stripe-objects.testing.ts";
import { type SubscriptionRow, setAsideSecondPlans, subscriptionRow } from "../mirror/subscription-row.ts";
import { decideSettlements } from "./settle.ts";

const now = new Date(start * 1000);
const later = (hours: number) => new Date(now.getTime() + hours * hourMs);
const owner = { workspaceId: "w1", customerId: "cus_1" };
const enterprise = "price_enterprise_year_pln";
const paid = (subscriptionId: string) => ({ id: `in_${subscriptionId}`, subscriptionId });

type Given = Parameters<typeof makeSubscription>[0];

function rows(...given: Given[]): SubscriptionRow[] {
  const settings = { prices: testPrices, graceHours: 24 };
  const each = given.map((one) => subscriptionRow(makeSubscription(one), [], null, owner, settings, now));
  return setAsideSecondPlans(each, now);
}

const first = { id: "sub_first" };
const second = { id: "sub_second", created: start + 60 };

describe("of two plans of one workspace", () => {
  const both = rows(first, second);

  test("the second is given back in full and ended while it is fresh", () => {
    expect(decideSettlements(both, [paid("sub_first"), paid("sub_second")], [], now)).toEqual([
      {
        cause: "second_plan",
        subscriptionId: "sub_second",
        customerId: "cus_1",
        invoiceIds: ["in_sub_second"],
      },
    ]);
    expect(decideSettlements(both, [], [], later(48))).toHaveLength(1);
  });

  test("one that has run for more than two days is left to a person", () => {
    expect(decideSettlements(both, [paid("sub_second")], [], later(49))).toEqual([]);
  });

  test("the lower goes, also when it is the older", () => {
    const mixed = rows(first, { ...second, priceId: enterprise });
    expect(decideSettlements(mixed, [], [], now).map(({ subscriptionId }) => subscriptionId)).toEqual([
      "sub_first",
    ]);
  });

  test.each([
    ["a price of ours is not known", [first, { ...second, priceId: "price_foreign" }]],
    [
      "the one that stays is not paid",
      [
        { ...first, status: "past_due" },
        { ...second, status: "unpaid" },
      ],
    ],
    ["the second is over", [first, { ...second, status: "canceled" }]],
    ["there is only one", [second]],
  ])("nothing is done when %s", (_, given) => {
    expect(decideSettlements(rows(...given), [paid("sub_second")], [], now)).toEqual([]);
  });
});

describe("a lost dispute", () => {
  const lost = [{ subscriptionId: "sub_first" }];

  test("ends what the charge had paid for, however old, and gives nothing back", () => {
    expect(decideSettlements(rows(first), [paid("sub_first")], lost, later(9_999))).toEqual([
      { cause: "dispute_lost", subscriptionId: "sub_first", customerId: "cus_1", invoiceIds: [] },
    ]);
  });

  test("does not take the other plan with it", () => {
    const ended = decideSettlements(rows(first, second), [paid("sub_second")], lost, now);
    expect(ended.map(({ subscriptionId }) => subscriptionId)).toEqual(["sub_first"]);
  });

  test.each([
    ["what it paid for is over", [{ ...first, status: "canceled" }], lost],
    ["the price is not known", [{ ...first, priceId: "price_foreign" }], lost],
    ["it was about something else", [first], [{ subscriptionId: "sub_other" }, { subscriptionId: null }]],
  ])("ends nothing when %s", (_, given, disputes) => {
    expect(decideSettlements(rows(...given), [], disputes, now)).toEqual([]);
  });
});

test("whatever plans there are, the one that stays is never touched, and once done nothing is left", () => {
  fc.assert(
    fc.property(arbitraryPlans(400_000), (plans) => {
      const each = rows(...plans);
      const due = new Set(decideSettlements(each, [], [], now).map(({ subscriptionId }) => subscriptionId));
      for (const row of each.filter(({ id }) => due.has(id))) {
        expect(row.setAsideReason).toBe("second_plan");
      }
      const after = each.map((row) => (due.has(row.id) ? { ...row, status: "canceled" } : row));
      expect(decideSettlements(setAsideSecondPlans(after, now), [], [], now)).toEqual([]);
    }),
  );
});
