import { expect, test } from "vitest";
import { groupPeople } from "./group-people.ts";

const counts = (cells: Parameters<typeof groupPeople>[0]) =>
  Object.fromEntries(groupPeople(cells).flatMap(({ group, count }) => (count > 0 ? [[group, count]] : [])));

test("what is paid stands by its plan, what was given by its source, and nobody is lost", () => {
  const cells = [
    { tier: "starter", tag: "free", count: 5 },
    { tier: "premium", tag: "trial", count: 4 },
    { tier: "premium", tag: "subscription", count: 3 },
    { tier: "enterprise", tag: "subscription", count: 2 },
    { tier: "premium", tag: "promo", count: 1 },
    { tier: "premium", tag: "waiver", count: 6 },
    { tier: "elite", tag: "waiver", count: 1 },
    { tier: "basic", tag: "boost", count: 8 },
    { tier: "exclusive", tag: "subscription", count: 9 },
    { tier: "premium", tag: "invented", count: 10 },
  ];
  expect(counts(cells)).toEqual({
    ...{ free: 5, trial: 4, pro: 3, enterprise: 2, promo: 1, waiver: 7, boost: 8, other: 19 },
  });
});

test("each group stands there with none in it, but for the one that should not be", () => {
  expect(groupPeople([]).map(({ group }) => group)).toEqual([
    ...["free", "trial", "pro", "enterprise", "promo", "waiver", "boost"],
  ]);
});
