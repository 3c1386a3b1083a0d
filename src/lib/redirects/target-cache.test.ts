import { describe, expect, test } from "vitest";
import { TargetCache } from "./target-cache.ts";

type Target = { name: string };

/** A cache over loads that the test answers itself, and a clock that it moves. */
function setUp(options: { staleWaitMs?: number } = {}) {
  const loads: { slug: string; answer: (target: Target | null) => void; fail: () => void }[] = [];
  const clock = { now: 0 };
  const cache = new TargetCache<Target>({
    load: (slug) =>
      new Promise((resolve, reject) => {
        loads.push({ slug, answer: resolve, fail: () => reject(new Error("away")) });
      }),
    now: () => clock.now,
    ttlMs: 100_000,
    negativeTtlMs: 1_000,
    unlistenedTtlMs: 500,
    ...options,
  });
  cache.setListening(true);
  const answer = (at: number, target: Target | null) => loads[at]?.answer(target);
  return { cache, clock, loads, answer };
}

const a = { name: "a" };
const b = { name: "b" };

test("many visitors of an uncached code cost one load", async () => {
  const { cache, loads, answer } = setUp();
  const visits = [cache.get("x"), cache.get("x"), cache.get("x")];
  answer(0, a);
  expect(await Promise.all(visits)).toEqual([a, a, a]);
  expect(await cache.get("x")).toBe(a);
  expect(loads).toHaveLength(1);
});

test("a load that an invalidation overtook is not kept", async () => {
  const { cache, loads, answer } = setUp();
  const before = cache.get("x");
  cache.invalidate("x");
  const after = cache.get("x");
  expect(loads).toHaveLength(2);
  answer(1, b);
  expect(await after).toBe(b);
  answer(0, a);
  await before;
  expect(cache.peek("x")).toBe(b);
});

test("an overtaken load leaves nothing behind even when nobody asked again", async () => {
  const { cache, answer } = setUp();
  const before = cache.get("x");
  cache.invalidate("x");
  answer(0, a);
  await before;
  expect(cache.peek("x")).toBeUndefined();
});

test("an unknown code becomes known by its notification, and is else asked for again soon", async () => {
  const { cache, clock, answer } = setUp();
  const first = cache.get("x");
  answer(0, null);
  expect(await first).toBeNull();
  expect(cache.peek("x")).toBeNull();
  cache.invalidate("x");
  expect(cache.peek("x")).toBeUndefined();
  const second = cache.get("x");
  answer(1, null);
  await second;
  clock.now += 1_001;
  expect(cache.peek("x")).toBeUndefined();
});

describe("when notifications may have been missed", () => {
  test("everything is read again after a reconnect", async () => {
    const { cache, answer } = setUp();
    const first = cache.get("x");
    answer(0, a);
    await first;
    cache.setListening(false);
    cache.setListening(true);
    const second = cache.get("x");
    answer(1, b);
    expect(await second).toBe(b);
  });

  test("a load that began before the reconnect is not trusted after it", async () => {
    const { cache, loads, answer } = setUp();
    const early = cache.get("x");
    cache.setListening(true);
    const late = cache.get("x");
    expect(loads).toHaveLength(2);
    answer(0, a);
    answer(1, b);
    await Promise.all([early, late]);
    expect(cache.peek("x")).toBe(b);
  });

  test("without a listener an entry lives for half a second", async () => {
    const { cache, clock, answer } = setUp();
    const first = cache.get("x");
    answer(0, a);
    await first;
    cache.setListening(false);
    expect(cache.peek("x")).toBe(a);
    clock.now += 501;
    expect(cache.peek("x")).toBeUndefined();
  });
});

describe("while the database is away", () => {
  test("a known target is served as it was, without a load for every visit", async () => {
    const { cache, clock, loads, answer } = setUp();
    const first = cache.get("x");
    answer(0, a);
    await first;
    clock.now += 200_000;
    const second = cache.get("x");
    loads[1]?.fail();
    expect(await second).toBe(a);
    expect(await cache.get("x")).toBe(a);
    expect(loads).toHaveLength(2);
    clock.now += 1_001;
    const third = cache.get("x");
    answer(2, b);
    expect(await third).toBe(b);
  });

  test("one that does not answer keeps nobody waiting for a known target", async () => {
    const { cache, clock, answer } = setUp({ staleWaitMs: 5 });
    const first = cache.get("x");
    answer(0, a);
    await first;
    clock.now += 200_000;
    expect(await cache.get("x")).toBe(a);
  });

  test("one slow load is waited for once, and makes nothing else stale", async () => {
    const { cache, clock, loads, answer } = setUp({ staleWaitMs: 5 });
    const first = [cache.get("x"), cache.get("y")];
    answer(0, a);
    answer(1, a);
    await Promise.all(first);
    clock.now += 200_000;
    expect(await cache.get("x")).toBe(a);
    const load = cache.get("x");
    expect(cache.counts.stale).toBe(2);
    expect(await load).toBe(a);
    const other = cache.get("y");
    expect(loads.map(({ slug }) => slug)).toEqual(["x", "y", "x", "y"]);
    answer(3, b);
    expect(await other).toBe(b);
  });

  test("even one that is known to have changed is served as it was", async () => {
    const { cache, loads, answer } = setUp();
    const first = cache.get("x");
    answer(0, a);
    await first;
    cache.invalidate("x");
    expect(cache.peek("x")).toBeUndefined();
    const second = cache.get("x");
    loads[1]?.fail();
    expect(await second).toBe(a);
  });

  test("an unknown code fails, and the next visit tries again", async () => {
    const { cache, loads, answer } = setUp();
    const first = cache.get("x");
    loads[0]?.fail();
    await expect(first).rejects.toThrow("away");
    const second = cache.get("x");
    answer(1, a);
    expect(await second).toBe(a);
  });
});
