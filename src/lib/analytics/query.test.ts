import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  analyticsParameters,
  exportParametersSchema,
  findTurnedRange,
  parseAnalyticsQuery,
} from "./query.ts";

const code = randomUUID();
const plain = { period: "30", from: null, to: null, code: null, bots: "without" };

describe("an address that a person has", () => {
  test.each([
    [{}, plain],
    [
      { period: "7", bots: "with" },
      { ...plain, period: "7", bots: "with" },
    ],
    [{ period: "bogus", code: "nobody", bots: "?", from: "yesterday" }, plain],
    [{ code: "" }, plain],
    [
      { period: ["90", "7"], code },
      { ...plain, period: "90", code },
    ],
    [
      { period: "custom", from: "2026-01-01", to: "2026-01-31" },
      { ...plain, period: "custom", from: "2026-01-01", to: "2026-01-31" },
    ],
    [
      { period: "custom", from: "2026-01-31", to: "2026-01-01" },
      { from: "2026-01-31", to: "2026-01-01" },
    ],
    [{ period: "custom", from: "2026-02-30", to: "2026-03-01" }, { period: "30" }],
    [{ period: "custom", from: "0000-01-01", to: "2026-03-01" }, { period: "30" }],
  ])("%j is understood", (parameters, expected) => {
    expect(parseAnalyticsQuery(parameters)).toMatchObject(expected);
  });

  test("with dates that make no range shows 30 days", () => {
    expect(parseAnalyticsQuery({ period: "custom", from: "2026-01-31", to: "2026-01-01" }).period).toBe("30");
    expect(parseAnalyticsQuery({ period: "custom" }).period).toBe("30");
  });

  test("whose first day is after the last is told apart from one that chooses no days", () => {
    const turned = { from: "2026-01-31", to: "2026-01-01" };
    expect(findTurnedRange({ period: "custom", ...turned })).toEqual(turned);
    expect(findTurnedRange({ period: "30", ...turned })).toBeNull();
    expect(findTurnedRange({ period: "custom", from: turned.to, to: turned.to })).toBeNull();
    expect(findTurnedRange({ period: "custom", from: turned.from })).toBeNull();
  });

  test("is written so that it is understood again, by people's pages and by programs", () => {
    const query = parseAnalyticsQuery({ period: "custom", from: "2026-01-01", to: "2026-01-31", code });
    expect(parseAnalyticsQuery(analyticsParameters(query))).toEqual(query);
    expect(exportParametersSchema.parse(analyticsParameters(query))).toEqual(query);
  });
});

describe("what a program asks for", () => {
  const problems = (parameters: object) =>
    exportParametersSchema.safeParse(parameters).error?.issues.map(({ path }) => path.join());

  test("is everything of 30 days unless it says otherwise", () => {
    expect(exportParametersSchema.parse({})).toEqual({ ...plain, bots: "with" });
    expect(exportParametersSchema.parse({ from: "2026-01-01", to: "2026-01-02" }).period).toBe("custom");
  });

  test.each([
    [{ period: "31" }, ["period"]],
    [{ code: "1" }, ["code"]],
    [{ from: "2026-02-30", to: "2026-03-01" }, ["from"]],
    [{ period: "custom", to: "2026-03-01" }, ["from"]],
    [{ from: "2026-03-01" }, ["to"]],
    [{ from: "2026-03-02", to: "2026-03-01" }, ["to"]],
  ])("%j is refused by its field", (parameters, fields) => {
    expect(problems(parameters)).toEqual(fields);
  });

  test("is refused when it is not known", () => {
    expect(problems({ colour: "red" })).toHaveLength(1);
  });
});
