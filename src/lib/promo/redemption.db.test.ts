import { describe, expect, test } from "vitest";
import { startPaying } from "#lib/entitlements/paid-plan.testing.ts";
import { resolve } from "#lib/entitlements/resolve.ts";
import { findAccessFacts } from "#lib/entitlements/store.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { pool } from "#platform/db/pool.ts";
import { db } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { makeOwner } from "../../../sandbox/drills/owners.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { showCode } from "./code-text.ts";
import { answerOf, insistOn, makeCode, someAddress, usesOf } from "./promo.testing.ts";
import { redeemPromo } from "./redemption.ts";

const database = openTestDatabase();
const now = new Date("2026-05-01T12:00:00Z");
const day = (count: number) => new Date(now.getTime() + count * dayMs);

const redeem = (viewer: Viewer, code: string, at = now, address = someAddress()) =>
  redeemPromo(db(), viewer, code, address, at);

const accessOf = async ({ workspace }: Viewer, at = now) =>
  resolve(await findAccessFacts(db(), workspace.id), at);
const actionsOf = async ({ workspace }: Viewer) =>
  (await db().auditEvent.findMany({ where: { workspaceId: workspace.id }, orderBy: { id: "asc" } })).map(
    ({ action }) => action,
  );
describe("a redeemed code", () => {
  test("gives Pro at once, resumes what the plan had paused, and is in the audit", async () => {
    const viewer = await makeOwner(12);
    await db().qrCode.updateMany({
      where: { workspaceId: viewer.workspace.id, name: { in: ["10", "11"] } },
      data: { isActive: false, pauseReason: "plan" },
    });
    const code = await makeCode();
    expect(await redeem(viewer, showCode(code.code).toLowerCase())).toEqual({
      daysGranted: 30,
      daysLeft: 30,
      expiresAt: day(30),
      isBanked: false,
      bankedUntil: null,
    });
    expect(await accessOf(viewer)).toMatchObject({ tier: "premium", source: "promo", expiresAt: day(30) });
    const { workspace, profileId } = viewer;
    expect(await db().qrCode.count({ where: { workspaceId: workspace.id, isActive: false } })).toBe(0);
    expect(await actionsOf(viewer)).toEqual(["promo.redeemed", "access.changed", "codes.resumed_by_plan"]);
    expect(
      await db().auditEvent.findFirst({ where: { action: "promo.redeemed", workspaceId: workspace.id } }),
    ).toMatchObject({
      actor: `profile:${profileId}`,
      subject: `promo_code:${code.id}`,
      after: { days: 30, grantedUntil: day(30).toISOString(), isBanked: false },
    });
    expect(await db().promoRedemption.findFirst({ where: { promoCodeId: code.id } })).toMatchObject({
      workspaceId: workspace.id,
      profileId,
      days: 30,
      grantedUntil: day(30),
      redeemedAt: now,
    });
    expect(await db().promoGrant.findMany({ where: { workspaceId: workspace.id } })).toMatchObject([
      { days: 30, source: `promo_code:${code.id}` },
    ]);
    expect(await usesOf(code)).toEqual([1, 1]);
  });

  test("goes on after the trial, and a second one after the first", async () => {
    const viewer = await makeOwner(0, day(4));
    const [first, second] = [await makeCode(), await makeCode({ days: 10 })];
    expect(await redeem(viewer, first.code)).toMatchObject({ expiresAt: day(34), bankedUntil: day(4) });
    expect(await accessOf(viewer)).toMatchObject({ source: "trial", expiresAt: day(4) });
    expect(await accessOf(viewer, day(5))).toMatchObject({ source: "promo", expiresAt: day(34) });
    expect(await redeem(viewer, second.code, day(6))).toMatchObject({ expiresAt: day(44), isBanked: false });
    expect(await accessOf(viewer, day(40))).toMatchObject({ source: "promo", expiresAt: day(44) });
    expect((await accessOf(viewer, day(44))).tier).toBe("starter");
  });

  test("waits while a plan is paid, and runs from the day on which that has ended", async () => {
    const viewer = await makeOwner(0);
    const id = await startPaying(viewer.workspace.id, { startedAt: day(-30) });
    const code = await makeCode();
    expect(await redeem(viewer, code.code)).toEqual({
      daysGranted: 30,
      daysLeft: 30,
      expiresAt: null,
      isBanked: true,
      bankedUntil: null,
    });
    expect(await accessOf(viewer)).toMatchObject({ source: "subscription", tier: "premium" });
    await db().billingSubscription.update({
      where: { id },
      data: { status: "past_due", graceUntil: day(9) },
    });
    expect(await accessOf(viewer, day(10))).toMatchObject({ source: "promo", expiresAt: day(39) });
  });

  test("says when it begins where the plan is cancelled", async () => {
    const viewer = await makeOwner(0);
    await startPaying(viewer.workspace.id, { startedAt: day(-30), cancelAt: day(20) });
    expect(await redeem(viewer, (await makeCode()).code)).toMatchObject({
      expiresAt: day(50),
      isBanked: true,
      bankedUntil: day(20),
    });
  });
});

describe("what cannot be redeemed", () => {
  test("is told to somebody who is signed in, by its reason", async () => {
    const viewer = await makeOwner(0);
    const other = await makeOwner(0);
    const usedUp = await makeCode({ maxUses: 2 });
    for (const one of [other, await makeOwner(0)]) await redeem(one, usedUp.code);
    const single = await makeCode({ maxUses: 1 });
    await redeem(other, single.code);
    const inactive = await makeCode();
    await db().promoCode.update({ where: { id: inactive.id }, data: { isActive: false } });
    const ended = await makeCode({ endsAt: day(1).toISOString() }, now);
    const mine = await makeCode();
    await redeem(viewer, mine.code);
    const before = await accessOf(viewer);

    expect(await answerOf(redeem(viewer, ended.code, day(1)))).toBe("promo_expired");
    expect(await answerOf(redeem(viewer, usedUp.code))).toBe("promo_used_up");
    expect(await answerOf(redeem(viewer, mine.code))).toBe("promo_redeemed");
    expect(await answerOf(redeem(viewer, "NOSUCHCODE"))).toBe("promo_unknown");
    expect(await answerOf(redeem(viewer, inactive.code))).toBe("promo_unknown");
    expect(await answerOf(redeem(viewer, single.code))).toBe("promo_unknown");
    expect(await answerOf(redeem(other, single.code))).toBe("promo_redeemed");
    expect(await answerOf(redeem(viewer, "it's not a code"))).toBe("validation");
    expect(await accessOf(viewer)).toEqual(before);
    expect([await usesOf(mine), await usesOf(usedUp), await usesOf(single)]).toEqual([
      [1, 1],
      [2, 2],
      [1, 1],
    ]);
  });

  test("asks the same of the database whether it is unknown, inactive or another one's", async () => {
    const viewer = await makeOwner(0);
    const [inactive, single] = [await makeCode(), await makeCode({ maxUses: 1 })];
    await db().promoCode.update({ where: { id: inactive.id }, data: { isActive: false } });
    await redeem(await makeOwner(0), single.code);
    const statements = async (code: string) => {
      const seen: string[] = [];
      const note = (client: { query: (...given: unknown[]) => unknown }) => {
        const query = client.query.bind(client);
        client.query = (...given) => {
          const [first] = given as [{ text?: string } | string];
          seen.push(typeof first === "string" ? first : (first.text ?? ""));
          return query(...given);
        };
        return () => {
          client.query = query;
        };
      };
      // SAFETY: only the one method is looked at and put back.
      const undo = note(pool() as unknown as { query: (...given: unknown[]) => unknown });
      expect(await answerOf(redeem(viewer, code))).toBe("promo_unknown");
      undo();
      return seen;
    };
    const unknown = await statements("NOSUCHCODE");
    expect(unknown.filter((statement) => statement.includes("FROM promo_codes"))).toHaveLength(1);
    expect(await statements(inactive.code)).toEqual(unknown);
    expect(await statements(single.code)).toEqual(unknown);
  });

  test("is refused to members who may not change what the workspace has, before anything is looked at", async () => {
    const viewer = await makeOwner(0);
    const code = await makeCode();
    for (const role of ["MEMBER", "VIEWER"] as const) {
      const member = { ...viewer, workspace: { ...viewer.workspace, role } };
      expect(await answerOf(redeem(member, code.code))).toBe("forbidden");
      expect(await answerOf(redeem(member, "NOSUCHCODE"))).toBe("forbidden");
    }
    const admin = { ...viewer, workspace: { ...viewer.workspace, role: "ADMIN" as const } };
    expect(await answerOf(redeem(admin, code.code))).toBe("redeemed");
  });
});

describe("one code", () => {
  test("is redeemed once by a person in two workspaces, and once for a workspace by two persons", async () => {
    const [viewer, other] = [await makeOwner(0), await makeOwner(0)];
    const code = await makeCode();
    await redeem(viewer, code.code);
    expect(await answerOf(redeem({ ...viewer, workspace: other.workspace }, code.code))).toBe(
      "promo_redeemed",
    );
    expect(await answerOf(redeem({ ...other, workspace: viewer.workspace }, code.code))).toBe(
      "promo_redeemed",
    );
    expect(await answerOf(redeem(other, code.code))).toBe("redeemed");
  });

  test("in ten tabs at once is redeemed once, and the others are told", async () => {
    const viewer = await makeOwner(0);
    const code = await makeCode();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => insistOn(() => redeem(viewer, code.code))),
    );
    expect(answers.filter((one) => one === "redeemed")).toHaveLength(1);
    expect(answers.filter((one) => one === "promo_redeemed")).toHaveLength(9);
    expect(await accessOf(viewer)).toMatchObject({ expiresAt: day(30) });
    expect(await usesOf(code)).toEqual([1, 1]);
  });

  test.each([1, 5])("with %i uses has no more, however many come at once", async (maxUses) => {
    const code = await makeCode({ maxUses });
    const viewers = await Promise.all(Array.from({ length: 20 }, () => makeOwner(0)));
    const answers = await Promise.all(viewers.map((viewer) => insistOn(() => redeem(viewer, code.code))));
    expect(answers.filter((one) => one === "redeemed")).toHaveLength(maxUses);
    expect(new Set(answers.filter((one) => one !== "redeemed"))).toEqual(
      new Set([maxUses === 1 ? "promo_unknown" : "promo_used_up"]),
    );
    expect(await usesOf(code)).toEqual([maxUses, maxUses]);
  });

  test("beside another one, in both orders at once, adds both to one workspace", async () => {
    const viewer = await makeOwner(0);
    const codes = await Promise.all(Array.from({ length: 6 }, () => makeCode({ days: 10 })));
    await Promise.all(codes.map(({ code }) => insistOn(() => redeem(viewer, code))));
    expect(await accessOf(viewer)).toMatchObject({ expiresAt: day(60) });
  });

  test("that fails halfway leaves nothing of it behind", async () => {
    const viewer = await makeOwner(0);
    const code = await makeCode();
    await database().pool.query(`
      CREATE FUNCTION fail() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN RAISE 'planted'; END $$;
      CREATE TRIGGER planted BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION fail()`);
    await expect(redeem(viewer, code.code)).rejects.toThrow("planted");
    await database().pool.query("DROP FUNCTION fail() CASCADE");
    expect(await usesOf(code)).toEqual([0, 0]);
    expect((await accessOf(viewer)).tier).toBe("starter");
    expect(await answerOf(redeem(viewer, code.code))).toBe("redeemed");
  });
});

describe("the database itself", () => {
  test("holds no more uses than there are, and each once", async () => {
    const server = database().pool;
    const code = await makeCode({ maxUses: 2 });
    const viewer = await makeOwner(0);
    await redeem(viewer, code.code);
    const setUses = (uses: number) =>
      server.query("UPDATE promo_codes SET uses = $1 WHERE id = $2", [uses, code.id]);
    for (const uses of [3, -1]) await expect(setUses(uses)).rejects.toMatchObject({ code: "23514" });
    const { id: workspaceId } = (await makeOwner(0)).workspace;
    const insert = (workspace: string, profile: string) =>
      server.query(
        `INSERT INTO promo_redemptions (promo_code_id, workspace_id, profile_id, days, redeemed_at)
         VALUES ($1, $2, $3, 1, now())`,
        [code.id, workspace, profile],
      );
    await expect(insert(workspaceId, viewer.profileId)).rejects.toMatchObject({ code: "23505" });
    const { profileId } = await makeOwner(0);
    await expect(insert(viewer.workspace.id, profileId)).rejects.toMatchObject({ code: "23505" });
  });

  test("lets nobody delete a workspace or a person that a redemption names", async () => {
    const viewer = await makeOwner(0);
    await redeem(viewer, (await makeCode()).code);
    const server = database().pool;
    for (const [table, id] of [
      ["workspaces", viewer.workspace.id],
      ["profiles", viewer.profileId],
    ]) {
      await expect(server.query(`DELETE FROM ${table} WHERE id = $1`, [id])).rejects.toMatchObject({
        code: "23001",
      });
    }
  });
});
