import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { makeOwner } from "../../../sandbox/drills/owners.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { makeAdmin, makeCode, someAddress } from "./promo.testing.ts";
import { getPromoCode, listPromoCodes, listRedemptions } from "./read-promo-codes.ts";
import { redeemPromo } from "./redemption.ts";
import { createPromoBatch, deactivatePromoCode } from "./service.ts";
import { batchBody, listQuery } from "./validation.ts";

openTestDatabase();
const now = new Date("2026-05-01T12:00:00Z");
const day = (count: number) => new Date(now.getTime() + count * dayMs);
const everything = { q: "", state: null, batch: null, after: null };

test("nobody but who runs the platform sees a code, or who has redeemed it", async () => {
  const user = await makeOwner(0);
  const { id } = await makeCode();
  const tries = [
    () => getPromoCode(db(), user, id),
    () => listPromoCodes(db(), user, everything, now),
    () => listRedemptions(db(), user, id, null),
  ];
  for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
});

describe("the list", () => {
  test("goes through all codes page by page, each once, the newest first, also those of one instant", async () => {
    const admin = makeAdmin(day(1_000));
    const { batchId } = await createPromoBatch(
      db(),
      admin,
      batchBody.parse({ description: "Spring fair", days: 30, count: 120 }),
      day(1_000),
    );
    const seen: string[] = [];
    let after = null;
    do {
      const page = await listPromoCodes(db(), admin, { ...everything, batch: batchId, after }, now);
      seen.push(...page.rows.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
    const newest = await makeCode({}, day(1_001));
    const { rows } = await listPromoCodes(db(), admin, everything, now);
    expect(rows.slice(0, 2).map(({ id }) => id)).toEqual([newest.id, seen[0]]);
  });

  test("finds by the beginning of a code, however it is typed, by the description, and by state", async () => {
    const admin = makeAdmin();
    const find = async (query: Record<string, string | null>, at = day(2)) =>
      (await listPromoCodes(db(), admin, listQuery.parse({ ...everything, ...query }), at)).rows.map(
        ({ code }) => code,
      );
    const unique = `Q${randomUUID().slice(0, 8)}`.toUpperCase();
    const description = `100% of_${unique}`;
    const codeFor = (name: string, terms: object = {}) =>
      makeCode({ code: `${unique}${name}`, description, ...terms }, now);
    const [open, ended, used, off] = [
      await codeFor("OPEN", { endsAt: day(3).toISOString() }),
      await codeFor("ENDED", { endsAt: day(1).toISOString() }),
      await codeFor("USED", { maxUses: 1 }),
      await codeFor("OFF"),
    ];
    await redeemPromo(db(), await makeOwner(0), used.code, someAddress(), now);
    await deactivatePromoCode(db(), admin, off.id, "over", now);

    expect(await find({ q: `${unique.toLowerCase()}-op` })).toEqual([open.code]);
    expect(await find({ q: `${unique} 10` })).toHaveLength(4);
    expect(await find({ q: `100% of_${unique.slice(0, 7).toLowerCase()}` })).toHaveLength(4);
    expect(await find({ q: `${unique} 00` })).toEqual([]);
    expect(await find({ q: "%_':*&|!" })).toEqual([]);
    expect(await find({ q: unique, state: "active" })).toEqual([open.code]);
    expect(await find({ q: unique, state: "expired" })).toEqual([ended.code]);
    expect(await find({ q: unique, state: "used_up" })).toEqual([used.code]);
    expect(await find({ q: unique, state: "inactive" })).toEqual([off.code]);
  });

  test("of a code's redemptions says who, for which workspace, when and until when", async () => {
    const admin = makeAdmin();
    const code = await makeCode();
    const [first, second] = [await makeOwner(0), await makeOwner(0)];
    await redeemPromo(db(), first, code.code, someAddress(), now);
    await redeemPromo(db(), second, code.code, someAddress(), day(1));
    await redeemPromo(db(), first, (await makeCode()).code, someAddress(), now);
    const { rows, next } = await listRedemptions(db(), admin, code.id, null);
    expect(next).toBeNull();
    expect(rows).toMatchObject([
      { redeemedAt: day(1), grantedUntil: day(31), profile: { id: second.profileId, email: second.email } },
      { redeemedAt: now, grantedUntil: day(30), workspace: { id: first.workspace.id, name: "Drill" } },
    ]);
    const [newest] = rows;
    const rest = await listRedemptions(db(), admin, code.id, {
      at: newest?.redeemedAt ?? now,
      id: newest?.id ?? "",
    });
    expect(rest.rows.map(({ profile }) => profile.id)).toEqual([first.profileId]);
  });
});
