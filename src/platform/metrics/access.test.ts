import { expect, test } from "vitest";
import { type MetricsCaller, mayReadMetrics } from "./access.ts";

const caller: MetricsCaller = { isLocal: false, address: "127.0.0.1", authorization: null, token: undefined };

test.each<[string, Partial<MetricsCaller>, boolean]>([
  ["production without a token is closed", {}, false],
  ["one's own machine over loopback", { isLocal: true }, true],
  ["one's own machine over the network", { isLocal: true, address: "192.168.1.7" }, false],
  ["the token", { token: "t", authorization: "Bearer t" }, true],
  ["a wrong token", { token: "t", authorization: "Bearer u" }, false],
  ["no token where one is set, even over loopback", { token: "t", isLocal: true }, false],
])("%s", (_name, change, expected) => {
  expect(mayReadMetrics({ ...caller, ...change })).toBe(expected);
});
