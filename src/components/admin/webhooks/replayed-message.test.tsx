import { expect, test } from "vitest";
import { draw } from "#components/draw.testing.tsx";
import { ReplayedMessage } from "./replayed-message.tsx";

const textOf = (parameters: Record<string, string>, left?: number, isCut = false) =>
  draw(<ReplayedMessage parameters={parameters} {...(left !== undefined && { left })} isCut={isCut} />)
    .replaceAll(/<[^>]*>/g, "")
    .trim();

test("what went well, what failed, what goes on and what is left are told apart", () => {
  const counts = { replayed: "500", processed: "30", failed: "2" };
  expect(textOf(counts, 600)).toBe(
    "500 events were replayed: 30 went well, 2 failed again. 468 go on by themselves. 600 that match are left.",
  );
  expect(textOf(counts, 10_000, true)).toContain("More than 10,000 that match are left.");
  expect(textOf({ replayed: "1", processed: "1", failed: "0" })).toBe(
    "1 event was replayed: 1 went well, 0 failed again.",
  );
});

const others: Record<string, string>[] = [
  {},
  { replayed: "5" },
  { replayed: "5", processed: "9", failed: "0" },
  { replayed: "x", processed: "1", failed: "0" },
];

test.each(others)("nothing is told of an address that tells of no replay: %j", (parameters) => {
  expect(textOf(parameters, 3)).toBe("");
});
