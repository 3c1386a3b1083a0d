import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { handleDowngrade } from "./handle-downgrade.ts";
import { sweepAccess } from "./sweep-access.ts";

openTestDatabase();
const now = new Date("2026-05-01T12:00:00Z");
const later = new Date("2026-06-01T12:00:00Z");

/** A workspace with codes, the first one the oldest: `a` active, `o` paused by its owner, `x` for abuse. */
async function makeWorkspace(states: string, trialEndsAt: Date | null = null): Promise<string> {
  const { id } = await db().workspace.create({ data: { name: "Test", trialEndsAt } });
  await db().qrCode.createMany({
    data: [...states].map((state, index) => ({
      workspaceId: id,
      slug: randomUUID(),
      name: `${index}`,
      destination: "https://example.com/",
      isActive: state === "a",
      pauseReason: state === "a" ? null : state === "o" ? ("owner" as const) : ("abuse" as const),
      createdAt: new Date(now.getTime() + index * 1000),
    })),
  });
  return id;
}

async function statesOf(workspaceId: string): Promise<string> {
  const codes = await db().qrCode.findMany({ where: { workspaceId }, orderBy: { createdAt: "asc" } });
  return codes.map(({ pauseReason }) => pauseReason?.[0] ?? ".").join("");
}

function reconcile(workspaceId: string, at: Date, limitBefore?: number | null) {
  return db().$transaction((tx) => handleDowngrade(tx, workspaceId, at, limitBefore));
}

describe("after a plan has ended", () => {
  test("of fifteen codes the ten oldest run, the five newest are paused by the plan", async () => {
    const id = await makeWorkspace("a".repeat(15));
    expect((await reconcile(id, now)).paused).toHaveLength(5);
    expect(await statesOf(id)).toBe("..........ppppp");
  });

  test("doing it again touches no row and tells the audit nothing", async () => {
    const id = await makeWorkspace("a".repeat(12));
    await reconcile(id, now);
    const versions = () =>
      db().$queryRawUnsafe(`SELECT id, xmin::text FROM qr_codes WHERE workspace_id = '${id}' ORDER BY id`);
    const before = await versions();
    expect(await reconcile(id, now)).toEqual({ paused: [], resumed: [] });
    expect(await versions()).toEqual(before);
    const audit = await db().auditEvent.findMany({ where: { workspaceId: id } });
    expect(audit.map(({ action }) => action)).toEqual(["codes.paused_by_plan"]);
    expect(audit[0]?.after).toMatchObject({ tier: "starter", source: "free", limit: 10 });
  });

  test("an upgrade resumes exactly those that the plan had paused", async () => {
    const id = await makeWorkspace(`${"a".repeat(12)}ox`);
    await reconcile(id, now);
    expect(await statesOf(id)).toBe("..........ppoa");
    await db().workspace.update({ where: { id }, data: { trialEndsAt: later } });
    expect((await reconcile(id, now, 10)).resumed).toHaveLength(2);
    expect(await statesOf(id)).toBe("............oa");
  });

  test("a code that the owner pauses makes no room that another one takes by itself", async () => {
    const id = await makeWorkspace("a".repeat(12));
    await reconcile(id, now);
    const oldest = await db().qrCode.findFirstOrThrow({
      where: { workspaceId: id },
      orderBy: { createdAt: "asc" },
    });
    await db().qrCode.update({ where: { id: oldest.id }, data: { isActive: false, pauseReason: "owner" } });
    await reconcile(id, now);
    expect(await statesOf(id)).toBe("o.........pp");
  });

  test("deleted codes neither count nor come back", async () => {
    const id = await makeWorkspace("a".repeat(12));
    await db().qrCode.updateMany({
      where: { workspaceId: id, name: { in: ["0", "1"] } },
      data: { deletedAt: now },
    });
    expect(await reconcile(id, now)).toEqual({ paused: [], resumed: [] });
  });

  test("nothing of another workspace is touched", async () => {
    const other = await makeWorkspace("a".repeat(12));
    await reconcile(await makeWorkspace("a".repeat(12)), now);
    expect(await statesOf(other)).toBe(".".repeat(12));
  });
});

test("while a trial runs nothing is paused, and at its end it is", async () => {
  const id = await makeWorkspace("a".repeat(11), later);
  expect((await reconcile(id, now)).paused).toEqual([]);
  expect((await reconcile(id, later)).paused).toHaveLength(1);
});

test("twenty at once pause each code once", async () => {
  const id = await makeWorkspace("a".repeat(14));
  const done = await Promise.all(Array.from({ length: 20 }, () => reconcile(id, now)));
  expect(done.flatMap(({ paused }) => paused)).toHaveLength(4);
  expect(await statesOf(id)).toBe("..........pppp");
});

describe("the sweep", () => {
  async function subscribe(
    workspaceId: string,
    status: string,
    graceUntil: Date | null = null,
  ): Promise<void> {
    const customerId = `cus_${workspaceId}`;
    await db().billingCustomer.create({ data: { id: customerId, workspaceId } });
    await db().billingSubscription.create({
      data: {
        ...{ id: `sub_${workspaceId}`, workspaceId, customerId, status, graceUntil },
        ...{ kind: "plan", tier: "premium", priceId: "price_x", currency: "usd", quantity: 1 },
        ...{ startedAt: now, details: {} },
      },
    });
  }

  test("finds those whose time has run out, and leaves alone who pays", async () => {
    const codes = "a".repeat(11);
    const [trial, paying, failing] = [
      await makeWorkspace(codes, later),
      await makeWorkspace(codes, later),
      await makeWorkspace(codes),
    ];
    await subscribe(paying, "active");
    await subscribe(failing, "past_due", later);
    await sweepAccess(db(), now);
    const all = async () => Promise.all([trial, paying, failing].map(statesOf));
    expect(await all()).toEqual([".".repeat(11), ".".repeat(11), ".".repeat(11)]);
    expect(await sweepAccess(db(), later)).toBeGreaterThanOrEqual(2);
    expect(await all()).toEqual(["..........p", ".".repeat(11), "..........p"]);
    expect(await sweepAccess(db(), later)).toBe(0);
  });

  test("writes down when a banked trial ends that has gone on since a grace ran out, and touches no other", async () => {
    const [going, banked] = [await makeWorkspace("a"), await makeWorkspace("a")];
    await subscribe(going, "past_due", now);
    await subscribe(banked, "active");
    const day = 86_400;
    await db().workspace.updateMany({
      where: { id: { in: [going, banked] } },
      data: { trialBankedSeconds: day },
    });
    await sweepAccess(db(), new Date(now.getTime() + 60_000));
    const trialOf = (id: string) => db().workspace.findUnique({ where: { id } });
    expect(await trialOf(going)).toMatchObject({
      trialBankedSeconds: 0,
      trialEndsAt: new Date(now.getTime() + day * 1000),
    });
    expect(await trialOf(banked)).toMatchObject({ trialBankedSeconds: day, trialEndsAt: null });
  });
});
