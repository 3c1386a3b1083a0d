import { fileURLToPath } from "node:url";
import { findGateCalls } from "./gates/find-calls.ts";
import { findProblems, gatedActions, withoutGate } from "./gates/gated-actions.ts";

const calls = findGateCalls(fileURLToPath(new URL("..", import.meta.url)));
const rows = Object.entries(gatedActions).map(([action, decidedBy]) => {
  const files = new Set(calls.filter(({ name }) => name === action).map(({ file }) => file));
  return [action, decidedBy, [...files].join(", ")];
});
for (const [action = "", decidedBy = "", files] of rows) {
  console.log(`${action.padEnd(18)} ${decidedBy.padEnd(20)} ${files}`);
}
console.log("\nNo gate asks for:");
for (const [name, reason] of Object.entries(withoutGate)) console.log(`${name.padEnd(18)} ${reason}`);
const problems = findProblems(calls);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
