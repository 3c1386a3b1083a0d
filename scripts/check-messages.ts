import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findMessageProblems, findMissingKeys, findUnusedKeys, type Messages } from "./messages/problems.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (locale: string): Messages =>
  JSON.parse(readFileSync(join(root, "messages", `${locale}.json`), "utf8"));

function listSources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Asked for by code that puts the key together, or read as a whole branch. */
const computedKeys = [
  // By the error's code, and by the field's problem.
  "errors.",
  // By what the code is: the badge and the filter.
  "codes.status.",
  // Read as a branch by the visitor's page and by the mails.
  "visitor.",
  "mail.",
  // By the mail's kind.
  "mails.",
  // By the action; a test of their own knows them all.
  "admin.audit.actions.",
  // By the meter and how far it is used, on pages and in mails.
  "usage.meters.",
  "usage.of.",
  "usage.near.",
  "usage.grace.",
  "usage.blocked.",
];

const en = read("en");
const problems = findMessageProblems(en, read("pl"));
const sources = listSources(join(root, "src")).map((file) => ({ file, text: readFileSync(file, "utf8") }));
for (const { file, text } of sources) {
  const missing = findMissingKeys(text, en);
  problems.push(
    ...missing.map((key) => `${file.slice(root.length)} uses ${key}, which messages/en.json lacks`),
  );
}
const unused = findUnusedKeys(
  sources.map(({ text }) => text),
  en,
  computedKeys,
);
problems.push(...unused.map((key) => `${key} is asked for by no file of src`));
for (const problem of problems) console.error(problem);
console.log(`${problems.length} problems in the translations`);
process.exitCode = problems.length === 0 ? 0 : 1;
