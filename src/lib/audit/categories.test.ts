import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { categoryOf } from "./categories.ts";

/** What is written into the audit: the dotted words of the files that know the recorder. */
function writtenActions(): string[] {
  return globSync("src/**/*.{ts,tsx}", { exclude: ["**/*.test.ts", "**/generated/**"] }).flatMap((file) => {
    const text = readFileSync(file, "utf8");
    if (!/from "(#lib\/audit|\.)\/record\.ts"/.test(text)) return [];
    return [...text.matchAll(/["`]([a-z_]+\.[a-z_${}]+)["`]/g)].map(([, action = ""]) => action);
  });
}

test("every action that is written has a category", () => {
  const actions = writtenActions();
  expect(actions).toEqual(
    expect.arrayContaining(["account.erased", "subscription.changed", "waiver.granted"]),
  );
  expect(actions.filter((action) => categoryOf(action) === null)).toEqual([]);
});

test.each([
  ["warning.payment_failed", "chatter"],
  ["access.changed", "chatter"],
  ["payment_method.added", "chatter"],
  ["subscription.changed", "money"],
  ["refund.created", "money"],
  ["dispute.lost", "money"],
  ["waiver.granted", "acts"],
  ["account.erased", "acts"],
  ["webhook.replayed", "acts"],
  ["retention.removed", "acts"],
])("%s is %s", (action, category) => {
  expect(categoryOf(action)).toBe(category);
});

test.each(["unheard.of", "subscriptions.changed", "constructor.name", "", "."])(
  "%s has none, so that it stays",
  (action) => {
    expect(categoryOf(action)).toBeNull();
  },
);
