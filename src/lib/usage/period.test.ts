import fc from "fast-check";
import { expect, test } from "vitest";
import { dayMs } from "#shared/time.ts";
import { billingDayOf, dayOf, daysOf, lastPeriods, periodAt } from "./period.ts";

const billingDays = fc.integer({ min: 1, max: 31 });
const instants = fc.date({
  min: new Date("2023-01-01T00:00:00Z"),
  max: new Date("2034-01-01T00:00:00Z"),
  noInvalidDate: true,
});
const text = ({ start, end }: { start: Date; end: Date }) => [dayOf(start), dayOf(end)];

test("now is inside, whole days of UTC, 28 to 31 of them", () => {
  fc.assert(
    fc.property(billingDays, instants, (billingDay, now) => {
      const { start, end } = periodAt(billingDay, now);
      expect(start <= now && now < end).toBe(true);
      expect([start.getTime() % dayMs, end.getTime() % dayMs]).toEqual([0, 0]);
      const days = (end.getTime() - start.getTime()) / dayMs;
      expect(days).toBeGreaterThanOrEqual(28);
      expect(days).toBeLessThanOrEqual(31);
    }),
  );
});

test("periods tile time: the next begins where one ends, and every instant of one gives it", () => {
  fc.assert(
    fc.property(
      billingDays,
      instants,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (billingDay, now, part) => {
        const period = periodAt(billingDay, now);
        const within = period.start.getTime() + part * (period.end.getTime() - period.start.getTime() - 1);
        expect(periodAt(billingDay, new Date(within))).toEqual(period);
        expect(periodAt(billingDay, period.end).start).toEqual(period.end);
        expect(periodAt(billingDay, new Date(period.start.getTime() - 1)).end).toEqual(period.start);
      },
    ),
  );
});

test("a period begins on the billing day, or on the last day of a shorter month", () => {
  fc.assert(
    fc.property(billingDays, instants, (billingDay, now) => {
      const { start } = periodAt(billingDay, now);
      const lastDay = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 0)).getUTCDate();
      expect(start.getUTCDate()).toBe(Math.min(billingDay, lastDay));
    }),
  );
});

test.each([
  ["2026-01-31T00:00:00Z", ["2026-01-31", "2026-02-28"]],
  ["2026-02-27T23:59:59.999Z", ["2026-01-31", "2026-02-28"]],
  ["2026-02-28T00:00:00Z", ["2026-02-28", "2026-03-31"]],
  ["2028-02-29T12:00:00Z", ["2028-02-29", "2028-03-31"]],
  ["2026-04-30T00:00:00Z", ["2026-04-30", "2026-05-31"]],
])("the 31st comes back to the 31st: at %s", (now, days) => {
  expect(text(periodAt(31, new Date(now)))).toEqual(days);
});

test("the last periods follow one another and end with the running one", () => {
  fc.assert(
    fc.property(billingDays, instants, (billingDay, now) => {
      const periods = lastPeriods(billingDay, now, 6);
      expect(periods).toHaveLength(6);
      expect(periods.at(-1)).toEqual(periodAt(billingDay, now));
      for (const [index, period] of periods.slice(1).entries())
        expect(period.start).toEqual(periods[index]?.end);
      expect(daysOf(periodAt(billingDay, now))[0]).toBe(dayOf(periodAt(billingDay, now).start));
    }),
  );
});

test.each([
  ["no plan: the day on which the workspace was made", null, null, 17],
  ["a month", "2026-03-12T14:30:00Z", "2026-04-12T14:30:00Z", 12],
  ["a year", "2026-03-12T14:30:00Z", "2027-03-12T14:30:00Z", 12],
  ["the 31st, in a short month", "2026-02-28T10:00:00Z", "2026-03-31T10:00:00Z", 31],
  ["the 31st, before a short month", "2026-01-31T10:00:00Z", "2026-02-28T10:00:00Z", 31],
  ["the 30th in February", "2026-02-28T10:00:00Z", "2026-03-30T10:00:00Z", 30],
  ["a plan whose end is not known", "2026-03-12T14:30:00Z", null, 12],
])("the billing day of %s", (_, start, end, day) => {
  const instant = (at: string | null) => (at === null ? null : new Date(at));
  const createdAt = new Date("2025-10-17T09:00:00Z");
  expect(billingDayOf({ periodStart: instant(start), periodEnd: instant(end), createdAt })).toBe(day);
});

test("the days of a period, the running one as far as it goes", () => {
  const start = new Date("2026-02-27T00:00:00Z");
  expect(daysOf({ start, end: new Date("2026-03-02T00:00:00Z") })).toEqual([
    "2026-02-27",
    "2026-02-28",
    "2026-03-01",
  ]);
  expect(daysOf({ start, end: new Date("2026-02-28T00:00:01Z") })).toEqual(["2026-02-27", "2026-02-28"]);
});
