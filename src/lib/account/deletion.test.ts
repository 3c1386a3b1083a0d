import fc from "fast-check";
import { expect, test } from "vitest";
import { hourMs } from "#shared/time.ts";
import { type Belonging, canBeKept, decideDeletion, dueSince, pseudonym, undoEnd } from "./deletion.ts";

const own: Belonging = {
  workspaceId: "own",
  name: "Own",
  isOwner: true,
  otherMembers: 0,
  otherOwners: 0,
};
const shared: Belonging = { ...own, workspaceId: "shared", name: "Shared", otherMembers: 2, otherOwners: 0 };

test.each<[string, Belonging[], ReturnType<typeof decideDeletion>]>([
  ["one's own workspace is closed", [own], { kind: "allowed", closedWorkspaceIds: ["own"] }],
  ["the only owner of others' workspace stays", [own, shared], { kind: "only_owner", workspace: "Shared" }],
  [
    "one owner of several goes, and the workspace stays open",
    [own, { ...shared, otherOwners: 1 }],
    { kind: "allowed", closedWorkspaceIds: ["own"] },
  ],
  [
    "a mere member goes, whoever owns it",
    [own, { ...shared, isOwner: false, otherOwners: 1 }],
    { kind: "allowed", closedWorkspaceIds: ["own"] },
  ],
])("%s", (_, belongings, decision) => {
  expect(decideDeletion(belongings)).toEqual(decision);
});

test("no account is ever erased while it can be kept, not even by a clock half an hour fast", () => {
  const instant = fc.date({
    min: new Date("2026-01-01T00:00:00Z"),
    max: new Date("2027-01-01T00:00:00Z"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(instant, instant, fc.integer({ min: 0, max: hourMs / 2 }), (requestedAt, now, aheadMs) => {
      const isDue = requestedAt <= dueSince(new Date(now.getTime() + aheadMs));
      expect(isDue && canBeKept(requestedAt, now)).toBe(false);
    }),
  );
});

test("a deletion can be taken back for fourteen days, to the millisecond", () => {
  const requestedAt = new Date("2026-11-01T12:00:00Z");
  expect(undoEnd(requestedAt)).toEqual(new Date("2026-11-15T12:00:00Z"));
  expect(canBeKept(requestedAt, new Date("2026-11-15T11:59:59.999Z"))).toBe(true);
  expect(canBeKept(requestedAt, new Date("2026-11-15T12:00:00Z"))).toBe(false);
});

test("a pseudonym is always the same for one person and tells nothing without the secret", () => {
  expect(pseudonym("a", "s")).toBe(pseudonym("a", "s"));
  expect(pseudonym("a", "s")).not.toBe(pseudonym("b", "s"));
  expect(pseudonym("a", "s")).not.toBe(pseudonym("a", "other"));
  expect(pseudonym("a", "s")).toMatch(/^deleted-[0-9a-f]{12}$/);
});
