import { expect, test } from "vitest";
import { compareMigrations } from "./compare-migrations.ts";

const at = new Date("2026-05-01");
const applied = (name: string) => ({ name, finishedAt: at });

test("what is brought and not applied is pending, what is applied and not brought is unknown", () => {
  expect(compareMigrations([applied("1_a"), applied("3_c")], ["1_a", "2_b"])).toEqual({
    applied: 2,
    newest: applied("3_c"),
    broken: [],
    pending: ["2_b"],
    unknown: ["3_c"],
  });
});

test("one that began and did not end is broken, and pending still", () => {
  const found = [applied("1_a"), { name: "2_b", finishedAt: null }];
  expect(compareMigrations(found, ["1_a", "2_b"])).toMatchObject({
    applied: 1,
    broken: ["2_b"],
    pending: ["2_b"],
  });
});

test("where nothing is at hand to compare with, neither is known", () => {
  expect(compareMigrations([applied("1_a")], null)).toMatchObject({ pending: null, unknown: null });
  expect(compareMigrations([], [])).toMatchObject({ applied: 0, newest: null, pending: [] });
});
