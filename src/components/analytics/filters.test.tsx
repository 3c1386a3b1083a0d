import { expect, test } from "vitest";
import { draw } from "#components/draw.testing.tsx";
import { findTurnedRange, parseAnalyticsQuery } from "#lib/analytics/query.ts";
import { Filters } from "./filters.tsx";

const drawn = (from: string, to: string) => {
  const parameters = { period: "custom", from, to };
  return draw(
    <Filters
      query={parseAnalyticsQuery(parameters)}
      turned={findTurnedRange(parameters)}
      codes={[]}
      range={{ from: "2026-10-23", to: "2026-11-21" }}
      hasDetails
      closedBots={null}
    />,
  );
};

test("days that make no range stay in their fields, which say what is wrong", () => {
  const html = drawn("2026-01-31", "2026-01-01");
  expect(html).toContain('value="2026-01-31"');
  expect(html).toContain('value="2026-01-01"');
  expect(html).toContain("The first day is after the last one.");
  expect(html.match(/aria-invalid="true"/g)).toHaveLength(2);
  expect(html).toMatch(/<option value="custom"[^>]* selected/);
});

test("days that make a range are those shown", () => {
  const html = drawn("2026-01-01", "2026-01-31");
  expect(html).toContain('value="2026-10-23"');
  expect(html).not.toContain("aria-invalid");
});
