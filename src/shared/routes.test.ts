import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { routes } from "./routes.ts";

const src = join(import.meta.dirname, "..");

/** Files that spell addresses out on purpose: the list of them itself, and Supabase's own. */
const allowed = new Set(["shared/routes.ts", "platform/auth/reachable.ts"]);

function addresses(list: object): string[] {
  return Object.values(list).flatMap((entry) => {
    if (typeof entry === "string") return [entry];
    return typeof entry === "function" ? [String(entry("some"))] : addresses(entry);
  });
}

const firstSegments = new Set(
  addresses(routes)
    .map((address) => /^\/([\w-]+)/.exec(address)?.[1] ?? "")
    .filter(Boolean),
);
// In quotes, after a placeholder, or as text of an element.
const literal = new RegExp(`["'\`}>](/(?:${[...firstSegments].join("|")})(?![\\w-])[^"'\`<{$]*)`, "g");

function findLiterals(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  return [...code.matchAll(literal)].map(([, address = ""]) => address.trim());
}

test("an address is recognised however it is written, and words and other paths are not", () => {
  const source = [
    'const a = "/sign-in?with=link";',
    `const b = \`\${origin}/r/\${slug}\`;`,
    "const c = <span>/api/codes</span>;",
    "// leads to '/dashboard'",
    'import x from "#app/dashboard/page.tsx"; const d = "/dashboardish"; const e = "a/r/b";',
  ].join("\n");
  expect(findLiterals(source)).toEqual(["/sign-in?with=link", "/r/", "/api/codes"]);
});

test("no file but routes.ts spells one of our addresses out", () => {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.(test|testing)\.tsx?$|\/generated\//.test(file),
  );
  expect(files.length).toBeGreaterThan(100);
  const found = files
    .filter((file) => !allowed.has(file))
    .flatMap((file) => {
      const spelled = findLiterals(readFileSync(join(src, file), "utf8"));
      return spelled.map((address) => `${file}: ${address}`);
    });
  expect(found).toEqual([]);
});
