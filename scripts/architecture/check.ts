import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkArchitecture } from "./cruise.ts";

// Rules that bite on nothing prove nothing: each must find what is planted for it.
const plantedFor = [
  "layer-shared",
  "domain-codes",
  "domain-money",
  "sandbox-is-outside",
  "no-circles",
  "no-orphans",
  "no-dependents",
];

const root = fileURLToPath(new URL("../..", import.meta.url));
const planted = await checkArchitecture(join(root, "scripts", "architecture", "planted"));
const missed = plantedFor.filter((rule) => !planted.violations.some((line) => line.startsWith(`${rule}:`)));
const real = await checkArchitecture(root);

const problems = [
  ...missed.map((rule) => `The rule ${rule} did not find the violation that is planted for it`),
  ...real.violations,
];
if (real.moduleCount < real.fileCount) {
  problems.push(`Only ${real.moduleCount} of ${real.fileCount} files were read`);
}
for (const problem of problems) console.error(problem);
console.log(
  `${real.moduleCount} modules, ${plantedFor.length} planted violations found, ${problems.length} problems`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
