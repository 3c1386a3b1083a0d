import { expect, test } from "vitest";
import { type ErrorCode, Refusal } from "#shared/errors.ts";
import { orNotFound } from "./or-not-found.ts";

const page404 = expect.objectContaining({ digest: "NEXT_HTTP_ERROR_FALLBACK;404" });
const refusing = (code: ErrorCode) => async () => {
  throw new Refusal(code);
};

test("what is there is handed on", async () => {
  expect(await orNotFound(async () => 7)).toBe(7);
});

test("what is not there becomes the page that says so, also where the id alone is refused", async () => {
  await expect(orNotFound(refusing("not_found"))).rejects.toEqual(page404);
  const atOnce = () => {
    throw new Refusal("not_found");
  };
  await expect(orNotFound(atOnce)).rejects.toEqual(page404);
});

test("any other refusal and every failure stays what it is", async () => {
  await expect(orNotFound(refusing("forbidden"))).rejects.toThrow("forbidden");
  await expect(orNotFound(() => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
});
