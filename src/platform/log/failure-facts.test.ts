import { expect, test } from "vitest";
import { failureFacts, isFirst } from "./failure-facts.ts";

const context = { routePath: "/[locale]/dashboard", routeType: "render" };

test("the path is told without its query, and the digest that the reader saw", () => {
  const error = Object.assign(new Error("broken"), { digest: "1234" });
  const request = { path: "/auth/confirm?token_hash=secret#x", method: "GET" };
  const facts = failureFacts(error, request, context);
  expect(facts).toEqual({
    digest: "1234",
    method: "GET",
    path: "/auth/confirm",
    route: "/[locale]/dashboard",
    kind: "render",
  });
  expect(JSON.stringify(facts)).not.toContain("secret");
});

test("the innermost cause is named, and a circle of causes ends", () => {
  const inner = new Error("ECONNREFUSED");
  const error = new Error("outer", { cause: new Error("middle", { cause: inner }) });
  expect(failureFacts(error, { path: "/", method: "GET" }, context).cause).toBe("Error: ECONNREFUSED");
  inner.cause = error;
  expect(failureFacts(error, { path: "/", method: "GET" }, context).cause).toBeTypeOf("string");
});

test.each([null, undefined, "text", 7])("%s as an error is no error of its own", (thrown) => {
  expect(failureFacts(thrown, { path: "/a", method: "POST" }, context)).toMatchObject({ path: "/a" });
});

test("an error that layout and page share is told once, and another like it again", () => {
  const error = new Error("broken");
  expect([isFirst(error), isFirst(error), isFirst(new Error("broken"))]).toEqual([true, false, true]);
});
