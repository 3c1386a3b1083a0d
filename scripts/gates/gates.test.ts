import { join } from "node:path";
import { expect, test } from "vitest";
import { findCallsIn, findGateCalls, type GateCall } from "./find-calls.ts";
import { findProblems } from "./gated-actions.ts";

const calls = findGateCalls(join(import.meta.dirname, "../.."));

test("the code, the tables of gates and the ladder fit together", () => {
  expect(findProblems(calls)).toEqual([]);
});

test("a call is found wherever it stands, with the name that it is asked for", () => {
  const source = `
    // requireFeature(id, plan, "a_comment");
    const text = 'requireRoom(id, plan, "words")';
    export const run = async () => {
      gates.requireFeature(id, plan, "choose_slug");
      if (!admits(id, plan, action)) return takeQuota(db, viewer, plan, \`exports\`, now);
      return requireRoom(id, plan, "create_code", await count(() => tryQuota(db, viewer, plan, "apiCalls", now)));
    };`;
  expect(findCallsIn("src/a.ts", source).map(({ gate, name }) => [gate, name])).toEqual([
    ["requireFeature", "choose_slug"],
    ["admits", null],
    ["takeQuota", "exports"],
    ["requireRoom", "create_code"],
    ["tryQuota", "apiCalls"],
  ]);
});

test("what does not fit is found", () => {
  const call = (gate: string, name: string | null): GateCall => ({ gate, name, file: "src/a.ts" });
  const without = (name: string) => calls.filter((each) => each.name !== name);
  expect(findProblems([...calls, call("admits", null)])).toEqual([
    "src/a.ts: admits is asked for what is no literal",
  ]);
  expect(findProblems([...calls, call("takeQuota", "members")])).toEqual([
    "src/a.ts: takeQuota is asked for members",
  ]);
  expect(findProblems(without("choose_slug"))).toEqual(["choose_slug: nothing asks at this gate"]);
});
