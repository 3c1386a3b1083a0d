import { expect, test } from "vitest";
import { createCode } from "#lib/codes/service.ts";
import { limitsOf } from "#lib/entitlements/tiers.ts";
import { isBusy } from "#platform/db/outage.ts";
import { db } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { openTestDatabase } from "../testing/test-database.ts";
import { makeOwner } from "./owners.ts";
import { printTable, sized } from "./size.ts";

openTestDatabase();
const runs = sized(5, 100);
const creations = 200;
const places = limitsOf("starter").activeCodes ?? 0;
const input = { name: "Menu", destination: "https://example.com/", slug: null, expiresAt: null };

/** As the routes tell it; anything else would be an error of ours. */
function answerTo(error: unknown): string {
  if (error instanceof Refusal) return error.code;
  if (isBusy(error)) return "unavailable";
  throw error;
}

test("of two hundred creations at once in a workspace with one place left, one makes a code", {
  timeout: sized(120_000, 1_800_000),
}, async () => {
  const answers: Record<string, number> = {};
  const durations: number[] = [];
  for (let run = 0; run < runs; run++) {
    const owner = await makeOwner(places - 1);
    const started = performance.now();
    const outcomes = await Promise.all(
      Array.from({ length: creations }, () =>
        createCode(db(), owner, input, new Date()).then(() => "made", answerTo),
      ),
    );
    durations.push(performance.now() - started);
    for (const outcome of outcomes) answers[outcome] = (answers[outcome] ?? 0) + 1;
    expect(outcomes.filter((outcome) => outcome === "made")).toHaveLength(1);
    expect(await db().qrCode.count({ where: { workspaceId: owner.workspace.id } })).toBe(places);
  }
  const sorted = durations.toSorted((a, b) => a - b);
  printTable("The last place", {
    runs,
    ...answers,
    "slowest run": `${Math.round(sorted.at(-1) ?? 0)} ms`,
    "median run": `${Math.round(sorted[Math.floor(runs / 2)] ?? 0)} ms`,
  });
  // On a machine that is slow enough some are told to come again.
  const { made, plan_limit: full = 0, unavailable = 0, ...others } = answers;
  expect(others).toEqual({});
  expect([made, full + unavailable]).toEqual([runs, runs * (creations - 1)]);
});
