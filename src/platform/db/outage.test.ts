import { describe, expect, test } from "vitest";
import { isBusy, isOutage } from "./outage.ts";

const withCode = (code: string) => Object.assign(new Error("x"), { code });
/** As Prisma tells of what it has no code of its own for. */
const fromPrisma = (originalCode: string) => insideOfPrisma({ originalCode });
const insideOfPrisma = (cause: object) =>
  Object.assign(withCode("P2010"), { meta: { driverAdapterError: { cause } } });

describe("isOutage", () => {
  test.each(["P1001", "57P01", "ECONNREFUSED"])("%s says that the database is away", (code) => {
    expect(isOutage(withCode(code))).toBe(true);
  });

  test("finds it among the causes, and among several errors", () => {
    expect(isOutage(new Error("query failed", { cause: withCode("ECONNRESET") }))).toBe(true);
    expect(isOutage(new AggregateError([withCode("ECONNREFUSED")]))).toBe(true);
  });

  test("finds what Postgres said inside an error of Prisma's", () => {
    expect(isOutage(fromPrisma("57P01"))).toBe(true);
    expect(isOutage(insideOfPrisma({ kind: "DatabaseNotReachable" }))).toBe(true);
    expect(isOutage(insideOfPrisma({ kind: "ConnectionClosed" }))).toBe(true);
    expect(isOutage(fromPrisma("23505"))).toBe(false);
  });

  test("a broken rule or a bug is none", () => {
    expect(isOutage(withCode("P2002"))).toBe(false);
    expect(isOutage(new TypeError("undefined is not a function"))).toBe(false);
    expect(isOutage("away")).toBe(false);
  });
});

test("isBusy is a transaction or a lock that took too long, and no outage", () => {
  for (const error of [withCode("P2028"), fromPrisma("55P03"), fromPrisma("40P01")]) {
    expect(isBusy(error)).toBe(true);
    expect(isOutage(error)).toBe(false);
  }
  for (const error of [withCode("P2002"), fromPrisma("57P01"), "busy"]) expect(isBusy(error)).toBe(false);
});
