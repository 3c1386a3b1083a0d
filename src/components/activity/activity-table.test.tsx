import { expect, test } from "vitest";
import { draw } from "#components/draw.testing.tsx";
import type { ToldFact } from "#lib/activity/list-activity.ts";
import { ActivityTable } from "./activity-table.tsx";

const drawn = (facts: ToldFact[]) => {
  const act = { id: "1", action: "waiver.granted", at: new Date("2026-11-21T12:00:00Z"), reason: null };
  return draw(<ActivityTable rows={[{ ...act, by: { kind: "support" }, facts }]} />);
};

test.each<[ToldFact["name"], string, string]>([
  ["tier", "premium", "Plan Pro"],
  ["effect", "deny", "Effect Restricted"],
  ["feature", "csv_export", "Feature CSV export"],
  ["limit", "activeCodes", "Limit Codes"],
  ["value", "10000", "Value 10,000"],
  ["endsAt", "2027-01-31T10:00:00.000Z", "Until Jan 31, 2027, 10:00 AM UTC"],
  [
    "scopes",
    '["codes:read","usage:read"]',
    "May Read codes and their pictures, See what the plan allows and what is used",
  ],
])("%s %s is told in words", (name, after, words) => {
  const text = drawn([{ name, before: null, after }])
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");
  expect(text).toContain(words);
});

test("what another version has written is told as it is spelled", () => {
  expect(drawn([{ name: "tier", before: "golden", after: "premium" }])).toContain("golden");
  expect(drawn([{ name: "endsAt", before: null, after: "some day" }])).toContain("some day");
});
