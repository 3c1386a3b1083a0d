import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findMessageProblems, findMissingKeys, type Messages } from "./messages/problems.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (locale: string): Messages =>
  JSON.parse(readFileSync(join(root, "messages", `${locale}.json`), "utf8"));

function listSources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

const en = read("en");
const problems = findMessageProblems(en, read("pl"));
for (const file of listSources(join(root, "src"))) {
  const missing = findMissingKeys(readFileSync(file, "utf8"), en);
  problems.push(
    ...missing.map((key) => `${file.slice(root.length)} uses ${key}, which messages/en.json lacks`),
  );
}
for (const problem of problems) console.error(problem);
console.log(`${problems.length} problems in the translations`);
process.exitCode = problems.length === 0 ? 0 : 1;
