import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { getEffectivePlan } from "#lib/entitlements/get-effective-plan.ts";
import { startPaying } from "#lib/entitlements/paid-plan.testing.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { dayMs, hourMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../../../sandbox/testing/test-database.ts";
import { endTrial } from "./end-trial.ts";
import { daysForm } from "./forms.ts";
import { grantDays } from "./grant-days.ts";
import { auditOf, codeStates, makeAdmin, makeCodes, makePerson } from "./people.testing.ts";

openTestDatabase();
const now = new Date("2026-05-01T12:00:00Z");
const days = (count: number) => new Date(now.getTime() + count * dayMs);
const longAgo = days(-30);

const give = (admin: Viewer, { workspace }: Viewer, form: string = randomUUID(), count = 30) =>
  grantDays(db(), admin, { workspaceId: workspace.id, days: count, form, reason: "" }, now);
const end = (admin: Viewer, { workspace }: Viewer, reason = "a second account") =>
  endTrial(db(), admin, { workspaceId: workspace.id, reason }, now);
const plan = ({ profileId, workspace }: Viewer, at = now) =>
  getEffectivePlan(db(), workspace.id, profileId, at);
const grantsOf = ({ workspace }: Viewer) => db().promoGrant.count({ where: { workspaceId: workspace.id } });

describe("days of Pro from an admin", () => {
  test("begin at once on Free, bring codes back and say until when", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(longAgo)];
    const { id } = person.workspace;
    await makeCodes(id, `${"a".repeat(10)}pp`);
    expect(await give(admin, person)).toMatchObject({ expiresAt: days(30), isBanked: false });
    expect(await plan(person)).toMatchObject({ tier: "premium", source: "promo", expiresAt: days(30) });
    expect(await codeStates(id)).toBe("a".repeat(12));
    expect(await auditOf("promo.granted", `workspace:${id}`)).toMatchObject([
      {
        ...{ actor: `admin:${admin.profileId}`, workspaceId: id },
        after: { days: 30, grantedUntil: days(30).toISOString() },
      },
    ]);
  });

  test("wait for the end of the trial, and of a plan", async () => {
    const [admin, person, payer] = [await makeAdmin(now), await makePerson(now), await makePerson(longAgo)];
    await startPaying(payer.workspace.id, { startedAt: longAgo });
    expect(await give(admin, person)).toMatchObject({ isBanked: true, expiresAt: days(37) });
    expect(await give(admin, payer)).toMatchObject({ isBanked: true, expiresAt: null });
  });

  test("count once for a form, however often and however much at once it is sent", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(longAgo)];
    const form = randomUUID();
    const spans = await Promise.all(Array.from({ length: 10 }, () => give(admin, person, form)));
    for (const { expiresAt } of spans) expect(expiresAt).toEqual(days(30));
    expect(await grantsOf(person)).toBe(1);
    expect(await auditOf("promo.granted", `workspace:${person.workspace.id}`)).toHaveLength(1);
    expect(await give(admin, person)).toMatchObject({ expiresAt: days(60) });
  });

  test("are told as they were given where the form comes again with another number", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(longAgo)];
    const form = randomUUID();
    expect(await give(admin, person, form, 30)).toMatchObject({ days: 30 });
    expect(await give(admin, person, form, 365)).toMatchObject({ days: 30, expiresAt: days(30) });
  });

  test("are nobody else's to give, and not long after the second factor", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(longAgo)];
    await expect(give(person, person)).rejects.toMatchObject({ code: "forbidden" });
    const stale = { ...admin, secondFactorAt: new Date(now.getTime() - hourMs) };
    await expect(give(stale, person)).rejects.toMatchObject({ code: "second_factor_stale" });
    const elsewhere = { ...person, workspace: { ...person.workspace, id: randomUUID() } };
    await expect(give(admin, elsewhere)).rejects.toMatchObject({ code: "not_found" });
    expect(await grantsOf(person)).toBe(0);
  });

  test.each(["0", "3651", "-1", "1.5", "", "ten"])("are from 1 to 3,650, not %j", (typed) => {
    const form = { workspaceId: randomUUID(), form: randomUUID(), days: typed };
    expect(daysForm.safeParse(form).success).toBe(false);
  });
});

describe("a trial that is ended", () => {
  test("is over at once, with what follows for the codes, and the reason is kept", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(now)];
    const { id } = person.workspace;
    await makeCodes(id, "a".repeat(12));
    expect(await plan(person)).toMatchObject({ source: "trial" });
    await end(admin, person);
    expect(await plan(person)).toMatchObject({ tier: "starter", source: "free" });
    expect(await codeStates(id)).toBe(`${"a".repeat(10)}pp`);
    expect(await auditOf("trial.ended_by_admin", `workspace:${id}`)).toMatchObject([
      { actor: `admin:${admin.profileId}`, after: { reason: "a second account" } },
    ]);
    await expect(end(admin, person)).rejects.toMatchObject({ details: { values: { reason: "no_trial" } } });
  });

  test("lets promo days begin that waited for it", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(now)];
    await give(admin, person, randomUUID(), 10);
    await end(admin, person);
    expect(await plan(person)).toMatchObject({ tier: "premium", source: "promo", expiresAt: days(10) });
  });

  test("does not come back after the plan that it waited for", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(longAgo)];
    const { id } = person.workspace;
    await startPaying(id, { startedAt: longAgo });
    await db().workspace.update({ where: { id }, data: { trialEndsAt: null, trialBankedSeconds: 86_400 } });
    await end(admin, person);
    await db().billingSubscription.updateMany({ where: { workspaceId: id }, data: { status: "canceled" } });
    expect(await plan(person)).toMatchObject({ tier: "starter", source: "free" });
  });

  test("is ended by admins alone, with a reason", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(now)];
    await expect(end(person, person)).rejects.toMatchObject({ code: "forbidden" });
    await expect(end(admin, person, " ")).rejects.toMatchObject({ code: "validation" });
    expect(await plan(person)).toMatchObject({ source: "trial" });
  });
});
