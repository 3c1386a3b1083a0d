import { describe, expect, test } from "vitest";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { metrics } from "#platform/metrics/metrics.ts";
import { limits } from "#platform/rate-limits/limits.ts";
import { makeOwner } from "../../../sandbox/drills/owners.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { answerOf, insistOn, makeCode, someAddress, usesOf } from "./promo.testing.ts";
import { redeemPromo } from "./redemption.ts";

const database = openTestDatabase();
const redeem = (viewer: Viewer, code: string, address = someAddress()) =>
  redeemPromo(db(), viewer, code, address, new Date());

describe("guesses", () => {
  const guess = (viewer: Viewer, address: string) => answerOf(redeem(viewer, "NOSUCHCODE", address));
  const { points: perAccount } = limits["promo:account"];
  const { points: perAddress } = limits["promo:address"];
  const { points: perNetwork } = limits["promo:network"];

  test("from one account are evaluated ten times an hour, wherever they come from; others go on", async () => {
    const viewer = await makeOwner(0);
    const address = someAddress();
    const answers = await Promise.all(Array.from({ length: 60 }, () => guess(viewer, address)));
    expect(answers.filter((one) => one === "promo_unknown")).toHaveLength(perAccount);
    expect(answers.filter((one) => one === "rate_limited")).toHaveLength(60 - perAccount);
    const code = await makeCode();
    const refused = redeem(viewer, code.code);
    await expect(refused).rejects.toMatchObject({ code: "rate_limited" });
    await expect(refused).rejects.toHaveProperty("details.retryAfterSeconds", expect.any(Number));
    expect(await answerOf(redeem(await makeOwner(0), code.code, address))).toBe("redeemed");
  });

  test("from one address are bounded for all accounts together, and so from one network", async () => {
    const address = "203.0.113.7";
    const guessers = await Promise.all(Array.from({ length: 5 }, () => makeOwner(0)));
    for (const viewer of guessers) {
      await Promise.all(Array.from({ length: perAccount }, () => guess(viewer, address)));
    }
    expect(await guess(await makeOwner(0), address)).toBe("rate_limited");
    // The refused ones were given back: what counts is what was evaluated.
    for (let host = 8; host < 8 + (perNetwork - perAddress) / perAddress; host++) {
      for (let account = 0; account < perAddress / perAccount; account++) {
        const viewer = await makeOwner(0);
        for (let turn = 0; turn < perAccount; turn++) {
          expect(await guess(viewer, `203.0.113.${host}`)).toBe("promo_unknown");
        }
      }
    }
    expect(await guess(await makeOwner(0), "203.0.113.99")).toBe("rate_limited");
    expect(await guess(await makeOwner(0), "203.0.114.7")).toBe("promo_unknown");
  });

  test("count for nobody where no address is known, and a success is none", async () => {
    for (let turn = 0; turn < 4; turn++) {
      const viewer = await makeOwner(0);
      for (let at = 0; at < perAccount; at++) expect(await guess(viewer, "unknown")).toBe("promo_unknown");
    }
    const code = await makeCode();
    const address = someAddress();
    const people = await Promise.all(Array.from({ length: perAddress + 5 }, () => makeOwner(0)));
    for (const viewer of people) {
      expect(await answerOf(redeem(viewer, code.code, address))).toBe("redeemed");
    }
  });

  test("are not what a crowd is that comes at once from one address: by trying again all get through", async () => {
    const code = await makeCode();
    const address = someAddress();
    let waiting = await Promise.all(Array.from({ length: 2 * perAddress + 10 }, () => makeOwner(0)));
    for (let round = 0; waiting.length > 0; round++) {
      expect(round).toBeLessThan(10);
      const answers = await Promise.all(
        waiting.map((viewer) => insistOn(() => redeem(viewer, code.code, address))),
      );
      waiting = waiting.filter((_, at) => answers[at] === "rate_limited");
    }
    expect((await usesOf(code))[0]).toBe(2 * perAddress + 10);
  });

  test("of everybody raise one alarm an hour, and hold nobody up", async () => {
    const { points } = limits["promo-unknown:everybody"];
    const alarms = async () =>
      /promo_redemptions_total\{outcome="alarm"\} (\d+)/.exec(await metrics().metrics())?.[1];
    expect(await alarms()).toBeUndefined();
    await database().pool.query("UPDATE rate_limits SET points = $1 WHERE key LIKE 'promo-unknown%'", [
      points,
    ]);
    for (let turn = 0; turn < 3; turn++) {
      expect(await guess(await makeOwner(0), someAddress())).toBe("promo_unknown");
    }
    expect(await alarms()).toBe("1");
  });
});

test("where nothing counts, it is said to try again, and nothing is evaluated", async () => {
  const viewer = await makeOwner(0);
  const code = await makeCode();
  await database().pool.query("ALTER TABLE rate_limits RENAME TO away");
  const refused = redeem(viewer, code.code);
  await expect(refused).rejects.toMatchObject({
    code: "unavailable",
    details: { values: { reason: "promo_again" } },
  });
  await database().pool.query("ALTER TABLE away RENAME TO rate_limits");
  expect(await usesOf(code)).toEqual([0, 0]);
  expect(await answerOf(redeem(viewer, code.code))).toBe("redeemed");
});
