import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { env } from "#lib/env/server.ts";
import { recorded } from "#lib/jobs/record-run.ts";
import { makeAdmin } from "#lib/promo/promo.testing.ts";
import { db } from "#platform/db/prisma.ts";
import { findQueue } from "#platform/jobs/queue.ts";
import { listFailedJobs } from "#platform/jobs/queue-state.ts";
import { startWorker, type Worker } from "#platform/jobs/worker.ts";
import { dayMs, minuteMs } from "#shared/time.ts";
import { root } from "../../../../sandbox/prisma.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { getSystem } from "./get-system.ts";
import { retryJob, retryMail } from "./retry.ts";
import { listSettings } from "./settings.ts";

const database = openTestDatabase();
const admin = makeAdmin();
const now = new Date();
const read = () => getSystem(db(), admin, root);

async function makeMail(
  state: "failed" | "sent" | "pending",
  createdAt = now,
  recipient = "ada@example.org",
) {
  const mail = { key: randomUUID(), kind: "receipt", recipient, locale: "en", values: {}, state, createdAt };
  return db().mail.create({ data: { ...mail, attempts: 30, error: "EENVELOPE 550", nextAttemptAt: now } });
}

const entries = (subject: string) => db().auditEvent.findMany({ where: { subject } });

test("whoever does not run the platform is shown nothing and retries nothing", async () => {
  const user = { ...admin, platformRole: "USER" as const };
  const { id } = await makeMail("failed");
  const attempts = [
    () => getSystem(db(), user, root),
    async () => retryMail(db(), user, id, now),
    async () => retryJob(db(), user, randomUUID(), now),
  ];
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
  expect(await db().mail.findUnique({ where: { id } })).toMatchObject({ state: "failed" });
});

describe("the state of the platform", () => {
  test("names what runs, what it stands on and which migrations are applied", async () => {
    const { versions, database: postgres, cache, migrations, queue } = await read();
    expect(versions).toMatchObject({
      app: expect.stringMatching(/^\d+\./),
      node: process.versions.node,
      next: expect.stringMatching(/^\d+\./),
      prisma: expect.stringMatching(/^\d+\./),
      stripe: expect.stringMatching(/^20\d\d-/),
    });
    expect(postgres).toMatchObject({ version: expect.stringMatching(/^\d+/), lagBytes: null });
    expect(Number(postgres?.sizeBytes)).toBeGreaterThan(0);
    expect(cache).toEqual({ state: "not_configured" });
    expect(migrations).toMatchObject({ pending: [], unknown: [], broken: [] });
    expect(queue).toBeNull();
  });

  test("is told as unknown where the folder of migrations is not there, and without a checkout", async () => {
    const { migrations, versions } = await getSystem(db(), admin, "/nowhere");
    expect(migrations).toMatchObject({ pending: null, unknown: null });
    expect(versions).toMatchObject({ app: null, commit: null, next: null });
  });

  test("shows no secret among the settings, and of each whether it is set", () => {
    const values = {
      ...env(),
      STRIPE_SECRET_KEY: "sk_test_planted",
      APP_SECRET: "planted",
      SMTP_URL: undefined,
    };
    const settings = listSettings({ ...values, DATABASE_URL: "postgresql://u:planted@h/d" });
    expect(JSON.stringify(settings)).not.toContain("planted");
    expect(settings).toContainEqual({ name: "STRIPE_SECRET_KEY", isSet: true });
    expect(settings).toContainEqual({ name: "SMTP_URL", isSet: false });
    expect(settings).toContainEqual({ name: "JOBS_MODE", value: "worker" });
  });
});

describe("the last run of a job", () => {
  const job = (name: string, run: () => Promise<null | number>) =>
    recorded(db, { name, everyMs: minuteMs, run });
  const never = () => false;
  const runOf = async (name: string) => db().jobRun.findUniqueOrThrow({ where: { name } });

  test("is written down with what it found, and stays so while there is nothing to find", async () => {
    await job("one", async () => 3).run(never);
    await job("one", async () => null).run(never);
    const run = await runOf("one");
    expect(run).toMatchObject({ hasFailed: false, report: 3, error: null });
    expect(run.lastSuccessAt).toEqual(run.endedAt);
  });

  test("that failed says why without secrets, throws on, and keeps when it last went well", async () => {
    await job("two", async () => 1).run(never);
    const { lastSuccessAt } = await runOf("two");
    const fails = job("two", async () => {
      throw new Error("no answer for ada@example.org");
    });
    await expect(fails.run(never)).rejects.toThrow("ada@");
    expect(await runOf("two")).toMatchObject({
      hasFailed: true,
      error: "no answer for [email]",
      lastSuccessAt,
    });
  });

  test("is shown beside the job's name", async () => {
    await job("access", async () => 2).run(never);
    const { jobs } = await read();
    expect(jobs.find(({ name }) => name === "access")).toMatchObject({ run: { report: 2 } });
    expect(jobs.find(({ name }) => name === "retention")).toMatchObject({ run: null });
  });
});

describe("a mail that was given up", () => {
  test("is listed and sent once more, in the name of the admin and without the address", async () => {
    const { id } = await makeMail("failed");
    await makeMail("failed", now, "");
    expect((await read()).failedMails?.map((mail) => mail.recipient)).not.toContain("");
    await retryMail(db(), admin, id, now);
    expect(await db().mail.findUnique({ where: { id } })).toMatchObject({ state: "pending", attempts: 0 });
    const [entry] = await entries(`mail:${id}`);
    expect(entry).toMatchObject({ actor: `admin:${admin.profileId}`, action: "job.retried" });
    expect(JSON.stringify(entry?.before)).not.toContain("ada@");
  });

  test.each([
    ["was sent", "sent", now],
    ["is no news any more", "failed", new Date(now.getTime() - 4 * dayMs)],
  ] as const)("and %s is not found", async (_, state, createdAt) => {
    const { id } = await makeMail(state, createdAt);
    await expect(retryMail(db(), admin, id, now)).rejects.toMatchObject({ code: "not_found" });
    expect(await entries(`mail:${id}`)).toEqual([]);
  });
});

describe("the queue", () => {
  let worker: Worker;
  let isBroken = true;
  const done: string[] = [];
  beforeAll(async () => {
    worker = await startWorker({
      url: database().url,
      handlers: {
        mail: async () => {},
        "stripe-event": async (jobs) => {
          if (isBroken) throw new Error("planted");
          done.push(...jobs.map(({ eventId }) => eventId));
        },
      },
    });
  }, 60_000);
  afterAll(() => worker.stop());

  test("shows what failed, and a retry does it, once", async () => {
    await findQueue()?.send(db(), "stripe-event", { eventId: "evt_1" });
    await expect.poll(async () => (await listFailedJobs(db(), 5)).length, { timeout: 20_000 }).toBe(1);
    const { queue, failedJobs } = await read();
    expect(queue).toContainEqual(
      expect.objectContaining({ name: "stripe-event", state: "failed", count: 1 }),
    );
    const [failed] = failedJobs ?? [];
    expect(failed).toMatchObject({ name: "stripe-event", error: "planted" });
    isBroken = false;
    await retryJob(db(), admin, failed?.id ?? "", now);
    await expect.poll(() => done, { timeout: 20_000 }).toEqual(["evt_1"]);
    expect(await entries(`job:${failed?.id}`)).toMatchObject([{ action: "job.retried" }]);
    await expect(retryJob(db(), admin, failed?.id ?? "", now)).rejects.toMatchObject({ code: "not_found" });
  });
});
