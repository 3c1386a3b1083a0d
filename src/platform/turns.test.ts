import { expect, test } from "vitest";
import { NamedTurns, Turns } from "./turns.ts";

test("never more than so many run at once, in the order in which they came, failures included", async () => {
  const turns = new Turns(2);
  let running = 0;
  let most = 0;
  const begun: number[] = [];
  const work = (n: number) => () => {
    begun.push(n);
    most = Math.max(most, ++running);
    return new Promise<number>((resolve, reject) => {
      setImmediate(() => {
        running--;
        if (n % 3 === 0) reject(new Error("failed"));
        else resolve(n);
      });
    });
  };
  const numbers = Array.from({ length: 20 }, (_, n) => n);
  const outcomes = await Promise.allSettled(numbers.map((n) => turns.take(work(n))));
  expect(most).toBe(2);
  expect(begun).toEqual(numbers);
  expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(7);
  expect(await turns.take(async () => "again")).toBe("again");
});

test("of each name so many run at once, another name waits for nobody, and nothing is kept", async () => {
  const turns = new NamedTurns(1, 1000);
  const log: string[] = [];
  const first = Promise.withResolvers<void>();
  const run = (name: string, label: string, until: Promise<void> = Promise.resolve()) =>
    turns.take(name, async () => {
      log.push(label);
      await until;
    });
  const held = run("a", "a1", first.promise);
  const next = run("a", "a2");
  await run("b", "b1");
  expect(log).toEqual(["a1", "b1"]);
  expect(turns.size).toBe(1);
  first.resolve();
  await Promise.all([held, next]);
  expect(log).toEqual(["a1", "b1", "a2"]);
  await expect(turns.take("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(turns.size).toBe(0);
});

test("whose turn comes too late is refused, and does nothing", async () => {
  let now = 0;
  const turns = new NamedTurns(1, 1000, () => now);
  const first = Promise.withResolvers<string>();
  const held = turns.take("a", () => first.promise);
  const late = turns.take("a", () => Promise.resolve("late"));
  now = 1001;
  const inTime = turns.take("a", () => Promise.resolve("in time"));
  first.resolve("held");
  expect(await held).toBe("held");
  await expect(late).rejects.toMatchObject({ code: "unavailable", details: { retryAfterSeconds: 1 } });
  expect(await inTime).toBe("in time");
});
