import { expect, test } from "vitest";
import { networkOf } from "./network.ts";

test.each([
  ["203.0.113.77", "203.0.113.0/24"],
  ["2001:db8:7:1:2:3:4:5", "2001:db8:7::/48"],
  ["2001:db8:7:9::/64", "2001:db8:7::/48"],
  ["2001:db8::1", "2001:db8:0::/48"],
  ["::1", "0:0:0::/48"],
  ["unknown", null],
  ["", null],
  [null, null],
])("the network of %s is %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
