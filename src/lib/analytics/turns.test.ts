import { expect, test } from "vitest";
import { Turns } from "./turns.ts";

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
