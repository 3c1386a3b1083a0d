import { join } from "node:path";
import { pino } from "pino";
import { beforeAll, describe, expect, test } from "vitest";
import type { Tier } from "#lib/entitlements/tiers.ts";
import { countedMeters } from "#lib/usage/meters.ts";
import { metrics } from "#platform/metrics/metrics.ts";
import { once } from "#platform/process.ts";
import { type ErrorCode, Refusal } from "#shared/errors.ts";
import { findGateCalls } from "../../scripts/gates/find-calls.ts";
import { gatedActions } from "../../scripts/gates/gated-actions.ts";
import { openTestDatabase } from "../testing/test-database.ts";
import { gateCases } from "./cases.ts";
import { type Access, makeOwnerWith } from "./world.ts";

const database = openTestDatabase();
const logged: string[] = [];

// The process's one log, made before anybody asks for it.
beforeAll(() => {
  once("log", () => pino({ level: "info" }, { write: (line: string) => logged.push(line) }));
});

const refusals: ErrorCode[] = ["plan_feature", "plan_limit", "quota_reached"];

/** Whether the gate was open; anything but a plan in the way is a failure. */
async function isOpen(action: keyof typeof gateCases, workspace: Access) {
  const viewer = await makeOwnerWith(workspace);
  try {
    return { viewer, open: await gateCases[action].attempt(viewer, database().pool) };
  } catch (error) {
    if (!(error instanceof Refusal) || !refusals.includes(error.code)) throw error;
    return { viewer, open: false };
  }
}

async function countDenials(feature: string, tier: Tier): Promise<number> {
  const found = await metrics().getSingleMetric("dynamicqr_denials_total")?.get();
  return found?.values.find(({ labels }) => labels.feature === feature && labels.tier === tier)?.value ?? 0;
}

test("every action that the code asks a gate for is tried here", () => {
  const asked = new Set(findGateCalls(join(import.meta.dirname, "../..")).map(({ name }) => name));
  expect([...asked].filter((name) => name === null || !Object.hasOwn(gateCases, name))).toEqual([]);
});

describe.each(Object.entries(gateCases))(
  "%s",
  (name, { deniedOn, allowedOn, grants, denies, needs = [] }) => {
    // SAFETY: the entries of a record have its keys.
    const action = name as keyof typeof gateCases;
    const decidedBy = gatedActions[action];

    test(`is not for ${deniedOn}, and the denial is logged and counted`, async () => {
      const before = await countDenials(decidedBy, deniedOn);
      const { viewer, open } = await isOpen(action, { tier: deniedOn, grants: needs });
      expect(open).toBe(false);
      expect(await countDenials(decidedBy, deniedOn)).toBeGreaterThan(before);
      const lines = logged.map((line) => JSON.parse(line)).filter(({ feature }) => feature === decidedBy);
      expect(lines).toContainEqual(
        expect.objectContaining({
          action: countedMeters.some((meter) => meter === action) ? "use_quota" : action,
          feature: decidedBy,
          tier: deniedOn,
          workspaceId: viewer.workspace.id,
        }),
      );
    });

    test(`is for ${allowedOn}`, async () => {
      expect((await isOpen(action, { tier: allowedOn, grants: needs })).open).toBe(true);
    });

    test(`is for ${deniedOn} where it is granted`, async () => {
      const { open } = await isOpen(action, { tier: deniedOn, grants: [...needs, ...grants] });
      expect(open).toBe(true);
    });

    test(`is not for ${allowedOn} where it is denied, and the denial is counted`, async () => {
      const before = await countDenials(decidedBy, allowedOn);
      expect((await isOpen(action, { tier: allowedOn, grants: needs, denies })).open).toBe(false);
      expect(await countDenials(decidedBy, allowedOn)).toBeGreaterThan(before);
    });
  },
);
