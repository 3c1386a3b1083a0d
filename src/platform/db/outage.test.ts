import { describe, expect, test } from "vitest";
import { isOutage } from "./outage.ts";

const withCode = (code: string) => Object.assign(new Error("x"), { code });

describe("isOutage", () => {
  test.each(["P1001", "57P01", "ECONNREFUSED"])("%s says that the database is away", (code) => {
    expect(isOutage(withCode(code))).toBe(true);
  });

  test("finds it among the causes, and among several errors", () => {
    expect(isOutage(new Error("query failed", { cause: withCode("ECONNRESET") }))).toBe(true);
    expect(isOutage(new AggregateError([withCode("ECONNREFUSED")]))).toBe(true);
  });

  test("a broken rule or a bug is none", () => {
    expect(isOutage(withCode("P2002"))).toBe(false);
    expect(isOutage(new TypeError("undefined is not a function"))).toBe(false);
    expect(isOutage("away")).toBe(false);
  });
});
