import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { acts } from "#lib/admin/acts.ts";
import en from "#messages/en.json" with { type: "json" };
import pl from "#messages/pl.json" with { type: "json" };
import { categoryOf } from "./categories.ts";
import { knownActions } from "./known-actions.ts";

/** Written like an action, and none. */
const noActions = ["revenue.comparison"];

const sources = globSync("src/lib/**/*.ts", { exclude: ["**/*.test.ts", "**/*.testing.ts"] })
  .filter((file) => !file.endsWith("known-actions.ts"))
  .map((file) => readFileSync(file, "utf8"))
  .filter((text) => /audit\/(record|categories)|admin\/acts|action: ["`]/.test(text));

/** Whatever is spelled like an action in a file that has to do with the audit. */
const written = sources
  .flatMap((text) => [...text.matchAll(/"([a-z_]+\.[a-z_]+)"/g)].map(([, action = ""]) => action))
  .filter((action) => categoryOf(action) !== null && !noActions.includes(action));

/** Kinds of which the rest is put together: at least one of each is known. */
const templates = sources.flatMap((text) =>
  [...text.matchAll(/action: `([a-z_]+)\.\$\{/g)].map(([, kind = ""]) => kind),
);

test("every action that the code writes is known, the acts of admins among them", () => {
  expect(written.length).toBeGreaterThan(40);
  const all = new Set([...written, ...Object.keys(acts)]);
  expect([...all].filter((action) => !(knownActions as readonly string[]).includes(action))).toEqual([]);
  expect(templates.length).toBeGreaterThan(0);
  expect(templates.filter((kind) => !knownActions.some((action) => action.startsWith(`${kind}.`)))).toEqual(
    [],
  );
});

test("every known action is written somewhere", () => {
  const put = knownActions.filter((action) => !written.includes(action) && !(action in acts));
  expect(put.filter((action) => !templates.some((kind) => action.startsWith(`${kind}.`)))).toEqual([]);
});

test.each([
  ["English", en.admin.audit.actions],
  ["Polish", pl.admin.audit.actions],
])("every known action has its words in %s, and no other has", (_, words) => {
  const named = Object.entries(words).flatMap(([kind, rest]) =>
    Object.keys(rest).map((name) => `${kind}.${name}`),
  );
  expect(named.sort()).toEqual([...knownActions].sort());
});

test("every known action has a category, and so an end", () => {
  expect(knownActions.filter((action) => categoryOf(action) === null)).toEqual([]);
});
