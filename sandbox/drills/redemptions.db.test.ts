import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeCode, someAddress, usesOf } from "#lib/promo/promo.testing.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { pool } from "#platform/db/pool.ts";
import { db } from "#platform/db/prisma.ts";
import { limits } from "#platform/rate-limits/limits.ts";
import { configureFor } from "../testing/test-database.ts";
import { type MortalPostgres, startMortalPostgres } from "./mortal-postgres.ts";
import { makeOwner } from "./owners.ts";
import type { Try } from "./redemptions-worker.ts";
import { printTable, sized } from "./size.ts";
import { startWorkerProcess, type WorkerProcess } from "./worker-process.ts";

const size = {
  people: sized(60, 500),
  uses: sized(10, 50),
  /** Each of them takes one worker and the database at once. */
  crashes: sized(1, 5),
  guesses: sized(300, 10_000),
  limitMs: sized(120_000, 10 * 60_000),
};
const processes = 3;

let postgres: MortalPostgres;
let workers: WorkerProcess[] = [];

beforeAll(async () => {
  postgres = await startMortalPostgres();
  configureFor(postgres.url);
  workers = await Promise.all(
    Array.from({ length: processes }, () => startWorkerProcess("sandbox/drills/redemptions-worker.ts")),
  );
}, 120_000);
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await pool().end();
  await postgres.stop();
}, 60_000);

type Answer = { status: number; code?: string };

/** What a worker answers, or null when it died over it. */
async function ask(wanted: Try, turn: number): Promise<Answer | null> {
  try {
    const worker = workers[turn % workers.length];
    const answer = await fetch(worker?.url ?? "", { method: "POST", body: JSON.stringify(wanted) });
    return { status: answer.status, code: ((await answer.json()) as { code?: string }).code };
  } catch {
    return null;
  }
}

type Experience = { viewer: Viewer; tries: number; outcome: string };

/** Somebody who tries again, as they are told to, until they know what became of it. */
async function insist(viewer: Viewer, code: string, at: number): Promise<Experience> {
  const wanted = { viewer, code, address: someAddress() };
  for (let tries = 1; ; tries++) {
    const answer = await ask(wanted, at + tries);
    if (answer?.status === 200) return { viewer, tries, outcome: "redeemed" };
    if (answer !== null && answer.status !== 503) return { viewer, tries, outcome: answer.code ?? "" };
    await sleep(200);
  }
}

const isWinner = ({ outcome }: Experience) => outcome === "redeemed" || outcome === "promo_redeemed";

test("of many who redeem at once, while servers and the database die, exactly as many get the days as there are uses", {
  timeout: size.limitMs,
}, async () => {
  const code = await makeCode({ maxUses: size.uses });
  const people: Viewer[] = [];
  for (let at = 0; at < size.people; at++) people.push(await makeOwner(0));
  const crashes: Promise<unknown>[] = [];
  let known = 0;
  const live = async (viewer: Viewer, at: number) => {
    const experience = await insist(viewer, code.code, at);
    if (isWinner(experience)) onWinner();
    return experience;
  };
  const onWinner = () => {
    known++;
    if (crashes.length >= size.crashes) return;
    if (known < (size.uses * (crashes.length + 1)) / (size.crashes + 2)) return;
    // One after the other: what dies has come back before it dies again.
    const before = crashes.at(-1);
    const worker = workers[crashes.length % workers.length];
    crashes.push(Promise.resolve(before).then(() => Promise.all([postgres.crash(), worker?.crash()])));
  };
  const started = performance.now();
  const experiences = await Promise.all(people.map(live));
  await Promise.all(crashes);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);

  const told = (outcome: string) => experiences.filter((one) => one.outcome === outcome);
  const winners = experiences.filter(isWinner);
  expect(crashes).toHaveLength(size.crashes);
  expect(await usesOf(code)).toEqual([size.uses, size.uses]);
  // Who was told so has it; and whose answer was lost has learned it by trying again.
  const rows = await db().promoRedemption.findMany({ where: { promoCodeId: code.id } });
  expect(rows.map(({ profileId }) => profileId).sort()).toEqual(
    winners.map(({ viewer }) => viewer.profileId).sort(),
  );
  const others = experiences.filter((one) => !isWinner(one)).map(({ outcome }) => outcome);
  expect(others).toEqual(Array.from({ length: size.people - size.uses }, () => "promo_used_up"));
  // The days, where they came from and the audit: all of it for each, and nothing for anybody else.
  const given = await db().workspace.count({ where: { promoEndsAt: { not: null } } });
  const grants = await db().promoGrant.count({ where: { source: `promo_code:${code.id}` } });
  const audited = await db().auditEvent.count({ where: { action: "promo.redeemed" } });
  expect([given, grants, audited]).toEqual([size.uses, size.uses, size.uses]);
  printTable("redemptions", {
    people: size.people,
    uses: size.uses,
    crashes: crashes.length,
    acknowledged: told("redeemed").length,
    "learned by trying again": told("promo_redeemed").length,
    tries: experiences.reduce((sum, { tries }) => sum + tries, 0),
    seconds,
  });
});

test("of the guesses of one account at one address a few are evaluated, by however many servers, and others redeem meanwhile", {
  timeout: size.limitMs,
}, async () => {
  const viewer = await makeOwner(0);
  const wanted = { viewer, code: "NOSUCHCODE", address: someAddress() };
  const answers = new Map<string, number>();
  let left = size.guesses;
  const lane = async () => {
    while (left-- > 0) {
      const told = (await ask(wanted, left))?.code ?? "none";
      answers.set(told, (answers.get(told) ?? 0) + 1);
    }
  };
  const started = performance.now();
  const guessing = Promise.all(Array.from({ length: 20 }, lane));
  const { code } = await makeCode();
  const legitimate = await insist(await makeOwner(0), code, 0);
  expect([legitimate.outcome, left > 0]).toEqual(["redeemed", true]);
  await guessing;
  const { points } = limits["promo:account"];
  expect(points).toBeLessThanOrEqual(30);
  expect(Object.fromEntries(answers)).toEqual({
    promo_unknown: points,
    rate_limited: size.guesses - points,
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  printTable("guesses", { guesses: size.guesses, evaluated: points, seconds });
});
