import { expect, test } from "vitest";
import { sharedAnswer } from "./shared-answer.ts";

test("one answer serves all who ask at once and for a while after it, and then a new one", async () => {
  const clock = { now: 0 };
  let asked = 0;
  const ask = sharedAnswer(
    1_000,
    async () => ++asked,
    () => clock.now,
  );
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
  clock.now += 999;
  expect(await ask()).toBe(1);
  clock.now += 1;
  expect(await ask()).toBe(2);
});

test("an answer that takes long is waited for and not asked for again", async () => {
  const clock = { now: 0 };
  const answers: ((value: string) => void)[] = [];
  const ask = sharedAnswer(
    1_000,
    () => new Promise<string>((resolve) => answers.push(resolve)),
    () => clock.now,
  );
  const first = ask();
  clock.now += 5_000;
  const second = ask();
  answers[0]?.("late");
  expect(await Promise.all([first, second])).toEqual(["late", "late"]);
  expect(answers).toHaveLength(1);
});

test("a failure is not kept", async () => {
  const answers = [Promise.reject(new Error("away")), Promise.resolve("there")];
  const ask = sharedAnswer(1_000, () => answers.shift() ?? Promise.resolve("more"));
  await expect(ask()).rejects.toThrow("away");
  expect(await ask()).toBe("there");
});
