import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeVisitor } from "./describe-visitor.ts";
import { makeBatch, type Scan, type ScanBatch } from "./scan-batch.ts";
import { ScanRecorder } from "./scan-recorder.ts";

// What is tried here on purpose need not be read about.
process.env.LOG_LEVEL = "silent";

const traits = describeVisitor(() => undefined, "none");
const scan = (atMs = 0, codeId = "00000000-0000-4000-8000-000000000001"): Scan => ({
  codeId,
  atMs,
  traits,
  visitorHash: "0".repeat(32),
});

/** A store that keeps what it is given, once an id, and fails as often as it is told to. */
function memoryStore(failures: Error[] = [], isAnswerLost = false) {
  const stored = new Map<string, ScanBatch>();
  const tries: string[] = [];
  const store = async (batch: ScanBatch) => {
    tries.push(batch.id);
    const failure = failures.shift();
    if (!failure || isAnswerLost) stored.set(batch.id, batch);
    if (failure) throw failure;
  };
  const scans = () => [...stored.values()].flatMap((batch) => batch.scans);
  return { store, tries, scans };
}

const quick = { flushMs: 1, firstRetryMs: 1 };

test("everything recorded is stored once, in order, in batches of at most the limit", async () => {
  const memory = memoryStore();
  const recorder = new ScanRecorder({ ...quick, store: memory.store, maxBatch: 7 });
  for (let n = 0; n < 100; n++) recorder.record(scan(n));
  await recorder.flush();
  expect(memory.scans().map(({ atMs }) => atMs)).toEqual(Array.from({ length: 100 }, (_, n) => n));
  expect(memory.tries.length).toBeGreaterThanOrEqual(15);
  expect(recorder.waiting).toBe(0);
});

test("a batch whose answer was lost is tried again under the same id", async () => {
  const memory = memoryStore([new Error("Connection terminated"), new Error("ECONNRESET")], true);
  const recorder = new ScanRecorder({ ...quick, store: memory.store });
  recorder.record(scan());
  await recorder.flush();
  expect(memory.tries).toHaveLength(3);
  expect(new Set(memory.tries).size).toBe(1);
  expect(memory.scans()).toHaveLength(1);
});

test("beyond the limit scans are dropped and counted, and what was queued is kept", async () => {
  const memory = memoryStore();
  const recorder = new ScanRecorder({ ...quick, store: memory.store, maxQueued: 10 });
  for (let n = 0; n < 15; n++) recorder.record(scan(n));
  expect(recorder.counts).toMatchObject({ recorded: 10, overflowed: 5 });
  await recorder.flush();
  expect(memory.scans()).toHaveLength(10);
});

test("a scan that Postgres refuses does not hold up the others", async () => {
  const stored: number[] = [];
  const recorder = new ScanRecorder({
    ...quick,
    store: async ({ scans }) => {
      if (scans.some(({ atMs }) => atMs === 5)) throw Object.assign(new Error("bad"), { code: "22021" });
      stored.push(...scans.map(({ atMs }) => atMs));
    },
  });
  for (let n = 0; n < 10; n++) recorder.record(scan(n));
  await recorder.flush();
  expect(stored).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9]);
  expect(recorder.counts).toMatchObject({ stored: 9, rejected: 1 });
});

test("closing gives up in time and says how many were lost", async () => {
  const recorder = new ScanRecorder({ ...quick, store: async () => Promise.reject(new Error("away")) });
  recorder.record(scan());
  recorder.record(scan());
  expect(await recorder.close(20)).toBe(2);
});

test("closing gives up in time on a store that never answers", async () => {
  const recorder = new ScanRecorder({ ...quick, store: () => new Promise(() => {}) });
  recorder.record(scan());
  recorder.record(scan());
  await expect.poll(() => recorder.waiting).toBe(2);
  expect(await recorder.close(20)).toBe(2);
  recorder.record(scan());
  expect(recorder.counts.overflowed).toBe(1);
});

test("a scan that no batch can be made of does not take the others with it", async () => {
  const memory = memoryStore();
  const recorder = new ScanRecorder({ ...quick, store: memory.store });
  for (const atMs of [1, 2, Number.NaN, 3]) recorder.record(scan(atMs));
  await recorder.flush();
  expect(memory.scans().map(({ atMs }) => atMs)).toEqual([1, 2, 3]);
  expect(recorder.counts).toMatchObject({ stored: 3, rejected: 1 });
});

test("whatever else is thrown while storing, the next scans are stored and none waits for ever", async () => {
  const odd = new Error("odd");
  Object.defineProperty(odd, "code", {
    get: () => {
      throw odd;
    },
  });
  const memory = memoryStore([odd]);
  const recorder = new ScanRecorder({ ...quick, store: memory.store });
  recorder.record(scan(1));
  await expect.poll(() => recorder.counts.rejected).toBe(1);
  expect(recorder.waiting).toBe(0);
  recorder.record(scan(2));
  expect(await recorder.close(1_000)).toBe(0);
  expect(memory.scans().map(({ atMs }) => atMs)).toEqual([2]);
  expect(recorder.counts).toMatchObject({ recorded: 2, stored: 1, rejected: 1 });
});

describe("a batch", () => {
  const codes = ["00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"];
  const day = 86_400_000;

  test("sums its scans up by code and day, in the order of the keys", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...codes), fc.nat(3 * day)), { minLength: 1 }),
        (rows) => {
          const { values } = makeBatch(rows.map(([codeId, atMs]) => scan(atMs, codeId)));
          const list = (at: number) => (values[at] ?? "{}").slice(1, -1).split(",");
          const sum = (at: number) => list(at).reduce((total, text) => total + Number(text), 0);
          expect(sum(14)).toBe(rows.length);
          expect(sum(17)).toBe(rows.length);
          const keys = list(12).map((code, n) => code + list(13)[n]);
          expect(keys).toEqual([...new Set(keys)].sort());
          expect(list(16)).toEqual([...new Set(list(16))].sort());
        },
      ),
    );
  });

  test("writes every text so that it stays one element", () => {
    const odd = { ...traits, referrerHost: `a",b\\{}\0NULL` };
    const { values } = makeBatch([{ ...scan(), traits: odd }]);
    expect(values[9]).toBe(String.raw`{"a\",b\\{}NULL"}`);
  });
});
