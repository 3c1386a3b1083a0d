import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import type { Redis as Client } from "ioredis";
import { expect, test } from "vitest";
import type { Redis } from "#platform/redis/redis.ts";
import { anyFacts } from "../facts.testing.ts";
import { type AccessFacts, noFacts, resolve } from "../resolve.ts";
import type { VersionedFacts } from "../store.ts";
import { Answers } from "./answers.ts";
import { longestKeptMs } from "./kept-answer.ts";
import { RedisAnswers } from "./redis-answers.ts";

const start = new Date("2026-05-01T12:00:00Z");
const workspaceId = "a workspace";

/** What was true of the workspace from an instant on, until the next one. */
type State = { version: number; facts: AccessFacts; fromMs: number };

/** A workspace whose access changes, and a Redis to which anything may happen. */
class World {
  readonly history: State[] = [{ version: 0, facts: noFacts, fromMs: start.getTime() }];
  nowMs = start.getTime();
  reads = 0;
  readonly #fields = new Map<string, string>();
  #isFrozen = false;
  #late: (() => void)[] = [];
  readonly #pause: () => Promise<unknown>;

  constructor(pause: () => Promise<unknown>) {
    this.#pause = pause;
  }

  get state(): State {
    const last = this.history.at(-1);
    if (!last) throw new Error("a world without a state");
    return last;
  }

  /** @param isTold whether the version rises; where it does not, only time is left to help */
  change(facts: AccessFacts, isTold: boolean): void {
    const version = this.state.version + (isTold ? 1 : 0);
    this.history.push({ version, facts, fromMs: this.nowMs });
  }

  async findFacts(): Promise<VersionedFacts> {
    this.reads++;
    await this.#pause();
    const { version, facts } = this.state;
    await this.#pause();
    return { version, facts };
  }

  /** What is sent while it is frozen is carried out when it thaws, and answered to nobody. */
  readonly redis: Pick<Redis, "ask"> = {
    ask: async (command) => {
      await this.#pause();
      if (this.#isFrozen) {
        this.#late.push(() => void command(this.#client));
        return null;
      }
      const value = await command(this.#client);
      await this.#pause();
      return { value };
    },
  };

  // SAFETY: the cache asks for nothing else.
  readonly #client = {
    hget: async (key: string, field: string) => this.#fields.get(`${key} ${field}`) ?? null,
    unlink: async () => this.flush(),
    multi: () => ({
      hset: (key: string, field: string, value: string) => ({
        pexpire: () => ({ exec: async () => void this.#fields.set(`${key} ${field}`, value) }),
      }),
    }),
  } as unknown as Client;

  flush(): void {
    this.#fields.clear();
  }
  freeze(): void {
    this.#isFrozen = true;
  }
  thaw(): void {
    this.#isFrozen = false;
    for (const carryOut of this.#late.splice(0)) carryOut();
  }
  spoil(value: string): void {
    for (const key of this.#fields.keys()) this.#fields.set(key, value);
  }
}

function processOf(world: World, isGated = true): Answers {
  const shared = new RedisAnswers(world.redis, isGated);
  return new Answers({ findFacts: () => world.findFacts(), shared, isGated });
}

const askerOf = (entitlementVersion: number, profileId = "somebody") => ({
  profileId,
  workspace: { id: workspaceId, entitlementVersion },
});

type Event =
  | { kind: "change"; facts: AccessFacts; isTold: boolean }
  | { kind: "tick"; ms: number }
  | { kind: "ask"; by: number; versionsAgo: number; profileId: string }
  | { kind: "forget"; by: number }
  | { kind: "freeze" | "thaw" | "flush" }
  | { kind: "spoil"; value: string };

const { facts } = anyFacts(start);
const by = fc.nat(2);
const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("ask" as const),
      by,
      versionsAgo: fc.constantFrom(0, 0, 0, 1, 2),
      profileId: fc.constantFrom("somebody", "another"),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("tick" as const),
      ms: fc.oneof(fc.nat(1_000), fc.nat(longestKeptMs)),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("change" as const),
      facts,
      isTold: fc.constantFrom(true, true, false),
    }),
  },
  fc.record({ kind: fc.constant("forget" as const), by }),
  fc.record({ kind: fc.constantFrom("freeze" as const, "thaw" as const, "flush" as const) }),
  fc.record({
    kind: fc.constant("spoil" as const),
    value: fc.oneof(fc.string(), fc.json(), fc.constant('{"version":0,"entitlements":{}}')),
  }),
);

/** Whether an answer was right at some instant between the question and its answer, or five minutes before. */
function wasRight(answer: unknown, world: World, from: { version: number; nowMs: number }, isGated: boolean) {
  const now = new Date(from.nowMs);
  return world.history.some(({ version, facts }, at) => {
    const untilMs = world.history[at + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
    if (version < from.version || untilMs < from.nowMs - longestKeptMs) return false;
    return isDeepStrictEqual(resolve(facts, now, isGated), answer);
  });
}

test("whatever happens to Redis and whoever is late, an answer is never of an older version nor too old", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(event, { minLength: 5, maxLength: 40, size: "max" }),
      async (scheduler, events) => {
        const world = new World(() => scheduler.schedule(Promise.resolve()));
        // The third is of another build, or with the gate open.
        const gates = [true, true, false];
        const processes = gates.map((isGated) => processOf(world, isGated));
        const asked: Promise<void>[] = [];
        for (const one of events) {
          switch (one.kind) {
            case "change":
              world.change(one.facts, one.isTold);
              break;
            case "tick":
              world.nowMs += one.ms;
              break;
            case "ask": {
              const version = Math.max(0, world.state.version - one.versionsAgo);
              const from = { version, nowMs: world.nowMs };
              const question = processes[one.by]?.find(askerOf(version, one.profileId), new Date(from.nowMs));
              asked.push(
                Promise.resolve(question).then((answer) =>
                  expect(wasRight(answer, world, from, gates[one.by] ?? true)).toBe(true),
                ),
              );
              break;
            }
            case "forget":
              void processes[one.by]?.forget(workspaceId);
              break;
            case "spoil":
              world.spoil(one.value);
              break;
            default:
              world[one.kind]();
          }
          if (scheduler.count() > 0) await scheduler.waitOne();
        }
        world.thaw();
        await scheduler.waitFor(Promise.all(asked));
      },
    ),
  );
});

/** A world in which everything is answered at once. */
const calm = () => new World(async () => {});
const at = (ms: number) => new Date(start.getTime() + ms);

test("an answer is kept for five minutes, and no longer", async () => {
  const world = calm();
  const answers = processOf(world);
  await answers.find(askerOf(0), start);
  await answers.find(askerOf(0), at(longestKeptMs));
  expect(world.reads).toBe(1);
  await answers.find(askerOf(0), at(longestKeptMs + 1));
  expect(world.reads).toBe(2);
});

test("an answer is kept until its next change, and not at it", async () => {
  const world = calm();
  const answers = processOf(world);
  world.change({ ...noFacts, trialEndsAt: at(1_000) }, true);
  expect((await answers.find(askerOf(1), start)).tier).toBe("premium");
  expect((await answers.find(askerOf(1), at(999))).tier).toBe("premium");
  expect(world.reads).toBe(1);
  expect((await answers.find(askerOf(1), at(1_000))).tier).toBe("starter");
  expect(world.reads).toBe(2);
});

test("a question about an instant before the answer was found is asked anew", async () => {
  const world = calm();
  const answers = processOf(world);
  world.change({ ...noFacts, trialEndsAt: at(1_000) }, true);
  expect((await answers.find(askerOf(1), at(1_000))).tier).toBe("starter");
  expect((await answers.find(askerOf(1), at(999))).tier).toBe("premium");
});

test("who comes with an older version is told what is true now, and it is kept for who comes after", async () => {
  const world = calm();
  const answers = processOf(world);
  world.change({ ...noFacts, trialEndsAt: at(1_000) }, true);
  // Their request began before the change.
  expect((await answers.find(askerOf(0), start)).tier).toBe("premium");
  expect((await answers.find(askerOf(1), start)).tier).toBe("premium");
  expect((await processOf(world).find(askerOf(1), start)).tier).toBe("premium");
  expect([world.reads, answers.counts.memory]).toEqual([1, 1]);
  await answers.find(askerOf(0), start);
  expect(world.reads).toBe(2);
});

test("a reading that a change and a later reading have overtaken does not take the later one's place", async () => {
  const readings: ((known: VersionedFacts) => void)[] = [];
  const findFacts = () => new Promise<VersionedFacts>((resolve) => readings.push(resolve));
  const answers = new Answers({ findFacts, shared: null, isGated: true });
  const early = answers.find(askerOf(0), start);
  const late = answers.find(askerOf(1), start);
  await expect.poll(() => readings.length).toBe(2);
  readings[1]?.({ version: 1, facts: { ...noFacts, trialEndsAt: at(1_000) } });
  await late;
  readings[0]?.({ version: 0, facts: noFacts });
  expect((await early).tier).toBe("starter");
  expect((await answers.find(askerOf(1), start)).tier).toBe("premium");
  expect(readings).toHaveLength(2);
});

test("the parts of a page that ask at once are one question, and so are the pages after it", async () => {
  const world = calm();
  const [first, second] = [processOf(world), processOf(world)];
  await Promise.all(Array.from({ length: 20 }, () => first.find(askerOf(0), start)));
  await first.find(askerOf(0), start);
  await second.find(askerOf(0), start);
  expect(world.reads).toBe(1);
  expect([first.counts, second.counts]).toEqual([
    { memory: 1, redis: 0, postgres: 1 },
    { memory: 0, redis: 1, postgres: 0 },
  ]);
});

test("what is said of one person is not told to another", async () => {
  const world = calm();
  const answers = processOf(world);
  await answers.find(askerOf(0, "somebody"), start);
  await answers.find(askerOf(0, "another"), start);
  expect(world.reads).toBe(2);
});

test("a workspace that is not there is not remembered", async () => {
  let reads = 0;
  const findFacts = async () => ({ version: reads++ > 0 ? 0 : null, facts: noFacts });
  const answers = new Answers({ findFacts, shared: null, isGated: true });
  for (let turn = 0; turn < 3; turn++) await answers.find(askerOf(0), start);
  expect(reads).toBe(2);
});

test("a question that failed is asked again", async () => {
  let reads = 0;
  const findFacts = async () => {
    if (reads++ === 0) throw new Error("away");
    return { version: 0, facts: noFacts };
  };
  const answers = new Answers({ findFacts, shared: null, isGated: true });
  await expect(answers.find(askerOf(0), start)).rejects.toThrow("away");
  expect((await answers.find(askerOf(0), start)).tier).toBe("starter");
});
