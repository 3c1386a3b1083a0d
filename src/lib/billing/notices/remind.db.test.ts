import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { dayMs, hourMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { remind } from "./remind.ts";

openTestDatabase();
const start = new Date("2026-05-01T12:00:00Z");
const later = (ms: number) => new Date(start.getTime() + ms);
const look = (at: Date) => remind({ db: db(), now: () => at });

beforeAll(() => {
  Object.assign(process.env, { GATEKEEPER_ENABLED: "true" });
});
beforeEach(async () => {
  await db().mail.deleteMany();
});

async function makeWorkspace(trialEndsAt: Date | null, codes = 0): Promise<string> {
  const owner = { id: randomUUID(), email: `${randomUUID()}@example.com`, locale: "pl" };
  const { id: workspaceId } = await db().workspace.create({
    data: {
      name: "Test",
      trialEndsAt,
      members: { create: { role: "OWNER", profile: { create: owner } } },
    },
  });
  await db().qrCode.createMany({
    data: Array.from({ length: codes }, (_, index) => ({
      workspaceId,
      slug: randomUUID(),
      name: `Code ${index}`,
      destination: "https://example.com/",
      createdAt: later(index),
    })),
  });
  return workspaceId;
}

async function subscribe(workspaceId: string, given: object): Promise<void> {
  const customerId = `cus_${workspaceId}`;
  await db().billingCustomer.create({ data: { id: customerId, workspaceId } });
  await db().billingSubscription.create({
    data: {
      ...{ id: `sub_${workspaceId}`, workspaceId, customerId, status: "active" },
      ...{ kind: "plan", tier: "premium", priceId: "price_x", currency: "usd", quantity: 1 },
      ...{ startedAt: start, details: {}, ...given },
    },
  });
}

async function told(workspaceId: string): Promise<{ kind: string; values: unknown }[]> {
  return db().mail.findMany({
    where: { workspaceId },
    select: { kind: true, values: true },
    orderBy: { createdAt: "asc" },
  });
}

describe("a trial", () => {
  const end = later(7 * dayMs);

  test("that nobody has to be told of keeps no later one from being told", async () => {
    const at = later(300 * dayMs);
    for (const hours of [1, 2]) {
      const workspaceId = await makeWorkspace(new Date(at.getTime() + hours * hourMs));
      const waiver = { tier: "enterprise", reason: "a gift", grantedBy: "test" } as const;
      await db().feeWaiver.create({ data: { workspaceId, ...waiver } });
    }
    const last = await makeWorkspace(new Date(at.getTime() + 3 * hourMs));
    await remind({ db: db(), now: () => at }, () => false, 1);
    expect((await told(last)).map(({ kind }) => kind)).toEqual(["trial_ending"]);
  });

  test("is told of three days and one day before its end, each once, with the codes at risk", async () => {
    const id = await makeWorkspace(end, 12);
    await look(later(4 * dayMs - 1));
    expect(await told(id)).toEqual([]);
    for (const hours of [96, 97, 143, 144, 145, 167, 168, 200]) await look(later(hours * hourMs));
    const codes = { names: ["Code 10", "Code 11"], count: 2 };
    expect(await told(id)).toEqual([
      { kind: "trial_ending", values: { days: 3, endsAt: end.toISOString(), codes } },
      { kind: "trial_ending", values: { days: 1, endsAt: end.toISOString(), codes } },
    ]);
  });

  test("is told of one day only by a process that comes late, and of nothing after its end", async () => {
    const [late, over] = [await makeWorkspace(end), await makeWorkspace(later(6 * dayMs))];
    await look(later(6.5 * dayMs));
    expect((await told(late)).map(({ values }) => values)).toMatchObject([{ days: 1 }]);
    expect(await told(over)).toEqual([]);
  });

  test("is told of once by twenty processes at once", async () => {
    const id = await makeWorkspace(end);
    await Promise.all(Array.from({ length: 20 }, () => look(later(5 * dayMs))));
    expect(await told(id)).toHaveLength(1);
  });

  test("is not spoken of to who pays, nor in a workspace that was closed", async () => {
    const [paying, closed] = [await makeWorkspace(end), await makeWorkspace(end)];
    await subscribe(paying, {});
    await db().workspace.update({ where: { id: closed }, data: { closedAt: start } });
    await look(later(5 * dayMs));
    expect([await told(paying), await told(closed)]).toEqual([[], []]);
  });

  test("that was made longer is told of again", async () => {
    const id = await makeWorkspace(end);
    await look(later(5 * dayMs));
    await db().workspace.update({ where: { id }, data: { trialEndsAt: later(14 * dayMs) } });
    await look(later(12 * dayMs));
    expect(await told(id)).toHaveLength(2);
  });
});

describe("a cancelled plan", () => {
  const end = later(30 * dayMs);

  test("is told of three days before its end, once, with the codes at risk", async () => {
    const id = await makeWorkspace(null, 11);
    await subscribe(id, { cancelAt: end, canceledAt: start });
    for (const days of [20, 27, 27.5, 29, 30]) await look(later(days * dayMs));
    const codes = { names: ["Code 10"], count: 1 };
    expect(await told(id)).toEqual([
      { kind: "plan_ending", values: { plan: "pro", endsAt: end.toISOString(), trialEndsAt: null, codes } },
    ]);
  });

  test("is not told of by who has just cancelled it, nor where it goes on", async () => {
    const [fresh, going] = [await makeWorkspace(null), await makeWorkspace(null)];
    await subscribe(fresh, { cancelAt: end, canceledAt: later(27.5 * dayMs) });
    await subscribe(going, {});
    await look(later(28 * dayMs));
    expect([await told(fresh), await told(going)]).toEqual([[], []]);
  });

  test("threatens no codes while the rest of a trial would go on", async () => {
    const id = await makeWorkspace(null, 12);
    await db().workspace.update({ where: { id }, data: { trialBankedSeconds: 86_400 } });
    await subscribe(id, { cancelAt: end, canceledAt: start });
    await look(later(28 * dayMs));
    expect((await told(id))[0]?.values).toMatchObject({
      trialEndsAt: later(31 * dayMs).toISOString(),
      codes: { count: 0 },
    });
  });
});
