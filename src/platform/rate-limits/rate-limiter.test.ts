import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { expect, test } from "vitest";
import { blocked } from "./rate-limiter.ts";

test("a limit that is used up is told, also by another copy of the package; anything else is thrown", async () => {
  const limiter = new RateLimiterMemory({ points: 1, duration: 60 });
  expect(await blocked(limiter.consume("a"))).toBeNull();
  expect(await blocked(limiter.consume("a"))).toMatchObject({ consumedPoints: 2 });

  class OtherCopy {
    msBeforeNext = 7;
    consumedPoints = 2;
  }
  expect(new OtherCopy()).not.toBeInstanceOf(RateLimiterRes);
  expect(await blocked(Promise.reject(new OtherCopy()))).toMatchObject({ msBeforeNext: 7 });
  await expect(blocked(Promise.reject(new Error("away")))).rejects.toThrow("away");
});
