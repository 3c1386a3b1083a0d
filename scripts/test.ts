import { parseArgs } from "node:util";
import { longSteps } from "./testing/long-steps.ts";
import { type Outcome, steps } from "./testing/steps.ts";

const { values, positionals: wanted } = parseArgs({
  options: { long: { type: "boolean" } },
  allowPositionals: true,
});
const offered = values.long ? longSteps : steps;
const unknown = wanted.filter((name) => !offered.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no step ${unknown.join(", ")}. There are: ${offered.map(({ name }) => name).join(", ")}`,
  );
  process.exit(2);
}
// Whoever started us is gone: nobody reads on.
process.on("disconnect", () => process.exit(1));

const results: { name: string; outcome: Outcome; seconds: number }[] = [];
for (const { name, run } of offered.filter((step) => wanted.length === 0 || wanted.includes(step.name))) {
  console.log(`\n=== ${name}`);
  const started = performance.now();
  const outcome = await run().catch((error: Error) => {
    console.error(error.message);
    return { passed: 0, failed: 1 };
  });
  results.push({ name, outcome, seconds: (performance.now() - started) / 1000 });
}

console.log("\n=== summary");
for (const { name, outcome, seconds } of results) {
  const counts = outcome.notRun
    ? `not run: ${outcome.notRun}`
    : `${outcome.passed} passed, ${outcome.failed} failed`;
  const mark = outcome.notRun ? "–" : outcome.failed > 0 ? "✗" : "✓";
  console.log(`  ${mark} ${name.padEnd(13)} ${`${seconds.toFixed(1)} s`.padStart(8)}  ${counts}`);
}
const sum = (pick: (outcome: Outcome) => number) =>
  results.reduce((total, { outcome }) => total + pick(outcome), 0);
const failed = sum((outcome) => outcome.failed);
console.log(`${sum((outcome) => outcome.passed)} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
