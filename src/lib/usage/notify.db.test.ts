import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { UsageMails } from "#lib/mails/usage-mails.ts";
import type { WorkspaceRole } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { insertDismissal, listOpenNotices, type NoticeId } from "./notice-store.ts";
import { enqueueUsageNotice, type UsageNotice } from "./notify.ts";

openTestDatabase();
const now = new Date("2026-11-21T12:00:00Z");
const period = { start: new Date("2026-11-03T00:00:00Z"), end: new Date("2026-12-03T00:00:00Z") };

type Member = { role?: WorkspaceRole; locale?: "en" | "pl"; usageMails?: UsageMails };

/** A workspace with these members. @returns its id, and theirs */
async function makeWorkspace(...members: Member[]): Promise<{ workspaceId: string; people: string[] }> {
  const people = members.map(() => randomUUID());
  const { id } = await db().workspace.create({
    data: {
      name: "W",
      members: {
        create: members.map(({ role = "OWNER", ...profile }, index) => ({
          role,
          profile: { create: { id: people[index] ?? "", email: `${people[index]}@x.test`, ...profile } },
        })),
      },
    },
  });
  return { workspaceId: id, people };
}

const passed = (change: Partial<UsageNotice> = {}): UsageNotice => ({
  meter: "exports",
  used: 80,
  limit: 100,
  threshold: 80,
  tier: "premium",
  state: "open",
  graceLimit: null,
  graceEndsAt: null,
  period,
  ...change,
});
const full = passed({
  used: 100,
  threshold: 100,
  state: "grace",
  graceLimit: 120,
  graceEndsAt: new Date("2026-11-28T12:00:00Z"),
});
const notify = (workspaceId: string, notice: UsageNotice) =>
  db().$transaction((tx) => enqueueUsageNotice(tx, workspaceId, notice, now));
const mailsOf = (workspaceId: string) =>
  db().mail.findMany({
    where: { workspaceId },
    select: { profileId: true, locale: true, values: true },
    orderBy: { createdAt: "asc" },
  });
const told = async (workspaceId: string) => (await mailsOf(workspaceId)).map(({ profileId }) => profileId);
const openFor = (workspaceId: string, profileId: string) =>
  listOpenNotices(db(), workspaceId, profileId, period.start);

describe("who is told", () => {
  test("owners and admins, each in their language, and nobody else", async () => {
    const { workspaceId, people } = await makeWorkspace(
      { locale: "pl" },
      { role: "ADMIN" },
      { role: "MEMBER" },
      { role: "VIEWER" },
    );
    expect(await notify(workspaceId, passed())).toBe(true);
    const mails = await mailsOf(workspaceId);
    expect(new Map(mails.map(({ profileId, locale }) => [profileId, locale]))).toEqual(
      new Map([
        [people[0], "pl"],
        [people[1], "en"],
      ]),
    );
    expect(mails[0]?.values).toMatchObject({ meter: "exports", used: 80, percent: 80, plan: "enterprise" });
  });

  test("as much as each wants to hear", async () => {
    const { workspaceId, people } = await makeWorkspace(
      { usageMails: "all" },
      { role: "ADMIN", usageMails: "from_full" },
      { role: "ADMIN", usageMails: "none" },
    );
    await notify(workspaceId, passed());
    expect(await told(workspaceId)).toEqual([people[0]]);
    await notify(workspaceId, full);
    expect((await told(workspaceId)).slice(1).sort()).toEqual(people.slice(0, 2).sort());
    // On the pages it stands for everybody.
    expect(await openFor(workspaceId, people[2] ?? "")).toMatchObject([{ threshold: 100 }]);
  });

  test("nobody of a workspace that was closed", async () => {
    const { workspaceId } = await makeWorkspace({});
    await db().workspace.update({ where: { id: workspaceId }, data: { closedAt: now } });
    expect(await notify(workspaceId, passed())).toBe(true);
    expect(await told(workspaceId)).toEqual([]);
  });
});

describe("how often", () => {
  test("once a period, meter and threshold, however many come at once", async () => {
    const { workspaceId } = await makeWorkspace({});
    const made = await Promise.all(Array.from({ length: 10 }, () => notify(workspaceId, passed())));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await told(workspaceId)).toHaveLength(1);
    const next = { start: period.end, end: new Date("2027-01-03T00:00:00Z") };
    expect(await notify(workspaceId, passed({ period: next }))).toBe(true);
    expect(await notify(workspaceId, passed({ meter: "apiCalls" }))).toBe(true);
  });

  test("a lower threshold than one that was passed is skipped", async () => {
    const { workspaceId } = await makeWorkspace({});
    expect(await notify(workspaceId, full)).toBe(true);
    expect(await notify(workspaceId, passed())).toBe(false);
    expect(await notify(workspaceId, passed({ threshold: 120, used: 120, state: "blocked" }))).toBe(true);
    expect(await told(workspaceId)).toHaveLength(2);
  });

  test("what is undone is told to nobody", async () => {
    const { workspaceId, people } = await makeWorkspace({});
    const undone = db().$transaction(async (tx) => {
      await enqueueUsageNotice(tx, workspaceId, passed(), now);
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect(await told(workspaceId)).toEqual([]);
    expect(await openFor(workspaceId, people[0] ?? "")).toEqual([]);
  });
});

describe("a notice that somebody has put away", () => {
  const near: NoticeId = { meter: "exports", threshold: 80, periodStart: period.start };

  test("is gone for that person alone, until a higher threshold is passed", async () => {
    const { workspaceId, people } = await makeWorkspace({}, { role: "MEMBER" });
    const [owner = "", member = ""] = people;
    await notify(workspaceId, passed());
    expect(await openFor(workspaceId, owner)).toEqual([near]);
    await insertDismissal(db(), workspaceId, owner, near);
    expect(await openFor(workspaceId, owner)).toEqual([]);
    expect(await openFor(workspaceId, member)).toEqual([near]);
    await notify(workspaceId, full);
    expect(await openFor(workspaceId, owner)).toEqual([{ ...near, threshold: 100 }]);
    await insertDismissal(db(), workspaceId, owner, { ...near, threshold: 100 });
    await insertDismissal(db(), workspaceId, owner, near);
    expect(await openFor(workspaceId, owner)).toEqual([]);
  });

  test("leaves no trace where there was none", async () => {
    const { workspaceId, people } = await makeWorkspace({});
    const other = await makeWorkspace({});
    await notify(other.workspaceId, passed());
    await insertDismissal(db(), workspaceId, people[0] ?? "", near);
    expect(await db().noticeDismissal.count({ where: { profileId: people[0] ?? "" } })).toBe(0);
    await notify(workspaceId, passed());
    expect(await openFor(workspaceId, people[0] ?? "")).toEqual([near]);
  });
});
