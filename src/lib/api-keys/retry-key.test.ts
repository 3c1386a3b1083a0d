import { expect, test } from "vitest";
import { retryKeyOf } from "./retry-key.ts";

const now = new Date("2026-05-01T12:00:10Z");
const minuteLater = new Date("2026-05-01T12:01:10Z");

type Call = { method?: string; path?: string; body?: string; given?: string; keyId?: string; at?: Date };

function keyOf({
  method = "POST",
  path = "/api/codes",
  body = "{}",
  given = "one",
  keyId = "k",
  at = now,
}: Call) {
  const init = { method, headers: { "idempotency-key": given }, ...(method === "GET" ? {} : { body }) };
  return retryKeyOf(new Request(`https://qr.example.com${path}`, init), keyId, at);
}

test("the same call is known again, and may still be read by whoever answers it", async () => {
  expect(await keyOf({})).toBe(await keyOf({ at: minuteLater }));
  expect(await keyOf({ method: "GET" })).toBe(await keyOf({ method: "GET" }));
  const request = new Request("https://qr.example.com/", {
    method: "POST",
    headers: { "idempotency-key": "one" },
    body: "kept",
  });
  await retryKeyOf(request, "k", now);
  expect(await request.text()).toBe("kept");
});

test.each<[string, Call]>([
  ["key of ours", { keyId: "other" }],
  ["key of the caller's", { given: "two" }],
  ["method", { method: "DELETE" }],
  ["address", { path: "/api/codes?page=2" }],
  ["body", { body: "{ }" }],
])("another %s is another call", async (_what, call) => {
  expect(await keyOf(call)).not.toBe(await keyOf({}));
});

test("what is read a minute later is read anew", async () => {
  expect(await keyOf({ method: "GET", at: minuteLater })).not.toBe(await keyOf({ method: "GET" }));
});

test("without the header a call is nobody's repetition, and a key that cannot be kept is refused", async () => {
  expect(await retryKeyOf(new Request("https://qr.example.com/"), "k", now)).toBeUndefined();
  for (const given of ["", "x".repeat(256), "ü"]) {
    await expect(keyOf({ given }), given).rejects.toMatchObject({ code: "validation" });
  }
  await expect(keyOf({ body: "x".repeat(65_537) })).rejects.toMatchObject({ code: "payload_too_large" });
});
