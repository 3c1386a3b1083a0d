import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayMs, hourMs, minuteMs } from "#shared/time.ts";
import { checkExpiry, describeExpiry, parseExpiry, toLocalInput } from "./expiry.ts";

const now = new Date("2027-01-15T12:00:00Z");

function instantOf(local: string, timeZone: string): string | undefined {
  const parsed = parseExpiry(local, timeZone, now);
  if (!parsed.ok) throw new Error(`${local} was refused: ${parsed.reason}`);
  return parsed.expiresAt?.toISOString();
}

describe("a local time becomes an instant", () => {
  test.each([
    ["2027-02-01T10:30", "Europe/Warsaw", "2027-02-01T09:30:00.000Z"],
    ["2027-07-01T10:30", "Europe/Warsaw", "2027-07-01T08:30:00.000Z"],
    ["2027-07-01T10:30:15", "UTC", "2027-07-01T10:30:15.000Z"],
    ["2027-07-01T10:30", "Asia/Kathmandu", "2027-07-01T04:45:00.000Z"],
    ["2027-07-01T10:30", "America/St_Johns", "2027-07-01T13:00:00.000Z"],
    ["2027-07-01T10:30", "pacific/kiritimati", "2027-06-30T20:30:00.000Z"],
    ["2028-02-29T00:00", "UTC", "2028-02-29T00:00:00.000Z"],
  ])("%s in %s is %s", (local, timeZone, instant) => {
    expect(instantOf(local, timeZone)).toBe(instant);
  });

  test("a skipped time is read with the offset from before the gap", () => {
    expect(instantOf("2027-03-28T02:30", "Europe/Warsaw")).toBe("2027-03-28T01:30:00.000Z");
    expect(instantOf("2027-03-14T02:30", "America/New_York")).toBe("2027-03-14T07:30:00.000Z");
    expect(instantOf("2027-10-03T02:15", "Australia/Lord_Howe")).toBe("2027-10-02T15:45:00.000Z");
  });

  test("a time that occurs twice means the first", () => {
    expect(instantOf("2027-10-31T02:30", "Europe/Warsaw")).toBe("2027-10-31T00:30:00.000Z");
    expect(instantOf("2027-11-07T01:30", "America/New_York")).toBe("2027-11-07T05:30:00.000Z");
  });

  test("the hours around both changes are exact", () => {
    expect(instantOf("2027-03-28T01:59", "Europe/Warsaw")).toBe("2027-03-28T00:59:00.000Z");
    expect(instantOf("2027-03-28T03:00", "Europe/Warsaw")).toBe("2027-03-28T01:00:00.000Z");
    expect(instantOf("2027-10-31T01:59", "Europe/Warsaw")).toBe("2027-10-30T23:59:00.000Z");
    expect(instantOf("2027-10-31T03:00", "Europe/Warsaw")).toBe("2027-10-31T02:00:00.000Z");
  });

  test("nothing typed means that it never expires, whatever the zone", () => {
    expect(parseExpiry("", "nowhere", now)).toEqual({ ok: true, expiresAt: null });
    expect(parseExpiry("  ", "UTC", now)).toEqual({ ok: true, expiresAt: null });
  });
});

describe("a refusal says why", () => {
  test.each([
    ["2027-02-30T10:00", "UTC", "expiry_invalid"],
    ["2027-02-29T10:00", "UTC", "expiry_invalid"],
    ["2027-13-01T10:00", "UTC", "expiry_invalid"],
    ["2027-02-01T24:00", "UTC", "expiry_invalid"],
    ["2027-02-01T10:60", "UTC", "expiry_invalid"],
    ["2027-02-01T10:00:60", "UTC", "expiry_invalid"],
    ["2027-02-01", "UTC", "expiry_invalid"],
    ["2027-02-01T10:00Z", "UTC", "expiry_invalid"],
    ["tomorrow", "UTC", "expiry_invalid"],
    ["2027-01-15T12:00", "UTC", "expiry_past"],
    ["2027-01-15T12:59", "Europe/Warsaw", "expiry_past"],
    ["0001-01-01T00:00", "UTC", "expiry_past"],
    ["2127-01-15T12:01", "UTC", "expiry_far"],
    ["9999-12-31T23:59", "America/New_York", "expiry_far"],
    ["2027-02-01T10:00", "", "expiry_zone"],
    ["2027-02-01T10:00", "Europe/Nowhere", "expiry_zone"],
    ["2027-02-01T10:00", "__proto__", "expiry_zone"],
  ])("%j in %j: %s", (local, timeZone, reason) => {
    expect(parseExpiry(local, timeZone, now)).toEqual({ ok: false, reason });
  });

  test("an instant is checked by the same rule", () => {
    expect(checkExpiry(new Date(Number.NaN), now)).toBe("expiry_invalid");
    expect(checkExpiry(now, now)).toBe("expiry_past");
    expect(checkExpiry(new Date(now.getTime() + 1), now)).toBeNull();
    expect(checkExpiry(new Date("2127-01-15T12:00:00.001Z"), now)).toBe("expiry_far");
  });
});

const zone = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
const futureMinute = fc
  .integer({ min: 2, max: 20 * 365 * 24 * 60 })
  .map((minutes) => new Date(now.getTime() + minutes * minuteMs));

/** What the zone's clocks show, by another way than the code under test. */
function clock(date: Date, timeZone: string): string {
  const shown = new Intl.DateTimeFormat("sv", { timeZone, dateStyle: "short", timeStyle: "short" }).format(
    date,
  );
  return shown.replace(" ", "T");
}

describe("properties", () => {
  test("a field shows what the zone's clocks show", () => {
    fc.assert(
      fc.property(futureMinute, zone, (date, timeZone) => {
        expect(toLocalInput(date, timeZone)).toBe(clock(date, timeZone));
      }),
    );
  });

  test("what a field shows is read back as an instant that it shows, the same one or an hour before", () => {
    fc.assert(
      fc.property(futureMinute, zone, (date, timeZone) => {
        const local = toLocalInput(date, timeZone);
        const parsed = parseExpiry(local, timeZone, new Date(0));
        if (!parsed.ok || !parsed.expiresAt) throw new Error(`${local} was refused`);
        expect(toLocalInput(parsed.expiresAt, timeZone)).toBe(local);
        const earlierMs = date.getTime() - parsed.expiresAt.getTime();
        expect([0, 30 * minuteMs, hourMs, 2 * hourMs]).toContain(earlierMs);
      }),
    );
  });

  test("no text is accepted into the past, and none makes it throw", () => {
    const digits = fc.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
    fc.assert(
      fc.property(fc.oneof(digits, fc.string()), fc.oneof(zone, fc.string()), (local, timeZone) => {
        const parsed = parseExpiry(local, timeZone, now);
        if (parsed.ok && parsed.expiresAt) expect(parsed.expiresAt.getTime()).toBeGreaterThan(now.getTime());
      }),
      { numRuns: 500 },
    );
  });

  test("the description moves only towards expiry as time passes", () => {
    const order = ["later", "soon", "expired"];
    const ms = fc.integer({ min: 0, max: 60 * dayMs });
    fc.assert(
      fc.property(ms, ms, (a, b) => {
        const expiresAt = new Date(now.getTime() + 30 * dayMs);
        const early = describeExpiry(expiresAt, new Date(now.getTime() + Math.min(a, b)));
        const late = describeExpiry(expiresAt, new Date(now.getTime() + Math.max(a, b)));
        expect(order.indexOf(late.kind)).toBeGreaterThanOrEqual(order.indexOf(early.kind));
        if ("days" in early && "days" in late) expect(late.days).toBeLessThanOrEqual(early.days);
      }),
    );
  });
});

describe("how an expiry reads", () => {
  test.each([
    [-1, { kind: "expired" }],
    [0, { kind: "expired" }],
    [1, { kind: "soon", days: 0, hours: 1 }],
    [5 * hourMs, { kind: "soon", days: 0, hours: 5 }],
    [23.4 * hourMs, { kind: "soon", days: 0, hours: 23 }],
    [24 * hourMs, { kind: "soon", days: 1, hours: 24 }],
    [3 * dayMs - minuteMs, { kind: "soon", days: 3, hours: 72 }],
    [7 * dayMs, { kind: "soon", days: 7, hours: 168 }],
    [8 * dayMs, { kind: "later", days: 8, hours: 192 }],
  ])("with %d ms left", (leftMs, description) => {
    expect(describeExpiry(new Date(now.getTime() + leftMs), now)).toEqual(description);
  });

  test("without one", () => {
    expect(describeExpiry(null, now)).toEqual({ kind: "none" });
  });

  test("a field for an unknown zone is a mistake of ours", () => {
    expect(() => toLocalInput(now, "Europe/Nowhere")).toThrow(RangeError);
  });
});
